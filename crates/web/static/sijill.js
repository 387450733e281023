// Keys that go somewhere, for those who want them: `data-key` on a link or a
// field is its key. Nothing needs this file; without it every page is whole.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (typing) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (event.key === "j" || event.key === "k") {
    const hits = [...document.querySelectorAll("a.hit, article h2 a, article h3 a")];
    const at = hits.indexOf(document.activeElement);
    const next = hits[event.key === "j" ? at + 1 : Math.max(at - 1, 0)];
    if (next) { next.focus(); event.preventDefault(); }
    return;
  }
  const found = [...document.querySelectorAll("[data-key]")].find((it) => it.dataset.key === event.key);
  if (!found) return;
  event.preventDefault();
  if (found.matches("input")) found.focus();
  else found.click();
});
