// Take in: drop or choose, send, and watch the batch live. The list and the batch share one page
// life, because files chosen in the browser are lost with the page that holds them.
import { chosen, dropped, Uploads } from "./upload.js";

let uploads;
let feed;
let autoSeal = false;
let opening = false;
let shown = location.pathname + location.search;

const main = () => document.querySelector("main");
const drop = () => document.querySelector("[data-drop]");

function uploadsOf(zone) {
  return uploads ??= new Uploads(JSON.parse(zone.dataset.words), zone.dataset.language, zone.dataset.straight === "yes", { onReceipt: () => refresh(), onDrained: drained });
}

async function drained(failed) {
  const batch = uploads.batch;
  if (autoSeal && !failed) {
    await uploads.persist(`/tiep-nhan/${batch}/giao-du`);
    await show(`/tiep-nhan/${batch}`, false).catch(() => lost(true));
    return;
  }
  refresh(true);
}

async function take(entries) {
  const zone = drop();
  if (!zone || !(entries.length || uploads?.items.length)) return;
  autoSeal = zone.querySelector("[data-auto-seal]")?.checked ?? false;
  const ours = uploadsOf(zone);
  ours.add(entries);
  if (zone.dataset.batch || ours.batch) { ours.batch = zone.dataset.batch || ours.batch; ours.pump(); return; }
  if (opening) return;
  const unit = zone.querySelector("[data-unit]");
  if (!unit.value) { ours.tell(ours.words.upload_choose_unit); unit.focus(); return; }
  ours.tell("");
  opening = true;
  const form = new URLSearchParams({ name: zone.querySelector("[data-name]").value, dossier_by: zone.querySelector("[data-dossier-by]").value, effort: zone.querySelector("[data-effort]").value, profile: zone.querySelector("[data-profile]").value, paper: zone.querySelector("[data-paper]").value, unit: unit.value, checked: String(zone.querySelector("[data-checked]").checked) });
  const opened = await ours.persist("/tiep-nhan", form);
  opening = false;
  if (!opened.ok) { ours.tell(ours.words.upload_open_failed.replace("{why}", String(opened.status))); return; }
  ours.batch = new URL(opened.url).pathname.split("/").pop();
  await show(`/tiep-nhan/${ours.batch}`, true).catch(() => {}); // sending goes on from this page as well
  ours.pump();
}

// Put another of our pages in place of this one without losing the files being sent.
async function show(address, push) {
  const answer = await fetch(address, { headers: { Accept: "text/html" } });
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  main().replaceWith(fresh.querySelector("main"));
  document.title = fresh.title;
  if (push) history.pushState(null, "", address);
  shown = location.pathname + location.search;
  uploads?.draw();
  start();
}
// A link within the page (past the bar) is one of these too, and must not end what is being sent.
addEventListener("popstate", () => { if (location.pathname + location.search !== shown) location.reload(); });

// One listener each on the document: the zone itself may be replaced.
for (const kind of ["dragover", "dragenter"]) document.addEventListener(kind, (event) => { if (drop() && event.dataTransfer?.types.includes("Files")) { event.preventDefault(); drop().classList.add("over"); } });
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) drop()?.classList.remove("over"); });
document.addEventListener("drop", async (event) => {
  if (!drop() || !event.dataTransfer?.types.includes("Files")) return;
  event.preventDefault();
  drop().classList.remove("over");
  await take(await dropped(event.dataTransfer));
});
document.addEventListener("change", async (event) => {
  // Files that were waiting for nothing but the unit are sent.
  if (event.target.matches("[data-unit]") && !uploads?.batch) { await take([]); return; }
  const input = event.target.closest("[data-choose]");
  if (!input) return;
  const entries = chosen(input);
  input.value = "";
  await take(entries);
});
document.addEventListener("click", async (event) => {
  if (event.target.closest("[data-retry-all]")) {
    uploads.wake();
    if (uploads.batch) uploads.retry(); else await take([]);
  }
  if (event.target.closest("[data-show-news]")) await replaceFiles(true);
  const seal = event.target.closest("[data-seal]");
  if (seal && (seal.getAttribute("aria-disabled") === "true" || (uploads?.unsent && !confirm(uploads.words.upload_leave)))) event.preventDefault();
});

// Live: each event moves the numbers at once and the rest of the page at most every two seconds.
let due = 0;
let last = 0;
function refresh(now = false) {
  if (main().dataset.intake !== "batch" || due) return;
  due = setTimeout(async () => {
    due = 0;
    last = Date.now();
    await Promise.all([replace("tong", "[data-sum]"), replace("can-nguoi-xem", "[data-cases]"), replaceFiles()]).catch(() => lost(true));
  }, now ? 0 : Math.max(0, 2000 - (Date.now() - last)));
}

async function fragment(part) {
  const answer = await fetch(`/tiep-nhan/${main().dataset.batch}/${part}`, { headers: { Accept: "text/html" } });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.text();
}

async function replace(part, place) {
  const html = await fragment(part);
  const target = document.querySelector(place);
  if (target && !target.contains(document.activeElement)) setHtml(target, html);
}

function setHtml(target, html) {
  const heard = target.querySelector("[data-heard]")?.textContent;
  const fresh = new DOMParser().parseFromString(html, "text/html");
  const status = fresh.querySelector("[data-heard]");
  // The ear hears a new verdict at most every ten seconds, and the last one; eyes see each at once.
  const soon = Date.now() - (setHtml.told ?? 0) < 10000 && status?.dataset.heard !== "last";
  if (status && heard !== undefined && soon) status.textContent = heard;
  else setHtml.told = Date.now();
  target.replaceChildren(...fresh.body.childNodes);
}

// Rows that are already there change in place; they never jump under the pointer or the focus.
async function replaceFiles(asked = false) {
  const target = document.querySelector("[data-files]");
  const fresh = new DOMParser().parseFromString(await fragment(`tep?offset=${target.dataset.offset}`), "text/html");
  const ids = (root) => [...root.querySelectorAll("[data-file]")].map((row) => row.id).join();
  const busy = target.matches(":hover") || target.contains(document.activeElement);
  const news = document.querySelector("[data-show-news]");
  if (!asked && busy && ids(target) && ids(target) !== ids(fresh)) {
    for (const row of fresh.querySelectorAll("[data-file]")) document.getElementById(row.id)?.replaceChildren(...row.childNodes);
    news.hidden = false;
    return;
  }
  news.hidden = true;
  target.replaceChildren(...fresh.body.childNodes);
}

function lost(yes) {
  const note = document.querySelector("[data-lost]");
  if (note) note.hidden = !yes;
  document.querySelector("[data-may-leave]")?.toggleAttribute("hidden", yes);
  const mark = document.querySelector("[data-live]");
  if (!mark) return;
  mark.querySelector("span").textContent = yes ? mark.dataset.lostWords : mark.dataset.liveWords;
  mark.classList.toggle("is-ok", !yes);
  mark.classList.toggle("is-doubt", yes);
}

function heard(event) {
  lost(false);
  const batch = JSON.parse(event.data);
  const figures = new Intl.NumberFormat(document.documentElement.lang === "en" ? "en-US" : "vi-VN");
  for (const place of document.querySelectorAll("[data-n]")) if (place.dataset.n in batch) place.textContent = figures.format(batch[place.dataset.n]);
  const [, ok, doubt] = document.querySelectorAll('[data-track="pages"] rect');
  if (ok && batch.pages) {
    const share = (count) => Math.round((1000 * count) / batch.pages);
    ok.setAttribute("width", share(batch.pages_done));
    doubt.setAttribute("x", share(batch.pages_done));
    doubt.setAttribute("width", share(batch.pages_failed));
  }
  refresh();
}

function start() {
  feed?.close();
  const place = main();
  if (place.dataset.intake !== "batch") return;
  if (place.dataset.finished === "yes" && !drop()) return;
  feed = new EventSource(`/api/batches/${place.dataset.batch}/live`);
  feed.addEventListener("open", () => lost(false));
  feed.addEventListener("message", heard);
  feed.addEventListener("finished", () => { feed.close(); refresh(true); });
  feed.addEventListener("error", () => {
    lost(true);
    // Refused for good (not only interrupted): ask again now and then instead.
    if (feed.readyState === EventSource.CLOSED) setTimeout(() => { refresh(); start(); }, 5000);
  });
}
start();
