// The composer: Enter sends, Shift+Enter is a new line, / @ # are completed, marks go around the selection.

const open = new Map();                                   // textarea -> {choices, at, start}

export function wireComposers(send) {
  document.addEventListener("input", event => { if (isComposer(event.target)) changed(event.target); });
  document.addEventListener("keydown", event => { if (isComposer(event.target)) key(event, event.target); });
  document.addEventListener("focusout", event => { if (isComposer(event.target)) setTimeout(hide, 150, event.target); });
  document.addEventListener("click", event => {
    const button = event.target.closest(".composer [data-wrap], .composer [data-insert], .completions [role=option]");
    if (button) pressed(button);
  });
  document.addEventListener("submit", event => {
    const form = event.target.closest(".composer");
    if (!form) return;
    event.preventDefault();
    const area = form.elements.text, text = area.value;
    if (!text.trim()) return;
    put(area, "");
    follow(send({text, channel: form.dataset.channel, thread: form.dataset.thread}), form, text);
  });
}

// On a slow line what was said stands greyed until its place is drawn anew; what did not arrive can be sent again.
async function follow(sending, form, text) {
  const stream = form.parentNode.querySelector(".stream"), area = form.elements.text;
  const grey = Object.assign(document.createElement("p"), {className: "on-its-way", textContent: text});
  const slow = setTimeout(() => { stream.append(grey); stream.scrollTop = stream.scrollHeight; }, text[0] === "/" ? 1e9 : 300);
  const arrived = await sending;
  clearTimeout(slow);
  if (arrived) return;
  grey.remove();
  if (!area.value) put(area, text);
}

export function put(area, text) {
  area.value = text;
  area.dispatchEvent(new Event("input", {bubbles: true}));
}

const isComposer = element => element.matches?.(".composer textarea");
const list = area => document.getElementById(area.getAttribute("aria-controls"));

function changed(area) {
  sessionStorage.setItem(area.form.id, area.value);
  area.form.classList.toggle("filled", area.value.trim() !== "");
  const before = area.value.slice(0, area.selectionStart);
  const [, word] = before.match(/(?:^|\s)([@#][\w.-]*)$/) ?? before.match(/^(\/\S*)$/) ?? [];
  const all = JSON.parse(area.form.dataset.completions);
  const hint = all.find(c => c.insert[0] === "/" && c.hint && area.value.startsWith(c.insert + " "));
  if (word) show(area, all.filter(c => fits(c, word)).slice(0, 8), before.length - word.length);
  else if (hint) show(area, [hint], -1);
  else hide(area);
}

function fits(choice, word) {
  const part = word.slice(1).toLowerCase();
  return choice.insert[0] === word[0] && [choice.name.slice(1), ...choice.hint.split(" ")].some(
    (name, i) => name.toLowerCase().startsWith(part) && (i === 0 || word[0] === "@"));
}

function show(area, choices, start) {
  if (!choices.length) return hide(area);
  open.set(area, {choices, at: 0, start});
  const box = list(area);
  box.replaceChildren(...choices.map((choice, i) => option(choice, `${box.id}-${i}`, start < 0)));
  box.hidden = false;
  mark(area, 0);
}

function option(choice, id, fixed) {
  const row = document.createElement("li");
  Object.assign(row, {id, role: "option", className: fixed ? "fixed" : ""});
  const face = choice.insert[0] === "@" && document.querySelector(`#people [href^="/as/${choice.insert.slice(1)}/"] .face`);
  if (face) row.append(face.cloneNode(true));
  for (const [tag, text] of [["b", choice.name], ["span", choice.hint], ["small", choice.about]])
    if (text) row.appendChild(document.createElement(tag)).textContent = text;
  return row;
}

function mark(area, at) {
  const state = open.get(area), rows = [...list(area).children];
  state.at = (at + rows.length) % rows.length;
  rows.forEach((row, i) => row.ariaSelected = String(i === state.at && state.start >= 0));
  if (state.start < 0) return area.removeAttribute("aria-activedescendant");
  rows[state.at].scrollIntoView({block: "nearest"});
  area.setAttribute("aria-activedescendant", rows[state.at].id);
}

function hide(area) {
  open.delete(area);
  if (!list(area)) return;                                // its thread was closed meanwhile
  list(area).hidden = true;
  area.removeAttribute("aria-activedescendant");
}

function pick(area) {
  const {choices, at, start} = open.get(area);
  area.setRangeText(choices[at].insert + " ", start, area.selectionStart, "end");
  put(area, area.value);
  area.focus();
}

function key(event, area) {
  const state = open.get(area), choosing = state?.start >= 0;
  const exact = choosing && state.choices[state.at].insert === area.value.trim();
  const step = {ArrowDown: 1, ArrowUp: -1}[event.key];
  if (event.isComposing) return;
  if (choosing && step) mark(area, state.at + step);
  else if (choosing && (event.key === "Tab" || (event.key === "Enter" && !exact))) pick(area);
  else if (state && event.key === "Escape") hide(area);
  else if (event.key === "Enter" && !event.shiftKey) area.form.requestSubmit();
  else return;
  event.preventDefault();
}

function pressed(button) {
  const area = button.closest("form").elements.text, {selectionStart: from, selectionEnd: to} = area;
  if (button.role === "option") {
    const state = open.get(area);
    if (state?.start >= 0) { state.at = [...button.parentNode.children].indexOf(button); pick(area); }
    return;
  }
  const mark = button.dataset.wrap ?? button.dataset.insert, after = mark.endsWith(" ") || button.dataset.insert ? "" : mark;
  area.focus();
  area.setRangeText(mark + area.value.slice(from, to) + after, from, to, "end");
  if (from === to) area.selectionEnd = from + mark.length;
  put(area, area.value);
}
