// The inspector draws itself anew, quietly, while something is being said.
import {morph} from "./morph.js";

async function refresh() {
  if (document.hidden || document.activeElement?.closest("form")) return;
  const response = await fetch(location.href).catch(() => null);
  if (!response?.ok) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  morph(document.getElementById("inspector"), page.getElementById("inspector"));
}

setInterval(refresh, 1000);
