// Keys that go somewhere, for those who want them: `data-key` on a link or a
// field is its key. Nothing needs this file; without it every page is whole.
// The letter on the key where an Arabic keyboard writes another one.
function keyOf(event) {
  if (event.key === "؟") return "?";
  if (event.key.length !== 1 || /^[ -~]$/.test(event.key)) return event.key;
  if (event.code === "Slash") return event.shiftKey ? "?" : "/";
  const on = /^(?:Key|Digit)([A-Z0-9])$/.exec(event.code);
  return on ? on[1].toLowerCase() : event.key;
}
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // Whoever dictates may turn the letters off; they type then and go nowhere.
  const key = event.key.length === 1 && document.body.dataset.keys === "off" ? "" : keyOf(event);
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    // From a box with results below it, the arrow goes down into them.
    const list = event.key === "ArrowDown" && event.target.dataset.list;
    const first = list && document.querySelector(`${list} a.hit`);
    if (first) {
      first.focus();
      event.preventDefault();
    }
    return;
  }
  const hits = [...document.querySelectorAll("a.hit, article h2 a, article h3 a")];
  const at = hits.indexOf(document.activeElement);
  const arrow = at >= 0 && (event.key === "ArrowDown" || event.key === "ArrowUp");
  if (key === "j" || key === "k" || arrow) {
    const down = key === "j" || event.key === "ArrowDown";
    const box = !down && at === 0 && document.querySelector("input[data-list]");
    const next = box || hits[down ? at + 1 : Math.max(at - 1, 0)];
    if (next) { next.focus(); event.preventDefault(); }
    return;
  }
  const found = [...document.querySelectorAll("[data-key]")].find((it) => it.dataset.key === key);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input")) found.focus();
  else found.click();
});

// What is typed while a form is fetched anew is put into the new one: a slow line
// loses nothing.
let typed = null;
const ofForm = (event) => event.detail.target && event.detail.target.id === "record";
document.addEventListener("htmx:beforeRequest", (event) => { if (ofForm(event)) typed = new Map(); });
document.addEventListener("input", (event) => {
  if (typed && event.target.id && event.target.closest("#record")) typed.set(event.target.id, event.target);
});
document.addEventListener("htmx:afterSettle", (event) => {
  if (!typed || !ofForm(event)) return;
  for (const [id, was] of typed) {
    const field = document.getElementById(id);
    if (!field || field === was) continue;
    field.value = was.value;
    field.checked = was.checked;
    htmx.trigger(field, "input");
  }
  typed = null;
});

// An answer that comes while the hand is on a link or a button inside of what it
// replaces would swallow the click (leaving a field asks, the press is the leaving):
// it is let go, and asked for again after the click.
let pressed = null;
let letGo = null;
document.addEventListener("pointerdown", (event) => { pressed = event.target.closest("a, button, summary, label"); });
document.addEventListener("htmx:beforeSwap", (event) => {
  if (!pressed || !event.detail.target.contains(pressed)) return;
  event.detail.shouldSwap = false;
  const { elt, triggeringEvent } = event.detail.requestConfig;
  letGo = [elt, elt.matches("form") ? "submit" : triggeringEvent && triggeringEvent.type];
});
for (const end of ["pointerup", "pointercancel"]) {
  document.addEventListener(end, () => {
    pressed = null;
    const again = letGo;
    letGo = null;
    // After the click, which comes first.
    if (again) setTimeout(() => { if (again[0].isConnected) htmx.trigger(again[0], again[1]); });
  });
}
