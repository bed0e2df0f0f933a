// On every page: theme, "/" to the search box, copying, printing, pictures that fail, errors that pass.
const root = document.documentElement;

export const typing = (event) => event.target.closest("input, select, textarea, [contenteditable]") !== null;
export const plain = (event) => !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing);

document.querySelector("[data-theme-switch]")?.addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
  try { localStorage.setItem("theme", root.dataset.theme); } catch { /* private window: not remembered */ }
});

addEventListener("keydown", (event) => {
  if (event.key !== "/" || typing(event) || !plain(event)) return;
  event.preventDefault();
  const box = document.querySelector("[data-main-search]") ?? document.querySelector(".find-any input");
  box?.focus();
  box?.select();
});

document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-print]")) print();
  const copier = event.target.closest("[data-copy]");
  if (copier) {
    await navigator.clipboard.writeText(copier.dataset.copy);
    const words = copier.querySelector("span");
    const before = words.textContent;
    words.textContent = copier.dataset.copied;
    copier.classList.add("done");
    setTimeout(() => { words.textContent = before; copier.classList.remove("done"); }, 2000);
  }
});

// Errors do not bubble: listen on the way down. The words of the page stay usable.
document.addEventListener("error", (event) => {
  if (!event.target.matches?.("[data-picture]")) return;
  const page = event.target.closest(".page");
  const note = page.parentElement.querySelector("[data-no-picture]");
  if (note) { note.hidden = false; page.hidden = true; }
}, true);

// Nothing is ticked beforehand: one click for all of them, another to take that back.
for (const button of document.querySelectorAll("[data-tick-all]")) {
  const named = `input[type="checkbox"][name="${button.dataset.tickAll}"]`;
  const boxes = [...button.closest("form").querySelectorAll(named)];
  button.hidden = !boxes.length;
  button.addEventListener("click", () => {
    const to = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = to;
  });
}

// "Saved" has been read by then.
const toast = document.querySelector("[data-toast]");
if (toast) setTimeout(() => toast.remove(), 10000);

// An error that passes tries again by itself and counts down.
const fault = document.querySelector("[data-again]");
if (fault) {
  const words = fault.querySelector("[data-again-words]");
  let left = Number(fault.dataset.again);
  setInterval(() => {
    left -= 1;
    if (left > 0) words.querySelector("span").textContent = words.dataset.againWords.replace("{seconds}", left);
    else if (left === 0) location.reload();
  }, 1000);
}
