// What a person does: clicks, choices and forms, each sent to the server as one act.
import {$, $$, base, expectErrors, openStops, showChosen, topView, visit} from "./screen.js";
import {showKeys} from "./keys.js";
import {openSwitcher} from "./switcher.js";
import {sortBy, turnPage} from "./tables.js";

// Whether it arrived.
export async function post(verb, fields) {
  const request = {method: "POST", body: new URLSearchParams(fields)};
  const response = await fetch(`${base}/${verb}`, request).catch(() => null);
  tell(response?.ok ? (await response.json()).said : "That did not reach the sandbox. Is it still running?");
  return Boolean(response?.ok);
}

let fading;
export function tell(text) {
  clearTimeout(fading);
  $("#toast").textContent = text;
  if (text) fading = setTimeout(tell, 6000, "");
}

// -- controls of the app

function typed(element) {
  const form = element.closest("form.surface"), fields = new FormData(form), {view, channel, ts} = form.dataset;
  const where = view ? {_view: view} : {_channel: channel, _ts: ts};
  Object.entries(where).forEach(([name, value]) => fields.set(name, value));
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
  const {title, html, yes, no, style} = JSON.parse(element.dataset.confirm);
  const box = $("#confirm"), [deny, agree] = $$("button", box);
  $("h1", box).textContent = title;
  $("#confirm-text").innerHTML = html;                   // drawn and escaped by the server
  Object.assign(agree, {textContent: yes, className: `button ${style}`});
  deny.textContent = no;
  box.returnValue = "";
  box.showModal();
  return new Promise(answer => box.onclose = () => answer(box.returnValue === "yes"));
}

function closeTop(whole) {
  const view = topView()?.dataset.view;
  if (view) post("close", {_view: view, ...(whole && {_all: "1"})});
}

// -- everything else that can be clicked

const message = element => (({channel, ts}) => ({channel, ts}))(element.closest("[data-ts]").dataset);

async function remove(button) {
  const fields = message(button);
  if (await confirmed(button)) post("delete", fields);
}

function shortcut(button) {
  const on = button.closest("[data-ts]") && message(button);
  return post("shortcut", {callback_id: button.dataset.shortcut, ...on});
}

async function advance(fields) {
  document.documentElement.classList.add("moving");
  await post("advance", fields);
  document.documentElement.classList.remove("moving");
}

function beginStop(button) {
  sessionStorage.setItem(`tour-${button.dataset.tour}`, "1");
  button.closest("li").classList.add("done");
  openStops();
}

function dismissTour() {
  sessionStorage.setItem("tour", "gone");
  $("#tour").hidden = true;
}

const CLICKS = {
  "[data-act=press]": button => press(button, button.value || undefined),
  "[data-close]": () => closeTop(false),
  "[data-close-all]": () => closeTop(true),
  "[data-advance]": button => advance({seconds: button.dataset.advance}),
  "[data-until]": button => advance({until: button.dataset.until}),
  "[data-join]": button => post("join", {channel: button.dataset.join}),
  "[data-delete]": remove,
  "[data-shortcut]": shortcut,
  "[data-copy]": button => navigator.clipboard.writeText(button.dataset.copy).then(() => tell("Link copied.")),
  "[data-switcher]": openSwitcher,
  "[data-keys]": showKeys,
  "[data-drawer]": () => document.documentElement.classList.toggle("drawer"),
  "[data-dismiss]": dismissTour,
  "[data-page]": turnPage,
  "[data-sort]": sortBy,
};

function follow(event, link) {
  const plain = !link.matches(".skip") && !event.metaKey && !event.ctrlKey && !event.shiftKey && !link.target;
  if (!plain || !link.pathname.startsWith(`${base}/`) || link.pathname.includes("/archives/")) return;
  event.preventDefault();
  visit(link.href);
}

function clicked(event) {
  const stop = event.target.closest("[data-tour]");
  if (stop) beginStop(stop);
  const link = event.target.closest("a[href]"), found = Object.keys(CLICKS).find(one => event.target.closest(one));
  if (link) follow(event, link);
  if (found) { event.preventDefault(); CLICKS[found](event.target.closest(found)); }
  if (!event.target.closest("#side, [data-drawer]")) document.documentElement.classList.remove("drawer");
  for (const menu of $$("details:is(.menu, .many)[open]"))
    if (!menu.contains(event.target) || event.target.closest(".sheet :is(a, button)")) menu.open = false;
}

// -- choosing, typing, sending

async function upload(input) {
  const [file] = input.files;
  if (file) await post("upload", {channel: input.dataset.upload, name: file.name, content: await file.text()});
  input.value = "";
}

function changed({target}) {
  if (target.dataset.upload) upload(target);
  const box = target.closest(".many");
  if (box?.dataset.most && $$("input:checked", box).length > +box.dataset.most) target.checked = false;
  if (box) showChosen(box);
  if (target.dataset.act === "change") press(target);
}

let pause;
function typing({target}) {
  clearTimeout(pause);
  if (target.dataset.act?.includes("typing")) pause = setTimeout(press, 400, target);
}

function keyed(event) {
  const {key, target} = event, menu = key === "Escape" && target.closest("details:is(.menu, .many)[open]");
  if (menu) { menu.open = false; menu.firstElementChild.focus(); }
  else if (key === "Escape" && target.matches(".editor textarea")) $("[data-cancel]", target.form).click();
  else if (key === "Enter" && target.dataset.act?.includes("enter")) press(target);
  else if (key === "Enter" && !event.shiftKey && target.matches(".editor textarea")) target.form.requestSubmit();
  else return;
  event.preventDefault();
}

async function sent(event) {
  const form = event.target;
  if (form.method === "dialog" || form.matches(".composer")) return;
  event.preventDefault();
  if (form.matches(".modal")) {
    expectErrors(form.dataset.view);
    await busy($("[type=submit]", form) ?? form, post("submit", typed(form)));
  }
  if (form.matches(".editor")) {
    await post("edit", {...message(form), text: form.elements.text.value});
    visit(location.pathname);
  }
}

export function wireActs() {
  const heard = {click: clicked, change: changed, input: typing, keydown: keyed, submit: sent};
  Object.entries(heard).forEach(([kind, act]) => document.addEventListener(kind, act));
  $("#modal").addEventListener("cancel", event => { event.preventDefault(); closeTop(false); });
  document.addEventListener("toggle", ({target}) => {
    if (target.matches(".many[open]")) target.scrollIntoView({block: "nearest"});
  }, true);
}
