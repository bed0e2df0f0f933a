// Find by keyboard: J K results, N P matches, Enter the dossier, O the page; the page beside follows.
import { plain, typing } from "./frame.js";

const place = document.querySelector("[data-find]");
const results = [...document.querySelectorAll("[data-result]")];
const preview = document.querySelector("[data-preview]");
let at = Math.max(0, results.findIndex((one) => one.classList.contains("now")));
let hit = -1;

const part = (name) => preview.querySelector(`[data-preview-${name}]`);

async function choose(next, { focus = true } = {}) {
  if (next < 0 || next >= results.length) return;
  results[at].classList.remove("now");
  results[at].querySelector("[data-choose]").removeAttribute("aria-current");
  at = next;
  const one = results[at];
  one.classList.add("now");
  const link = one.querySelector("[data-choose]");
  link.setAttribute("aria-current", "true");
  if (focus) link.focus({ preventScroll: true });
  one.scrollIntoView({ block: "nearest" });
  history.replaceState(null, "", link.href);
  const { document: id, number, page, dossier, pdfa, title, place: words } = one.dataset;
  part("title").textContent = title;
  part("place").textContent = words;
  part("page").href = page;
  part("dossier").href = dossier;
  part("pdfa").href = pdfa;
  part("original").href = pdfa.replace(/pdfa$/, "original");
  const query = new URLSearchParams({ document: id, number, q: place.dataset.q, dau: place.dataset.dau });
  const answer = await fetch(`/tra-cuu/trang?${query}`);
  if (!answer.ok || results[at] !== one) return; // a later choice has overtaken this one
  part("body").replaceChildren(...new DOMParser().parseFromString(await answer.text(), "text/html").body.childNodes);
  part("body").scrollTop = 0;
  first();
}

const boxes = () => [...preview.querySelectorAll(".hit")];

function light(next) {
  const all = boxes();
  if (!all.length) { preview.querySelector("[data-hit-count]").textContent = "–"; return; }
  hit = (next + all.length) % all.length;
  all.forEach((box, index) => box.classList.toggle("lit", index === hit));
  const body = part("body");
  const seen = all[hit].getBoundingClientRect();
  const frame = body.getBoundingClientRect();
  if (seen.top < frame.top + 40 || seen.bottom > frame.bottom - 40) body.scrollBy({ top: seen.top - frame.top - frame.height / 3, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  preview.querySelector("[data-hit-count]").textContent = place.dataset.hitWords.replace("{at}", hit + 1).replace("{all}", all.length);
}
const first = () => { hit = -1; light(0); };

if (place && results.length) {
  place.addEventListener("click", (event) => {
    if (event.target.closest("[data-hit-before]")) light(hit - 1);
    if (event.target.closest("[data-hit-after]")) light(hit + 1);
    if (event.target.closest("[data-back]")) { preview.classList.remove("shown"); results[at].querySelector("[data-choose]").focus(); }
    const one = event.target.closest("[data-result]");
    if (!one || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a");
    const thumb = event.target.closest(".hit-thumb");
    if (link && !link.matches("[data-choose]") && !thumb) return; // the dossier: go there
    event.preventDefault();
    choose(results.indexOf(one));
    if (matchMedia("(max-width: 640px)").matches) preview.classList.add("shown");
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && preview.classList.contains("shown")) preview.classList.remove("shown");
    if (typing(event) || !plain(event)) return;
    const acts = { j: () => choose(at + 1), k: () => choose(at - 1), n: () => light(hit + 1), p: () => light(hit - 1), o: () => location.assign(results[at].dataset.page) };
    const act = acts[event.key.toLowerCase()];
    if (act) { event.preventDefault(); act(); }
    // Enter on a result opens its dossier; on any other control it keeps its own meaning.
    if (event.key === "Enter" && (event.target === document.body || event.target.matches("[data-choose]"))) { event.preventDefault(); location.assign(results[at].dataset.dossier); }
  });
  first();
}

// On small screens the filters are folded at first.
const facets = document.querySelector("[data-facets]");
if (facets && matchMedia("(max-width: 1240px)").matches) facets.open = false;
