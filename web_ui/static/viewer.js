// One page: arrows change the page, + zooms, Esc goes back to the dossier.
import { plain, typing } from "./frame.js";

const place = document.querySelector("[data-viewer]");
const zoom = document.querySelector("[data-zoom]");
const sheet = document.querySelector("[data-page]");

function toggle() {
  if (!zoom) return;
  const large = sheet.classList.toggle("large");
  zoom.setAttribute("aria-pressed", String(large));
}
zoom?.addEventListener("click", toggle);
document.querySelector(".strip [aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });

// Bring the first match into view.
const first = document.querySelector(".hit");
if (first) {
  const frame = document.querySelector(".viewer");
  frame.scrollTop = Math.max(0, first.getBoundingClientRect().top - frame.getBoundingClientRect().top - frame.clientHeight / 3);
}

addEventListener("keydown", (event) => {
  if (typing(event) || !plain(event)) return;
  if (event.key === "ArrowRight") document.querySelector('[rel="next"]')?.click();
  if (event.key === "ArrowLeft") document.querySelector('[rel="prev"]')?.click();
  if (event.key === "+" || event.key === "=") toggle();
  if (event.key === "Escape") location.assign(place.dataset.back);
});
