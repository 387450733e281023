// Keys that go somewhere, for those who want them: `data-key` on a link or a
// field is its key. Nothing needs this file; without it every page is whole.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
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
  if (event.key === "j" || event.key === "k" || arrow) {
    const down = event.key === "j" || event.key === "ArrowDown";
    const box = !down && at === 0 && document.querySelector("input[data-list]");
    const next = box || hits[down ? at + 1 : Math.max(at - 1, 0)];
    if (next) { next.focus(); event.preventDefault(); }
    return;
  }
  const found = [...document.querySelectorAll("[data-key]")].find((it) => it.dataset.key === event.key);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input")) found.focus();
  else found.click();
});
