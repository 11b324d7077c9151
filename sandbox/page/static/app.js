// The page is drawn by the server. This sends what a person does, hears what has changed, and swaps those parts.
import {morph} from "./morph.js";
import {put, wireComposers} from "./composer.js";

const PARTS = ["topbar", "side", "main", "thread", "views"];
const body = document.body, base = `/as/${body.dataset.me}`;
const $ = (selector, root = document) => root.querySelector(selector);
const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

// -- hearing what changed

const HEARD = {
  channel: change => change.about === body.dataset.channel ? ["main"] : [],
  thread: change => change.about === body.dataset.channel && change.thread === body.dataset.thread ? ["thread"] : [],
  modal: () => ["views"],
  home: () => body.dataset.tab === "home" ? ["main"] : [],
  side: () => ["side", "topbar"],
  others: () => ["topbar"],
  clock: () => PARTS,
  log: () => [],
};
const wanted = new Set();
let drawing = false;

function need(parts) {
  parts.forEach(part => wanted.add(part));
  if (!drawing && !document.hidden) refresh();
}

async function refresh() {
  drawing = true;
  while (wanted.size) {
    const parts = [...wanted], address = new URL(location.href);
    wanted.clear();
    parts.forEach(part => address.searchParams.append("part", part));
    const page = await read(address);
    if (page && new URL(page.from).pathname !== address.pathname) return location.assign(page.from);
    if (page && address.pathname === location.pathname) draw(page, parts);
  }
  drawing = false;
}

async function read(address) {
  const response = await fetch(address).catch(() => null);
  return response?.ok ? Object.assign(new DOMParser().parseFromString(await response.text(), "text/html"), {from: response.url}) : null;
}

function draw(page, parts) {
  const low = $$("[data-stick]").filter(box => box.scrollHeight - box.scrollTop - box.clientHeight < 60);
  for (const id of parts) {
    const old = document.getElementById(id), fresh = page.getElementById(id);
    if (old && fresh) morph(old, fresh);
  }
  low.forEach(box => box.scrollTop = box.scrollHeight);
  settle();
}

// What the window itself adds after each drawing: the modal's frame, drafts, the tour's ticks, the title.
let onTop = "", submitted = "";

function settle() {
  document.title = $("#side").dataset.title;
  $$(".many").forEach(tokens);
  $$(".composer textarea").forEach(area => { if (!area.value) put(area, sessionStorage.getItem(area.form.id) ?? ""); });
  for (const step of $$("[data-step]")) step.classList.toggle("done", sessionStorage.getItem(`tour-${step.dataset.step}`) !== null);
  $("#tour")?.toggleAttribute("hidden", sessionStorage.getItem("tour") === "gone");
  const frame = $("#modal"), top = $("#views > form:last-of-type");
  if (!top && frame.open) frame.close();
  if (top && !frame.open) frame.showModal();
  if (top) focusIn(top);
  onTop = top?.dataset.view ?? "";
}

function focusIn(form) {
  const wrong = submitted === form.dataset.view && $("[aria-invalid=true]", form);
  const idle = form.dataset.view !== onTop || !form.contains(document.activeElement) || document.activeElement.matches(".body");
  const first = $("[data-autofocus]", form) ?? $(".body :is(input:not([type=hidden]), textarea, select, summary.line)", form);
  const target = wrong || (idle && (first ?? $(".body", form)));
  if (wrong) submitted = "";
  if (target) target.focus();
  if (target && target.matches("textarea, input[type=text]")) target.setSelectionRange(target.value.length, target.value.length);
}

function tokens(box) {
  const labels = $$("input:checked", box).map(input => input.closest("label").lastElementChild.textContent), line = $(".tokens", box);
  line.replaceChildren(...(labels.length ? labels.map(label => Object.assign(document.createElement("span"), {className: "token", textContent: label})) : [line.dataset.empty]));
  box.firstElementChild.ariaLabel = `${box.ariaLabel}: ${labels.join(", ") || line.dataset.empty}`;
}

async function visit(address, push = true) {
  const page = await read(address), here = location.pathname.replace(/\/t\/.*/, "");
  if (!page) return location.assign(address);
  if (push) history.pushState(null, "", page.from);
  Object.assign(body.dataset, page.body.dataset);
  draw(page, PARTS);
  document.documentElement.classList.remove("drawer");
  for (const box of $$("[data-stick]")) if (box.id !== "stream" || here !== location.pathname.replace(/\/t\/.*/, "")) box.scrollTop = box.scrollHeight;
  composeFromAddress();
  $(".editor textarea")?.focus();
}

function composeFromAddress() {
  const address = new URL(location.href), text = address.searchParams.get("compose"), area = $("#main .composer textarea");
  if (text === null || !area) return;
  address.searchParams.delete("compose");
  history.replaceState(null, "", address);
  put(area, text);
  area.focus();
}

// -- doing

async function post(verb, fields) {
  const response = await fetch(`${base}/${verb}`, {method: "POST", body: new URLSearchParams(fields)}).catch(() => null);
  const {said} = response?.ok ? await response.json() : {said: "That did not reach the sandbox. Is it still running?"};
  if (said) toast(said);
}

let fading;
function toast(text) {
  clearTimeout(fading);
  $("#toast").textContent = text;
  fading = setTimeout(() => $("#toast").textContent = "", 6000);
}

function typed(element) {
  const form = element.closest("form.surface"), fields = new FormData(form), {view, channel, ts} = form.dataset;
  for (const [name, value] of Object.entries(view ? {_view: view} : {_channel: channel, _ts: ts})) fields.set(name, value);
  return fields;
}

async function press(element, value) {
  if (element.ariaBusy === "true" || !await confirmed(element)) return;
  const fields = typed(element);
  fields.set("_block", element.dataset.block);
  fields.set("_action", element.dataset.action);
  if (value !== undefined) fields.set("_value", value);
  if (element.dataset.url) window.open(element.dataset.url, "_blank", "noopener");
  await busy(element, post("press", fields));
}

async function busy(element, work) {
  element.ariaBusy = "true";
  await work;
  element.removeAttribute("aria-busy");
}

function confirmed(element) {
  if (!element.dataset.confirm) return true;
  const {title, html, yes, no, style} = JSON.parse(element.dataset.confirm), box = $("#confirm"), [deny, agree] = $$("button", box);
  $("h1", box).textContent = title;
  $("#confirm-text").innerHTML = html;                    // drawn and escaped by the server
  Object.assign(agree, {textContent: yes, className: `button ${style}`});
  deny.textContent = no;
  box.returnValue = "";
  box.showModal();
  return new Promise(answer => box.onclose = () => answer(box.returnValue === "yes"));
}

const closeTop = whole => { const form = $("#views > form:last-of-type"); if (form) post("close", {_view: form.dataset.view, ...(whole && {_all: "1"})}); };
const message = element => (({channel, ts}) => ({channel, ts}))(element.closest("[data-ts]").dataset);

async function advance(fields) {
  document.documentElement.classList.add("moving");
  await post("advance", fields);
  document.documentElement.classList.remove("moving");
}

const CLICKS = {
  "[data-act=press]": button => press(button, button.value || undefined),
  "[data-close]": () => closeTop(false),
  "[data-close-all]": () => closeTop(true),
  "[data-advance]": button => advance({seconds: button.dataset.advance}),
  "[data-until]": button => advance({until: button.dataset.until}),
  "[data-join]": button => post("join", {channel: button.dataset.join}),
  "[data-delete]": button => post("delete", message(button)),
  "[data-shortcut]": button => post("shortcut", {callback_id: button.dataset.shortcut, ...(button.closest("[data-ts]") && message(button))}),
  "[data-drawer]": () => document.documentElement.classList.toggle("drawer"),
  "[data-dismiss]": () => { sessionStorage.setItem("tour", "gone"); $("#tour").hidden = true; },
  "[data-page]": button => turnPage(button.closest(".data"), +button.dataset.page),
  "[data-sort]": button => sort(button),
};

document.addEventListener("click", event => {
  const link = event.target.closest("a[href]"), plain = !event.metaKey && !event.ctrlKey && !event.shiftKey && event.button === 0;
  if (link?.dataset.tour) sessionStorage.setItem(`tour-${link.dataset.tour}`, "1");
  if (link && plain && !link.target && link.pathname.startsWith(base + "/") && !link.pathname.includes("/archives/")) {
    event.preventDefault();
    visit(link.href);
  }
  for (const [selector, act] of Object.entries(CLICKS)) {
    const element = event.target.closest(selector);
    if (element) { event.preventDefault(); act(element); break; }
  }
  for (const menu of $$("details:is(.menu, .many)[open]"))
    if (!menu.contains(event.target) || event.target.closest(".sheet :is(a, button)")) menu.open = false;
});

document.addEventListener("change", event => {
  const element = event.target, box = element.closest(".many");
  if (box) tokens(box);
  if (box?.dataset.most && $$("input:checked", box).length > +box.dataset.most) { element.checked = false; tokens(box); return; }
  if (element.dataset.act === "change") press(element);
});

let pause;
document.addEventListener("input", event => {
  clearTimeout(pause);
  if (event.target.dataset.act?.includes("typing")) pause = setTimeout(press, 400, event.target);
});

document.addEventListener("keydown", event => {
  const menu = event.key === "Escape" && event.target.closest("details:is(.menu, .many)[open]");
  if (menu) { menu.open = false; menu.firstElementChild.focus(); event.preventDefault(); }
  else if (event.key === "Enter" && event.target.dataset?.act?.includes("enter")) { event.preventDefault(); press(event.target); }
  else if (event.key === "Enter" && !event.shiftKey && event.target.matches(".editor textarea")) { event.preventDefault(); event.target.form.requestSubmit(); }
});

document.addEventListener("submit", async event => {
  const form = event.target;
  if (form.method === "dialog" || form.matches(".composer")) return;
  event.preventDefault();
  if (form.matches(".modal")) { submitted = form.dataset.view; await busy($("[type=submit]", form) ?? form, post("submit", typed(form))); }
  if (form.matches(".editor")) { await post("edit", {...message(form), text: form.elements.text.value}); visit(location.pathname); }
});

$("#modal").addEventListener("cancel", event => { event.preventDefault(); closeTop(false); });

document.addEventListener("toggle", event => {
  if (event.target.matches(".many[open]")) event.target.scrollIntoView({block: "nearest"});
}, true);

// -- tables that are longer than a page

function turnPage(table, step) {
  const rows = $$("tbody tr", table), size = +table.dataset.pageSize, from = rows.findIndex(row => !row.hidden) + step * size;
  if (from < 0 || from >= rows.length) return;
  rows.forEach((row, i) => row.hidden = i < from || i >= from + size);
  $(".pager span", table).textContent = `${from + 1}–${Math.min(from + size, rows.length)} of ${rows.length}`;
}

function sort(button) {
  const head = button.closest("th"), table = button.closest(".data"), up = head.ariaSort !== "ascending", column = +button.dataset.sort;
  const key = row => row.children[column].dataset.value, rows = $$("tbody tr", table);
  rows.sort((a, b) => (up ? 1 : -1) * key(a).localeCompare(key(b), undefined, {numeric: true}));
  $$("th", table).forEach(other => other.removeAttribute("aria-sort"));
  head.ariaSort = up ? "ascending" : "descending";
  $("tbody", table).replaceChildren(...rows);
  rows.forEach((row, i) => row.hidden = i >= +table.dataset.pageSize);
}

// -- beginning

wireComposers(fields => post("send", fields));
addEventListener("popstate", () => visit(location.href, false));
document.addEventListener("visibilitychange", () => { if (!document.hidden) need(PARTS); });
setInterval(() => need(["topbar"]), 30_000);
settle();
$$("[data-stick]").forEach(box => box.scrollTop = box.scrollHeight);
document.getElementById(location.hash.slice(1))?.scrollIntoView({block: "center"});
composeFromAddress();

const feed = new EventSource(`${base}/changes`);
feed.onmessage = event => { const change = JSON.parse(event.data); need(HEARD[change.kind](change)); };
feed.onerror = () => toast("The sandbox does not answer. Trying again…");
feed.addEventListener("ready", () => { $("#toast").textContent = ""; need(PARTS); document.documentElement.dataset.live = "1"; });
