// The keyboard: part to part, message to message, through menus. The dialog #keys lists what they do.
import {$, $$} from "./screen.js";
import {openSwitcher} from "./switcher.js";

const STOPS = ["#clock button", "#side .list a", "#stream", "#main .composer textarea",
  "#thread-stream", "#thread .composer textarea"];
const PARTS = "#topbar, #side, .stream, .home, .composer";

function toNextPart(back) {
  const stops = STOPS.map(stop => $(stop)).filter(stop => stop?.checkVisibility({visibilityProperty: true}));
  const at = stops.findIndex(stop => stop.closest(PARTS).contains(document.activeElement));
  stops.at((at + (back ? -1 : 1)) % stops.length).focus();
}

export function showKeys() {
  if (!$("dialog[open]")) $("#keys").showModal();
}

// -- messages: the stream is one stop of the Tab key, the arrows go through it

function step(target, by) {
  const all = $$("article", target.closest(".stream")), at = all.indexOf(target);
  (at < 0 ? all.at(-1) : all[at + by])?.focus();
}

function openMenu(message) {
  const menu = $(".hover-actions .menu", message);
  if (!menu) return;
  menu.open = true;
  $(".sheet :is(a, button)", menu).focus();
}

const ON_MESSAGE = {
  ArrowUp: message => step(message, -1),
  ArrowDown: message => step(message, 1),
  t: message => $("[data-reply]", message)?.click(),
  e: message => $("[data-edit]", message)?.click(),
  m: openMenu,
};

function throughMenu(menu, by) {
  const all = $$(".sheet :is(a, button)", menu), at = all.indexOf(document.activeElement);
  all.at((at + (at < 0 && by < 0 ? 0 : by)) % all.length)?.focus();
}

const editLast = area => $$("[data-edit]", area.closest("#main, #thread")).at(-1)?.click();

// -- which key means what, where

function meaning({key, target, ctrlKey, metaKey, shiftKey, altKey}) {
  const commanded = ctrlKey || metaKey, by = {ArrowDown: 1, ArrowUp: -1}[key];
  const menu = by && target.closest("details.menu[open]");
  if (commanded && key.toLowerCase() === "k") return openSwitcher;
  if (commanded && key === "/") return showKeys;
  if (key === "F6") return () => toNextPart(shiftKey);
  if (commanded || altKey) return null;
  if (menu) return () => throughMenu(menu, by);
  if (key === "Escape" && target.matches("#stream article")) return () => $("#main .composer textarea")?.focus();
  if (key === "Escape" && target.closest("#thread")) return () => $("#thread .close").click();
  if (target.matches(".stream, article")) return ON_MESSAGE[key] && (() => ON_MESSAGE[key](target));
  if (key === "ArrowUp" && target.matches(".composer textarea") && !target.value) return () => editLast(target);
  return null;
}

export function wireKeys() {
  document.addEventListener("keydown", event => {
    const act = !event.defaultPrevented && !event.isComposing && meaning(event);
    if (!act) return;
    event.preventDefault();
    act();
  });
}
