// The inspector draws itself anew, quietly, while something is being said.
import {morph} from "./morph.js";

setInterval(async () => {
  if (document.hidden || document.activeElement?.closest("form")) return;
  const response = await fetch(location.href).catch(() => null);
  if (response?.ok) morph(document.getElementById("inspector"), new DOMParser().parseFromString(await response.text(), "text/html").getElementById("inspector"));
}, 1000);
