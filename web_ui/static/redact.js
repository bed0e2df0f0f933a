// Boxes over a page: drawn with the mouse, or by numbers whose box is shown as they are typed; words chosen by arrow keys.
import { plain, typing } from "./frame.js";

const FIELDS = ["left", "top", "width", "height"];
const one = (selector) => document.querySelector(selector);

// -- a copy that is being made: the page is got again once it is ------------------------------------
const making = one("[data-making]");
if (making) {
  const timer = setInterval(async () => {
    try {
      const answer = await fetch(making.dataset.making);
      if (answer.ok && (await answer.json()).state !== "making") { clearInterval(timer); location.reload(); }
    } catch { /* asked again */ }
  }, 2000);
}

// -- the box that is being drawn ----------------------------------------------------------------
const mm = () => Number(one("[data-redact]").dataset.mm);
const field = (name) => one(`[data-box="${name}"]`);

function ghost() {
  const drawn = one("[data-ghost]");
  if (!drawn) return;
  const [left, top, width, height] = FIELDS.map((name) => Math.max(0, Number(field(name)?.value) || 0) * mm());
  for (const [name, value] of Object.entries({ x: left, y: top, width, height })) drawn.setAttribute(name, value);
}

function place(event, sheet) {
  const edge = sheet.getBoundingClientRect();
  const view = sheet.querySelector("svg").viewBox.baseVal;
  const within = (value, most) => Math.min(most, Math.max(0, value));
  return [within((event.clientX - edge.left) / edge.width, 1) * view.width, within((event.clientY - edge.top) / edge.height, 1) * view.height];
}

let from = null;
addEventListener("pointerdown", (event) => {
  const sheet = event.target.closest?.("[data-draw]");
  if (!sheet || event.button || event.pointerType === "touch") return;
  event.preventDefault();
  from = { sheet, at: place(event, sheet) };
  sheet.setPointerCapture(event.pointerId);
});
addEventListener("pointermove", (event) => {
  if (!from) return;
  const to = place(event, from.sheet);
  const low = [Math.min(from.at[0], to[0]), Math.min(from.at[1], to[1])];
  const said = [...low, Math.abs(to[0] - from.at[0]), Math.abs(to[1] - from.at[1])];
  FIELDS.forEach((name, at) => { field(name).value = (said[at] / mm()).toFixed(3); });
  ghost();
});
addEventListener("pointerup", () => {
  if (!from) return;
  from = null;
  // A click draws nothing.
  if (Number(field("width").value) > 1 && Number(field("height").value) > 1) one("[data-box-do]").click();
});
addEventListener("input", (event) => { if (event.target.matches?.("[data-box]")) ghost(); });

// -- words by arrow keys: one stop of the tab key for all of them ---------------------------------
function stops() {
  const words = [...document.querySelectorAll("[data-words] input")];
  words.forEach((word, at) => { word.tabIndex = at ? -1 : 0; });
}
addEventListener("keydown", (event) => {
  const list = event.target.closest?.("[data-words]");
  const by = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (list && by) {
    const words = [...list.querySelectorAll("input")];
    const next = words[words.indexOf(event.target) + by];
    if (next) {
      event.target.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
    event.preventDefault();
    return;
  }
  // In the fields of a box Enter draws it, whatever button stands first in the form.
  if (event.key === "Enter" && event.target.matches?.("[data-box]")) { event.preventDefault(); one("[data-box-do]").click(); return; }
  if (typing(event) || !plain(event) || !one("[data-redact]")) return;
  const go = { ArrowRight: "next", ArrowLeft: "prev" }[event.key];
  if (go) one(`[rel="${go}"]`)?.click();
  if (event.key === "u") one('[value="undo"]')?.click();
});
stops();

// -- acts without leaving the page: where it was scrolled to it stays --------------------------------
addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-masks]");
  if (!form) return;
  event.preventDefault();
  const said = new FormData(form, event.submitter);
  const kept = [".viewer", "[data-tools]", "[data-words]"].map((selector) => [selector, one(selector)?.scrollTop ?? 0]);
  const again = event.submitter?.value;
  try {
    const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(said) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("[data-redact]");
    if (!fresh) throw new Error("not the page");
    one("[data-redact]").replaceWith(fresh);
    for (const [selector, top] of kept) if (one(selector)) one(selector).scrollTop = top;
    stops();
    (one('[role="alert"]') ? one("[data-tools]") : (one(`[data-masks] button[value="${again}"]`) ?? one("[data-tools]")))?.focus({ preventScroll: true });
  } catch { location.reload(); }
});
