// emend review: keys and quick decisions. Without this script each page works by links and forms; with it nothing is stored
// here either: every decision goes to the server at once, and a mark shows its state only when the server has said so.
// The server sends pages.js, outbox.js, record.js, image.js and lists.js as one script, in one function of its own.

const root = document.documentElement;
root.classList.add("js");

// Helpers

const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const clamp = (value, low, high) => Math.max(low, Math.min(value, high));
const SIGNS = { open: "open", accepted: "✓", rejected: "✗", changed: "✎" };

const element = (name, textContent, className = "") => Object.assign(document.createElement(name), { textContent, className });

function setState(node, state) {
  node.classList.remove("st-open", "st-accepted", "st-rejected", "st-changed");
  node.classList.add("st-" + state);
  if ("state" in node.dataset) node.dataset.state = state;
}

/// State, and who decided it when, in a suggestion or a row of the concordance.
function setDecided(node, { state, decided }) {
  setState(node, state);
  one(".st", node).textContent = SIGNS[state] ?? state;
  one(".decided", node).textContent = decided || (state === "open" ? "" : state);
}

function setCounts(counts, open) {
  const values = { ...counts, decided: counts.suggestions - counts.open, total: open };
  for (const node of all("[data-count]")) node.textContent = values[node.dataset.count] ?? node.textContent;
  one(".tally progress").value = counts.percent;
}

// Messages

const say = text => { one("#say").textContent = text; };

/// A message that stays until it is dealt with; `actions` are pairs of a label and what it does.
function trouble(heading, lines, actions = [["Close", () => {}]], keepsEarlier = false) {
  const box = one("#trouble");
  const earlier = keepsEarlier && !box.hidden ? all("p:not(.answers)", box) : [];
  const first = element("p", "");
  first.append(element("b", heading));
  const buttons = element("p", "", "answers");
  for (const [label, act] of actions) {
    const button = element("button", label);
    button.addEventListener("click", () => { box.hidden = true; act(); });
    buttons.append(button);
  }
  box.replaceChildren(...earlier, first, ...lines.map(line => element("p", line)), buttons);
  box.hidden = false;
}

// Keys

const keysAreOn = () => localStorage.getItem("emend-keys") !== "off";

/// The name of a key: capitals by Shift alone, so that Caps Lock does not make `a` accept all; on a keyboard of another script
/// the key at the place of the letter.
function keyName(event) {
  const letter = event.key.length === 1 && event.key > "~" ? /^Key([A-Z])$/.exec(event.code)?.[1] ?? event.key : event.key;
  return letter.length > 1 ? letter : event.shiftKey ? letter.toUpperCase() : letter.toLowerCase();
}

/// Commands by the names of keys. Never in text fields or with a modifier; a key held down walks, but decides once.
function onKeys(commands) {
  document.addEventListener("keydown", event => {
    // On many keyboards brackets are typed with AltGr, which some systems tell of as Ctrl and Alt.
    const isHeld = (event.ctrlKey || event.altKey) && !event.getModifierState("AltGraph");
    if (isHeld || event.metaKey || event.isComposing || event.defaultPrevented) return;
    if (event.target.closest("textarea, select, dialog, input:not([type=checkbox], [type=radio])")) return;
    const name = keyName(event), command = commands[name];
    if (!command || !keysAreOn() || one("dialog[open]")) return;
    event.preventDefault();
    if (event.repeat && name !== "j" && name !== "k") return;
    command();
  });
}

function follow(link, outbox) { if (link) (outbox?.idle ?? Promise.resolve()).then(() => { location.href = link.href; }); }

// All pages

const openHelp = () => one("dialog#help")?.showModal();

function everyPage() {
  one("[data-help]")?.addEventListener("click", event => {
    if (!one("dialog#help")) return;
    event.preventDefault();
    openHelp();
  });
  const toggle = one("#keys-on");
  if (toggle) {
    toggle.checked = keysAreOn();
    toggle.addEventListener("change", () => localStorage.setItem("emend-keys", toggle.checked ? "on" : "off"));
  }
  // A page from the browser's memory shows what was, not what is.
  addEventListener("pageshow", event => { if (event.persisted) location.reload(); });
  onKeys({ "?": openHelp, "/": () => one(".filter select")?.focus() });
}

/// The form goes off by itself: at once after a click, after a rest when arrow keys step through the choices.
function filterForm() {
  const form = one(".filter");
  if (!form) return;
  let byKey = false, timer = 0;
  form.addEventListener("keydown", () => { byKey = true; });
  form.addEventListener("pointerdown", () => { byKey = false; });
  form.addEventListener("change", event => {
    sessionStorage.setItem("emend-filter", event.target.name);
    clearTimeout(timer);
    timer = setTimeout(() => form.requestSubmit(), byKey ? 700 : 0);
  });
  form.addEventListener("formdata", event => { for (const [name, value] of [...event.formData]) if (!value) event.formData.delete(name); });
  one("button", form).hidden = true;
  const last = sessionStorage.getItem("emend-filter");
  sessionStorage.removeItem("emend-filter");
  if (last) form.elements[last]?.focus();
}

// Start

document.addEventListener("DOMContentLoaded", () => {
  everyPage();
  filterForm();
  const page = document.body.dataset.page;
  if (page === "Record") recordPage();
  else if (page === "Concordance") concordancePage();
  else if (page === "Queue" || page === "Alikes" || page === "Apply") listPage();
});
