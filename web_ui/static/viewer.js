// One page, or two: zoom and pan (sharper when large), matches by key over all pages, thumbnails of the pages in sight.
import { plain, typing } from "./frame.js";

const place = document.querySelector("[data-viewer]");
const frame = place.querySelector(".viewer");
const sheets = [...place.querySelectorAll("[data-page]")];
const calm = () => (matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth");
const go = (name) => place.querySelector(`[rel="${name}"]`)?.click();

// -- zoom ---------------------------------------------------------------------------------------
const LEVELS = [1, 1.25, 1.5, 2, 2.5, 3, 4, 6];
const said = place.querySelector("[data-zoom-says]");
const PLAIN = 1240; // pixels of the picture that is always there
let level = 1;
try { level = LEVELS.includes(Number(sessionStorage.zoom)) ? Number(sessionStorage.zoom) : 1; } catch { /* private window */ }

function sharpen(sheet) {
  const picture = sheet.querySelector("[data-picture]");
  if (!picture || picture.dataset.sharp || sheet.clientWidth * devicePixelRatio < PLAIN * 1.15) return;
  picture.dataset.sharp = "asked";
  const address = new URL(picture.src);
  address.searchParams.set("sharp", "true");
  const better = new Image();
  // Until it is there, and where it does not come, the plain one stays.
  better.onload = () => { picture.src = better.src; };
  better.onerror = () => { delete picture.dataset.sharp; };
  better.src = address.href;
}

function zoom(to, x = frame.clientWidth / 2, y = frame.clientHeight / 2) {
  if (!sheets.length) return;
  const before = sheets[0].clientWidth;
  const at = [frame.scrollLeft + x, frame.scrollTop + y];
  level = to;
  const fit = frame.clientWidth - 32;
  const width = (sheets.length > 1 ? (fit - 16) / 2 : Math.min(fit, 940)) * level;
  for (const sheet of sheets) sheet.style.width = `${width}px`;
  frame.classList.toggle("large", level > 1);
  const grown = sheets[0].clientWidth / before;
  frame.scrollTo(at[0] * grown - x, at[1] * grown - y);
  if (said) said.textContent = `${Math.round(level * 100)}%`;
  try { sessionStorage.zoom = level; } catch { /* as above */ }
  sheets.forEach(sharpen);
}
const step = (by, ...where) => zoom(LEVELS[Math.min(LEVELS.length - 1, Math.max(0, LEVELS.indexOf(level) + by))], ...where);

place.addEventListener("click", (event) => {
  const by = event.target.closest("[data-zoom]")?.dataset.zoom;
  if (by) step(Number(by));
  if (event.target.closest("[data-zoom-says]")) zoom(1);
  if (event.target.closest("[data-hit-before]")) light(hit - 1);
  if (event.target.closest("[data-hit-after]")) light(hit + 1);
});
frame.addEventListener("wheel", (event) => {
  if (!event.ctrlKey) return;
  event.preventDefault();
  const edge = frame.getBoundingClientRect();
  step(event.deltaY < 0 ? 1 : -1, event.clientX - edge.left, event.clientY - edge.top);
}, { passive: false });
frame.addEventListener("dblclick", (event) => {
  if (event.target.closest("text, a, button") || !event.target.closest("[data-page]")) return;
  const edge = frame.getBoundingClientRect();
  zoom(level > 1 ? 1 : 2, event.clientX - edge.left, event.clientY - edge.top);
});
if (level > 1) zoom(level); else sheets.forEach(sharpen);
addEventListener("resize", () => level > 1 && zoom(level));

// Dragging moves the page; where words stand it chooses them.
let held = null;
frame.addEventListener("pointerdown", (event) => {
  if (event.button || event.pointerType === "touch" || level === 1 || event.target.closest("text, a, button, form")) return;
  held = { x: event.clientX + frame.scrollLeft, y: event.clientY + frame.scrollTop };
  frame.setPointerCapture(event.pointerId);
});
frame.addEventListener("pointermove", (event) => { if (held) frame.scrollTo(held.x - event.clientX, held.y - event.clientY); });
for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, () => { held = null; });

// -- matches ------------------------------------------------------------------------------------
const boxes = [...place.querySelectorAll(".hit")];
const count = place.querySelector("[data-hit-count]");
const pages = (place.dataset.hitPages || "").split(",").filter(Boolean).map(Number);
const here = Number(place.dataset.number);
let hit = -1;

function elsewhere(forward) {
  const shown = sheets.length > 1 ? here + 1 : here;
  const next = forward ? pages.find((number) => number > shown) : pages.findLast((number) => number < here);
  if (next) location.assign(`${place.dataset.base}${next}${place.dataset.query}${forward ? "" : "#cuoi"}`);
  return Boolean(next);
}
function light(next) {
  if ((next < 0 || next >= boxes.length) && elsewhere(next >= boxes.length)) return;
  if (!boxes.length) return;
  hit = (next + boxes.length) % boxes.length;
  boxes.forEach((box, index) => box.classList.toggle("lit", index === hit));
  const seen = boxes[hit].getBoundingClientRect(), edge = frame.getBoundingClientRect();
  if (seen.top < edge.top + 40 || seen.bottom > edge.bottom - 40 || seen.left < edge.left || seen.right > edge.right) {
    frame.scrollBy({ top: seen.top - edge.top - edge.height / 3, left: seen.left - edge.left - edge.width / 2, behavior: calm() });
  }
  count.textContent = place.dataset.hitWords.replace("{at}", hit + 1).replace("{all}", boxes.length);
}
if (boxes.length) light(location.hash === "#cuoi" ? boxes.length - 1 : 0);

// -- thumbnails: of hundreds of pages only those in sight are there, and none before the page itself --
const list = place.querySelector("[data-strip]");
let thumbnails = false;
function fill(part) {
  for (const picture of part?.querySelectorAll("img[data-src]") ?? []) {
    picture.src = picture.dataset.src;
    picture.removeAttribute("data-src");
  }
}
const total = Number(list?.dataset.count ?? 0);
if (list && total > 60 && matchMedia("(min-width: 641px)").matches) {
  const made = new Map();
  const cards = new Set(list.dataset.cards.split(",").filter(Boolean).map(Number));
  const tall = list.firstElementChild.getBoundingClientRect().height + 6;
  const pattern = list.querySelector("img")?.closest("li") ?? list.firstElementChild;
  const holder = list.parentElement;
  const make = (number) => {
    const one = pattern.cloneNode(true);
    const link = one.querySelector("a");
    link.href = `${place.dataset.base}${number}${place.dataset.query}`;
    link.toggleAttribute("aria-current", number === here);
    if (number === here) link.setAttribute("aria-current", "page");
    link.classList.toggle("met", pages.includes(number));
    const picture = one.querySelector("img");
    if (picture && cards.has(number)) picture.remove();
    else if (picture) {
      picture.dataset.src = picture.dataset.src.replace(/pages\/\d+/, `pages/${number}`);
      picture.alt = list.dataset.words.replace("{n}", number);
    }
    if (thumbnails) fill(one);
    one.lastElementChild.textContent = number;
    one.style.top = `${(number - 1) * tall}px`;
    return one;
  };
  const draw = () => {
    const first = Math.max(1, Math.floor(holder.scrollTop / tall) - 6);
    const last = Math.min(total, Math.ceil((holder.scrollTop + holder.clientHeight) / tall) + 6);
    for (const [number, one] of made) if (number < first || number > last) { one.remove(); made.delete(number); }
    for (let number = first; number <= last; number += 1) {
      if (made.has(number)) continue;
      const one = make(number);
      made.set(number, one);
      const after = made.get(number + 1);
      list.insertBefore(one, after ?? null);
    }
  };
  list.replaceChildren();
  list.classList.add("windowed");
  list.style.height = `${total * tall}px`;
  holder.scrollTop = Math.max(0, (here - 1) * tall - holder.clientHeight / 3);
  draw();
  holder.addEventListener("scroll", () => requestAnimationFrame(draw), { passive: true });
} else {
  // Not scrollIntoView: on a phone the list stands below, and the page itself must not move.
  const one = list?.querySelector("[aria-current]")?.parentElement;
  if (one) {
    list.scrollLeft = one.offsetLeft - list.offsetLeft - list.clientWidth / 3;
    list.parentElement.scrollTop = one.offsetTop - list.parentElement.clientHeight / 3;
  }
}

Promise.allSettled([...place.querySelectorAll("[data-picture]")].map((shown) => shown.decode())).then(() => {
  thumbnails = true;
  fill(list);
});

// The next pages are asked for before somebody wants to see them.
addEventListener("load", () => {
  for (const address of (place.dataset.ahead || "").split(" ").filter(Boolean)) new Image().src = address;
});

addEventListener("keydown", (event) => {
  if (typing(event) || !plain(event)) return;
  const acts = {
    ArrowRight: () => go("next"), ArrowLeft: () => go("prev"), "+": () => step(1), "=": () => step(1), "-": () => step(-1),
    0: () => zoom(1), n: () => light(hit + 1), p: () => light(hit - 1), d: () => place.querySelector("[data-two]")?.click(),
    Escape: () => location.assign(place.dataset.back),
  };
  const act = acts[event.key.length === 1 ? event.key.toLowerCase() : event.key];
  if (!act) return;
  // In a page that is larger than its frame the arrows move along it first.
  if (level > 1 && event.key.startsWith("Arrow") && document.activeElement === frame) return;
  event.preventDefault();
  act();
});

// -- related documents: asked for when the page itself is there --------------------------------------
const related = place.querySelector("[data-related]");
const ask = async () => {
  try {
    const answer = await fetch(related.querySelector("a").href);
    const list = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-related-list]");
    if (list) related.replaceChildren(list);
  } catch { /* the link stays, and leads there */ }
};
if (related) {
  if (document.readyState === "complete") ask();
  else addEventListener("load", ask, { once: true });
}
