// The desk's keys, and citing a fact by a click on it. What to do is written by the server into data attributes;
// here is only how. Streamlit's own shortcuts cannot use R, and are silent while a closed select has the focus.

const EDITABLE = "input:not([type=checkbox],[type=radio],[type=range],[type=button]), textarea, select, [contenteditable=true]";

/** Whether what is typed goes into a field: an open select, or any text field; not a select that is closed. */
function typing(field) {
  if (!(field instanceof Element) || !field.matches(EDITABLE)) return false;
  return field.getAttribute("role") !== "combobox" || field.getAttribute("aria-expanded") === "true";
}

function shown(selector) {
  return [...document.querySelectorAll(selector)].find((one) => one.getClientRects().length > 0);
}

function press(event) {
  const table = document.querySelector("[data-desk-keys]");
  if (!table || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (document.querySelector("[role=dialog]")) return;
  const field = event.composedPath()[0];
  if (typing(field)) {
    // Enter ends a line of text: the keys of the desk work again.
    if (event.key === "Enter" && !keeping && field.matches("input:not([role=combobox])")) setTimeout(() => field.blur());
    return;
  }
  const digit = /^(?:Digit|Numpad)(\d)$/.exec(event.code); // the row of digits has other signs on some keyboards
  const act = JSON.parse(table.dataset.deskKeys)[digit ? digit[1] : event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  if (event.repeat) return;
  waiting.push({ act, until: performance.now() + PATIENCE });
  work();
}

const PATIENCE = 5000; // milliseconds until a key, or a message to the server, counts as lost
const REDRAW = 20; // milliseconds between two looks at a panel that is being redrawn
const waiting = [];
let looking = 0;

/** Press in order what the keys stand for. A key of the panel waits until the panel is drawn for its consignment. */
function work() {
  clearTimeout(looking);
  while (waiting.length) {
    const { act, until } = waiting[0];
    const found = shown(act);
    const early = drawing(act, found);
    if (early && performance.now() < until) {
      looking = setTimeout(work, REDRAW);
      return;
    }
    waiting.shift();
    if (early || !found || found.disabled) continue;
    if (found.matches("input, [role=tab]")) found.focus();
    found.click();
  }
}

/** Whether the panel's heading stands already, and this widget is still missing or that of the last consignment. */
function drawing(act, found) {
  const on = document.querySelector("[data-cited]")?.dataset.on;
  if (!on || !act.startsWith("[class*=")) return false; // the panel's widgets are found by the first part of their class
  const end = `-${on.replace(/[^\w-]/g, "-")}`; // and its last part is the consignment
  for (let one = found; one; one = one.parentElement)
    if ([...one.classList].some((name) => name.startsWith("st-key-") && name.endsWith(end))) return false;
  return true;
}

// A note is saved while it is typed: who closes the tab loses at most the words of the last moment.

const NOTE = "[class*=st-key-note-] input";
const PAUSE = 600; // milliseconds without a key until the note is saved

let keeping = false;
let pausing = 0;

function keep(field) {
  clearTimeout(pausing);
  if (field.disabled) { // the server is away; a field that it draws anew asks for itself
    if (field.isConnected) pausing = setTimeout(keep, PAUSE, field);
    return;
  }
  keeping = true; // Enter saves, and here does not end the line
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", bubbles: true }));
  keeping = false;
}

document.addEventListener("input", (event) => {
  if (!(event.target instanceof Element) || !event.target.matches(NOTE) || event.isComposing) return;
  clearTimeout(pausing);
  pausing = setTimeout(keep, PAUSE, event.target);
});
for (const leaving of ["pagehide", "visibilitychange"])
  window.addEventListener(leaving, () => { if (document.activeElement?.matches(NOTE)) keep(document.activeElement); }, true);

// A module runs once in a document, however often its element is drawn.
window.addEventListener("keydown", press, true);

// Citing: a fact names its fields; the flags of a fact are those that all its fields can show.

const FACT = ".st-key-dossier-body [data-field]";
const SOON = 150; // milliseconds until a fact under the pointer offers its flags
const LATER = 300; // and until the offer goes when the pointer has left

let menu = null;
let fact = null;
let timer = 0;
let sent = 0;
const wanted = new Map(); // consignment → the flags that were sent and have not come back
let read = { text: "", offer: {}, words: {}, title: "" };

function offer() {
  const data = document.querySelector("[data-offer]")?.dataset;
  if (!data) return { offer: {}, words: {}, title: "" };
  const text = data.offer + data.words;
  if (read.text !== text) read = { text, offer: JSON.parse(data.offer), words: JSON.parse(data.words), title: data.cite };
  return read;
}

function flagsOf(one) {
  const lists = one.dataset.field.split(" ").map((field) => offer().offer[field] ?? []);
  return lists.reduce((kept, list) => kept.filter((flag) => list.includes(flag)));
}

/** The consignment that can be cited on, and its flags; none while dossier and decision show different ones. */
function standing() {
  const data = document.querySelector("[data-cited]")?.dataset;
  const on = data?.on;
  if (!on || document.querySelector("[data-dossier]")?.dataset.dossier !== on) return null;
  const saved = data.cited.split(" ").filter(Boolean);
  const same = wanted.get(on)?.join(" ") === saved.join(" ");
  if (same) wanted.delete(on);
  return { on, flags: wanted.get(on) ?? saved };
}

function toggle(flag) {
  const now = standing();
  const field = document.querySelector(".st-key-cite-bridge input");
  if (!now || !field) return;
  const flags = now.flags.includes(flag) ? now.flags.filter((one) => one !== flag) : [...now.flags, flag];
  wanted.set(now.on, flags);
  setTimeout(() => { if (wanted.get(now.on) === flags) { wanted.delete(now.on); dress(); } }, PATIENCE);
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, [now.on, ++sent, ...flags].join(" "));
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new KeyboardEvent("keydown", { key: "Enter", code: "Enter", bubbles: true }));
  close();
  dress();
}

function open(one) {
  const now = standing();
  const flags = flagsOf(one);
  if (!now || !flags.length || (menu && fact === one)) return;
  close();
  fact = one;
  menu = document.createElement("div");
  menu.className = "rl-cite-menu";
  menu.setAttribute("role", "menu");
  menu.setAttribute("aria-label", offer().title);
  for (const flag of flags) {
    const { label, limit } = offer().words[flag];
    const item = document.createElement("button");
    item.type = "button";
    item.setAttribute("role", "menuitemcheckbox");
    item.setAttribute("aria-checked", String(now.flags.includes(flag)));
    item.textContent = label;
    if (limit) item.append(Object.assign(document.createElement("small"), { textContent: limit }));
    item.addEventListener("click", (event) => {
      const back = fact;
      toggle(flag);
      if (event.detail === 0) back?.focus({ preventScroll: true }); // by a key
    });
    menu.append(item);
  }
  document.body.append(menu);
  one.setAttribute("aria-expanded", "true");
  const at = one.getClientRects()[0];
  const room = menu.getBoundingClientRect();
  const below = at.bottom + room.height + 8 < innerHeight;
  menu.style.left = `${Math.max(8, Math.min(at.left, innerWidth - room.width - 8))}px`;
  menu.style.top = `${below ? at.bottom : at.top - room.height}px`;
}

function close() {
  clearTimeout(timer);
  menu?.remove();
  fact?.setAttribute("aria-expanded", "false");
  menu = fact = null;
}

function soon(act, after) {
  clearTimeout(timer);
  timer = setTimeout(act, after);
}

const factAt = (node) => (node instanceof Element ? node.closest(".rl-fact") : null);
const inMenu = (node) => node instanceof Node && !!menu?.contains(node);

/** A fact with one flag that is not cited yet takes it at once, if it had shown which; every other one is a menu. */
function take(one) {
  const flags = flagsOf(one);
  const cited = standing()?.flags ?? [];
  if (menu && fact === one && flags.length === 1 && !cited.includes(flags[0])) toggle(flags[0]);
  else open(one);
}

function steer(event) {
  const items = menu ? [...menu.children] : [];
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const one = factAt(event.target);
  if (event.key === "Escape" && menu) {
    const back = fact;
    close();
    back?.focus({ preventScroll: true });
  } else if (inMenu(event.target) && step) {
    items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
  } else if (inMenu(event.target) && event.key === "Tab") {
    close();
    return;
  } else if (one && (event.key === "Enter" || event.key === " " || event.key === "ArrowDown")) {
    open(one);
    if (menu) menu.firstElementChild.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

/** Make facts that can show a flag reachable, mark those that are cited, and name what is new on its tab. */
function dress() {
  const cited = standing()?.flags ?? [];
  for (const one of document.querySelectorAll(FACT)) {
    const flags = flagsOf(one);
    one.classList.toggle("rl-fact", flags.length > 0);
    if (!flags.length) continue;
    one.tabIndex = 0;
    one.setAttribute("role", "button");
    one.setAttribute("aria-haspopup", "menu");
    const names = one.dataset.field.split(" ");
    const marked = (flag) => cited.includes(flag) && offer().words[flag].marks.some((field) => names.includes(field));
    one.classList.toggle("rl-cited", flags.some(marked));
  }
  if (fact && !fact.isConnected) close();
  news();
}

const KEPT = "redlane-looked-at";

/** An answer is new until its tab was open; the browser remembers which were. */
function news() {
  const looked = new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));
  for (const tab of document.querySelectorAll(".st-key-dossier-body [role=tab]")) {
    const panel = document.getElementById(tab.getAttribute("aria-controls"));
    const fresh = [...(panel?.querySelectorAll("[data-new]") ?? [])].filter((one) => !looked.has(location.search + one.dataset.new));
    if (tab.getAttribute("aria-selected") === "true") {
      fresh.forEach((one) => looked.add(location.search + one.dataset.new));
      tab.removeAttribute("data-badge");
    } else if (fresh.length) tab.dataset.badge = fresh[0].textContent;
    else {
      tab.removeAttribute("data-badge");
      panel?.querySelectorAll("[data-new]").forEach((one) => { one.hidden = true; });
    }
  }
  sessionStorage.setItem(KEPT, JSON.stringify([...looked]));
}

let waits = false;
new MutationObserver((changes) => {
  if (waits || changes.every((one) => one.target === document.body)) return;
  waits = true;
  requestAnimationFrame(() => { waits = false; dress(); });
}).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["aria-selected", "data-cited"] });

document.addEventListener("pointerover", (event) => {
  if (event.pointerType !== "mouse") return;
  const one = factAt(event.target);
  if (one) soon(() => open(one), SOON);
  else if (inMenu(event.target)) clearTimeout(timer);
  else if (menu) soon(close, LATER);
});
document.addEventListener("click", (event) => {
  const one = factAt(event.target);
  if (one && !String(getSelection())) take(one);
  else if (!inMenu(event.target)) close();
});
document.addEventListener("focusin", (event) => {
  if (menu && !inMenu(event.target) && factAt(event.target) !== fact) close();
});
document.addEventListener("scroll", close, true);
window.addEventListener("keydown", steer, true);
dress();
document.documentElement.dataset.deskScript = "";
