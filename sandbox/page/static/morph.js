// Turns what stands on the page into what the server has just drawn, touching only what differs:
// focus, typing, open menus and scroll positions survive every update.

const WINDOW_STATE = new Set(["open", "aria-busy"]);   // belongs to the window, not to the server

export function morph(old, fresh) {
  if (old.isEqualNode(fresh)) return;
  if (old.nodeType !== Node.ELEMENT_NODE) { old.nodeValue = fresh.nodeValue; return; }
  if (old.dataset.own && old.dataset.own === fresh.dataset.own) return;   // looks after itself
  attributes(old, fresh);
  if (old instanceof HTMLTextAreaElement) old.defaultValue = fresh.defaultValue;
  else children(old, fresh);
}

function attributes(old, fresh) {
  for (const {name, value} of fresh.attributes)
    if (!WINDOW_STATE.has(name) && old.getAttribute(name) !== value) old.setAttribute(name, value);
  for (const {name} of [...old.attributes])
    if (!fresh.hasAttribute(name) && name !== "open") old.removeAttribute(name);
}

function children(old, fresh) {
  const kept = new Set([...fresh.children].map(child => child.id).filter(Boolean));
  for (const child of [...old.children]) if (child.id && !kept.has(child.id)) child.remove();
  let at = old.firstChild;
  for (const wanted of [...fresh.childNodes]) {
    const known = wanted.id ? [...old.children].find(child => child.id === wanted.id) : unnamed(at, wanted);
    if (!known) { old.insertBefore(wanted, at); continue; }
    if (known === at) at = at.nextSibling; else old.insertBefore(known, at);
    morph(known, wanted);
  }
  while (at) { const next = at.nextSibling; at.remove(); at = next; }
}

const unnamed = (at, wanted) => at && !at.id && at.nodeName === wanted.nodeName ? at : null;
