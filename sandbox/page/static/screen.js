// What is on the screen: hears what has changed, fetches those parts from the server and draws them in place.
import {morph} from "./morph.js";
import {put} from "./composer.js";

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
export const base = `/as/${document.body.dataset.me}`;
const PARTS = ["topbar", "side", "main", "thread", "views"];
const here = document.body.dataset;

// -- hearing

const HEARD = {
  channel: change => change.about === here.channel ? ["main"] : [],
  thread: change => change.about === here.channel && change.thread === here.thread ? ["thread"] : [],
  modal: () => ["views"],
  home: () => here.tab === "home" ? ["main"] : [],
  side: () => ["side", "topbar"],
  others: () => ["topbar"],
  clock: () => PARTS,
  log: () => [],
};

// A window nobody looks at hangs up: a browser keeps only six lines to one address open.
export function listen(whenSilent) {
  let feed = hear(whenSilent);
  document.addEventListener("visibilitychange", () => {
    feed.close();
    if (!document.hidden) feed = hear(whenSilent);
  });
  setInterval(need, 30_000, ["topbar"]);                 // the clock on the wall
}

function hear(whenSilent) {
  const feed = new EventSource(`${base}/changes`);
  feed.onmessage = event => {
    const change = JSON.parse(event.data);
    stirred = true;
    need(HEARD[change.kind](change));
  };
  feed.onerror = () => whenSilent("The sandbox does not answer. Trying again…");
  feed.addEventListener("ready", async () => {           // nothing that came between drawing and now is missed
    whenSilent("");
    await need(PARTS);
    document.documentElement.dataset.live = "1";
  });
  return feed;
}

// -- drawing

const wanted = new Set();
let drawing = false, leaving = false;

// Who is on the way to another place reads nothing more at this one: it would count as read, and never be seen.
function need(parts) {
  parts.forEach(part => wanted.add(part));
  if (!drawing && !leaving && !document.hidden) return refresh();
}

async function refresh() {
  drawing = true;
  while (wanted.size && !leaving) {
    const place = location.href, address = new URL(place), parts = [...wanted];
    wanted.clear();
    address.searchParams.set("new", here.new);           // the line above what was new stays where it was
    parts.forEach(part => address.searchParams.append("part", part));
    const page = await read(address);
    if (place !== location.href) parts.forEach(part => wanted.add(part));   // an editor closed meanwhile stays closed
    else if (page && new URL(page.from).pathname !== address.pathname) return location.assign(page.from);
    else if (page) draw(page, parts);
  }
  drawing = false;
}

async function read(address) {
  const response = await fetch(address).catch(() => null);
  if (!response?.ok) return null;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  return Object.assign(page, {from: response.url});
}

const isLow = box => box.scrollHeight - box.scrollTop - box.clientHeight < 60;
const toBottom = box => box.scrollTop = box.scrollHeight;


// What is new is read from its start.
function toNew() {
  const line = $("#new"), top = one => one.getBoundingClientRect().top;
  if (line && top(line) < top($("#stream"))) line.scrollIntoView({block: "center"});
}

function draw(page, parts) {
  const low = $$("[data-stick]").filter(isLow);
  for (const id of parts) {
    const old = document.getElementById(id), fresh = page.getElementById(id);
    if (old && fresh) morph(old, fresh);
  }
  low.forEach(toBottom);
  settle();
}

// What the window itself adds after each drawing: the title, drafts, the tour's ticks, the modal's frame.
function settle() {
  document.title = $("#side").dataset.title;
  $$(".many").forEach(showChosen);
  $$(".composer textarea").forEach(area => area.value || put(area, sessionStorage.getItem(area.form.id) ?? ""));
  for (const step of $$("[data-step]"))
    step.classList.toggle("done", sessionStorage.getItem(`tour-${step.dataset.step}`) !== null);
  $("#tour")?.toggleAttribute("hidden", sessionStorage.getItem("tour") === "gone");
  frameModal();
}

export function showChosen(box) {
  const labels = $$("input:checked", box).map(input => input.closest("label").lastElementChild.textContent);
  const line = $(".tokens", box), empty = line.dataset.empty;
  line.replaceChildren(...(labels.length ? labels.map(token) : [empty]));
  box.firstElementChild.ariaLabel = `${box.ariaLabel}: ${labels.join(", ") || empty}`;
}

const token = text => Object.assign(document.createElement("span"), {className: "token", textContent: text});

// -- the modal's frame and where the cursor is in it

const FIELDS = ".body :is(input:not([type=hidden]), textarea, select, summary.line)";
let onTop = "", title = "", submitted = "";

export const topView = () => $("#views > form:last-of-type");
export const expectErrors = view => { submitted = view; };

function frameModal() {
  const frame = $("#modal"), top = topView();
  if (!top && frame.open) frame.close();
  if (top && !frame.open) frame.showModal();
  if (top) placeCursor(top);
  const named = top && $("h1", top).textContent;
  if (top?.dataset.view === onTop && named !== title) $(".body", top).scrollTop = 0;   // another page in the same window
  onTop = top?.dataset.view ?? "";
  title = named ?? "";
}

function placeCursor(form) {
  const wrong = submitted === form.dataset.view && $("[aria-invalid=true]", form), active = document.activeElement;
  const idle = form.dataset.view !== onTop || !form.contains(active) || active.matches(".body");
  if (wrong) submitted = "";
  if (wrong || idle) enter(wrong || ($("[data-autofocus]", form) ?? $(FIELDS, form) ?? $(".body", form)));
}

function enter(field) {
  field.focus();
  if (field.matches("textarea, input[type=text]")) field.setSelectionRange(field.value.length, field.value.length);
}

// -- going from place to place

let visits = 0, stirred = false;                         // whether something changed since the last visit began

const placeOnly = path => path.replace(/\/t\/.*/, "");

export async function visit(address, push = true) {
  const visiting = ++visits;
  stirred = false;
  leaving = true;
  const page = await read(address), before = placeOnly(location.pathname), thread = here.thread;
  if (visiting !== visits) return;                       // a later click has overtaken this one
  leaving = false;
  if (!page) return location.assign(address);
  if (push) history.pushState(null, "", page.from);
  Object.assign(here, page.body.dataset);
  draw(page, PARTS);
  document.documentElement.classList.remove("drawer");
  const moved = before !== placeOnly(location.pathname);
  $$("[data-stick]").filter(box => moved || box.id !== "stream").forEach(toBottom);
  if (moved) toNew();
  if (here.thread && here.thread !== thread) $("#thread textarea")?.focus();
  composeFromAddress();
  toNamed(new URL(address, location.href).hash);
  $$(".editor textarea").forEach(enter);
  need(stirred ? PARTS : []);                            // it may have happened between drawing and arriving
}

// A link may name one message: it is read, whatever else came below it.
function toNamed(hash) {
  document.getElementById(hash.slice(1))?.scrollIntoView({block: "center"});
}

// The stop that was begun stays to be read while it is done, and the one after it stands open below.
export function openStops() {
  const stops = $$(".tour li"), begun = stops.findLastIndex(stop => stop.matches(".done"));
  stops.forEach((stop, number) => { stop.firstElementChild.open = number === begun || number === begun + 1; });
}

function composeFromAddress() {
  const address = new URL(location.href), text = address.searchParams.get("compose");
  const area = $("#main .composer textarea");
  if (text === null || !area) return;
  address.searchParams.delete("compose");
  history.replaceState(null, "", address);
  put(area, text);
  area.focus();
}

export function arrive() {
  settle();
  openStops();
  $$("[data-stick]").forEach(toBottom);
  toNew();
  composeFromAddress();
  toNamed(location.hash);
  addEventListener("popstate", () => visit(location.href, false));
}
