// Ctrl+K: go to a channel, or act as somebody else. What can be chosen is read off the page itself.
import {$, $$} from "./screen.js";

const entry = (link, name, about) => ({link, name, about, words: `${name} ${about}`.toLowerCase()});

function everything() {
  const places = $$("#side .list a").map(link => entry(link, $(".name", link).textContent, ""));
  const people = $$("#people .person > a:first-child").map(
    link => entry(link, $("b", link).textContent, `Act as · ${$("small", link).textContent}`));
  return [...places, ...people];
}

export function openSwitcher() {
  if ($("dialog[open]")) return;
  $("#switcher input").value = "";
  $("#switcher").showModal();
  offer();
}

let offered = [];

function offer() {
  const words = $("#switcher input").value.toLowerCase().split(/\s+/);
  offered = everything().filter(choice => words.every(word => choice.words.includes(word)));
  $("#switcher-list").replaceChildren(...offered.map(row));
  mark(0);
}

function row({link, name, about}, number) {
  const line = Object.assign(document.createElement("li"), {id: `switcher-${number}`, role: "option"});
  line.append(link.firstElementChild.cloneNode(true), name);
  if (about) line.appendChild(document.createElement("small")).textContent = about;
  return line;
}

function mark(at) {
  const rows = [...$("#switcher-list").children];
  rows.forEach((one, i) => one.ariaSelected = String(i === at));
  rows[at]?.scrollIntoView({block: "nearest"});
  $("#switcher input").setAttribute("aria-activedescendant", rows[at]?.id ?? "");
}

const marked = () => $$("#switcher-list li").findIndex(one => one.ariaSelected === "true");

function choose(number) {
  $("#switcher").close();
  offered[number]?.link.click();
}

export function wireSwitcher() {
  const box = $("#switcher");
  box.addEventListener("input", offer);
  box.addEventListener("submit", event => { event.preventDefault(); choose(marked()); });
  box.addEventListener("click", event => {
    const line = event.target.closest("li");
    if (line) choose([...line.parentNode.children].indexOf(line));
    else if (event.target === box) box.close();
  });
  box.addEventListener("keydown", event => {
    const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
    if (!step || !offered.length) return;
    event.preventDefault();
    mark((marked() + step + offered.length) % offered.length);
  });
}
