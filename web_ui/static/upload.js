// Sends files one by one, two at a time. Nothing is lost: what could not be sent stays in the list.
const AT_ONCE = 2;
const WAITS = [1, 2, 4, 8, 15, 30]; // seconds before sending again after the network failed; the last for ever
const SHOWN = 60;
const SILENCE = 15; // seconds without a byte on its way after which the store counts as out of reach

// The request once it has ended, however it did.
function request(method, address, type, body, prepare = () => {}) {
  return new Promise((ended) => {
    const asked = new XMLHttpRequest();
    asked.open(method, address);
    asked.setRequestHeader("Content-Type", type);
    asked.responseType = "json";
    asked.onloadend = () => ended(asked);
    prepare(asked);
    asked.send(body);
  });
}
const ask = (address, said) => request("POST", address, "application/json", JSON.stringify(said));
const took = ({ status }) => status >= 200 && status < 300;
const passes = ({ status }) => status === 0 || status === 429 || status >= 502; // away: later it may be there
const waitAfter = (tries) => WAITS[Math.min(tries, WAITS.length - 1)];
const aboutWay = ({ response }) => response?.error?.code?.startsWith("upload.");

// A folder holding folders is only their wrapping: each folder below it is a dossier.
// Loose files of it, and files without a folder, stand for themselves.
export function namesOf(entries) {
  const wraps = new Set(entries.filter(({ path }) => path.split("/").length > 2).map(({ path }) => path.split("/")[0]));
  return entries.map(({ file, path }) => {
    const [first, ...rest] = path.split("/");
    return { file, name: wraps.has(first) && rest.length ? rest.join("/") : path };
  });
}

// Files of an <input>, with the folder the browser tells.
export const chosen = (input) => [...input.files].map((file) => ({ file, path: file.webkitRelativePath || file.name }));

// Files of a drop, folders gone through to the bottom.
export async function dropped(transfer) {
  const roots = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!roots.length) return [...transfer.files].map((file) => ({ file, path: file.name }));
  const found = [];
  const walk = async (entry, path) => {
    if (entry.isFile) {
      found.push({ file: await new Promise((yes, no) => entry.file(yes, no)), path });
      return;
    }
    const reader = entry.createReader();
    for (;;) { // a reader gives at most a hundred at a time, and none when it is done
      const some = await new Promise((yes, no) => reader.readEntries(yes, no));
      if (!some.length) return;
      for (const one of some) await walk(one, `${path}/${one.name}`);
    }
  };
  for (const entry of roots) await walk(entry, entry.name);
  return found;
}

export class Uploads {
  constructor(words, language, straight, { onReceipt, onDrained }) {
    Object.assign(this, { words, language, straight, onReceipt, onDrained, items: [], going: 0, batch: "", notice: "" });
    this.percent = new Intl.NumberFormat(language === "en" ? "en" : "vi", { style: "percent" });
    addEventListener("online", () => this.wake());
    addEventListener("beforeunload", (event) => { if (this.unsent) event.preventDefault(); });
  }

  get unsent() { return this.items.some((item) => item.state !== "done"); }
  get failed() { return this.items.filter((item) => item.state === "failed"); }

  add(entries) {
    for (const { file, name } of namesOf(entries)) this.items.push({ file, name, state: "waiting", share: 0, tries: 0 });
    this.pump();
  }

  retry(items = this.failed) {
    for (const item of items) Object.assign(item, { state: "waiting", tries: 0 });
    this.pump();
  }

  // Asks until there is an answer: a server that is away for a while costs nobody a file.
  async persist(address, body) {
    for (let tries = 0; ; tries += 1) {
      const answer = await fetch(address, { method: "POST", body }).catch(() => null);
      if (answer && !passes(answer)) { this.tell(""); return answer; }
      this.tell(this.words.upload_away);
      await new Promise((ended) => { this.again = ended; setTimeout(ended, waitAfter(tries) * 1000); });
    }
  }

  tell(notice) {
    this.notice = notice;
    this.draw();
  }

  wake() {
    this.again?.();
    for (const item of this.items) if (item.state === "again") { clearTimeout(item.timer); item.state = "waiting"; }
    this.pump();
  }

  pump() {
    while (this.batch && this.going < AT_ONCE) {
      const next = this.items.find((item) => item.state === "waiting");
      if (!next) break;
      this.send(next);
    }
    this.draw();
    const left = this.items.some((item) => ["waiting", "again", "going"].includes(item.state));
    if (this.items.length && !left && !this.drained) { this.drained = true; this.onDrained(this.failed.length); }
    if (left) this.drained = false;
  }

  send(item) {
    this.going += 1;
    item.state = "going";
    this.deliver(item).then((asked) => { this.going -= 1; this.ended(item, asked); this.pump(); });
  }

  async deliver(item) {
    const batch = `/api/batches/${this.batch}`;
    const tried = this.straight;
    const answer = tried ? await this.past(item, `${batch}/uploads`) : null;
    if (answer) return answer;
    const asked = await this.put(item, `${batch}/files?name=${encodeURIComponent(item.name)}`);
    // The site can be reached and the store never could: no further file has to find that out.
    if (tried && this.missed && !this.reached && took(asked)) this.straight = false;
    return asked;
  }

  // Past the site: an address in the store, the bytes, then the receipt. Null: this file goes through the site.
  async past(item, uploads) {
    if (!item.upload) {
      const offer = await ask(uploads, { name: item.name, size: item.file.size });
      const address = offer.response?.url;
      if (!address) return took(offer) || aboutWay(offer) ? null : offer;
      const sent = await this.put(item, address, !this.reached);
      if (!took(sent)) { this.missed = true; return null; }
      this.reached = true;
      item.upload = offer.response.upload;
    }
    item.share = 1;
    this.draw();
    const receipt = await ask(`${uploads}/${item.upload}/accept`, { name: item.name });
    if (!aboutWay(receipt)) return receipt;
    item.upload = "";
    return null;
  }

  put(item, address, unproven) {
    item.share = 0;
    return request("PUT", address, "application/octet-stream", item.file, (asked) => {
      const silent = unproven && setTimeout(() => asked.abort(), SILENCE * 1000);
      asked.upload.onprogress = (event) => {
        clearTimeout(silent);
        if (event.lengthComputable) { item.share = event.loaded / event.total; this.draw(); }
      };
    });
  }

  ended(item, request) {
    if (took(request)) {
      Object.assign(item, { state: "done", share: 1, receipt: (request.response?.digest?.hex ?? request.response?.digest ?? "").slice(0, 8) });
      item.file = null; // the bytes have a receipt; let the browser forget them
      this.onReceipt();
      return;
    }
    if (passes(request)) {
      item.seconds = waitAfter(item.tries);
      Object.assign(item, { state: "again", share: 0, tries: item.tries + 1 });
      item.timer = setTimeout(() => { item.state = "waiting"; this.pump(); }, item.seconds * 1000);
      return;
    }
    const told = request.response?.error?.message;
    Object.assign(item, { state: "failed", share: 0, why: told?.[this.language] ?? told?.vi ?? String(request.status) });
  }

  says(item) {
    const { words } = this;
    switch (item.state) {
      case "going": return item.share >= 1 ? words.upload_storing : words.upload_going.replace("{percent}", this.percent.format(item.share));
      case "again": return words.upload_again.replace("{seconds}", item.seconds);
      case "done": return words.upload_done.replace("{receipt}", item.receipt);
      case "failed": return words.upload_failed.replace("{why}", item.why);
      default: return words.upload_waiting;
    }
  }

  // The panel may be replaced while we send: it is looked up each time, and drawn at most once a frame.
  draw() {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => { this.frame = 0; this.paint(); });
  }

  paint() {
    const panel = document.querySelector("[data-uploads]");
    if (!panel) return;
    panel.hidden = !this.items.length;
    const done = this.items.filter((item) => item.state === "done").length;
    const failed = this.failed.length;
    let sum = this.words.upload_sum.replace("{done}", done).replace("{all}", this.items.length);
    if (failed) sum += ` · ${this.words.upload_sum_failed.replace("{failed}", failed)}`;
    const line = panel.querySelector("[data-upload-sum]");
    if (line.textContent !== sum) line.textContent = sum;
    const total = panel.querySelector("[data-upload-total]");
    total.max = this.items.length || 1;
    total.value = this.items.reduce((all, item) => all + item.share, 0);
    const notice = this.notice || (this.items.some((item) => item.state === "again") ? this.words.upload_away : "");
    const note = panel.querySelector("[data-upload-notice]");
    note.hidden = !notice;
    if (note.lastElementChild.textContent !== notice) note.lastElementChild.textContent = notice;
    panel.querySelector("[data-retry-all]").hidden = !failed && !notice;
    const weight = { failed: 0, going: 1, again: 2, waiting: 3, done: 4 };
    const rows = [...this.items].sort((a, b) => weight[a.state] - weight[b.state]).slice(0, SHOWN);
    const list = panel.querySelector("[data-upload-list]");
    list.replaceChildren(...rows.map((item) => this.row(item)));
    if (this.items.length > SHOWN) {
      const more = document.createElement("li");
      more.className = "more";
      more.textContent = this.words.upload_more.replace("{count}", this.items.length - SHOWN);
      list.append(more);
    }
  }

  row(item) {
    item.row ??= document.createElement("li");
    const key = `${item.state} ${item.share} ${item.seconds}`;
    if (item.key === key) return item.row;
    item.key = key;
    const name = Object.assign(document.createElement("span"), { className: "fname", textContent: item.name });
    const bar = Object.assign(document.createElement("progress"), { max: 1, value: item.share });
    bar.setAttribute("aria-label", item.name);
    const words = Object.assign(document.createElement("span"), { className: "words", textContent: this.says(item) });
    item.row.className = item.state;
    item.row.replaceChildren(name, bar, words);
    if (item.state === "failed") {
      const again = Object.assign(document.createElement("button"), { type: "button", className: "btn low", textContent: this.words.upload_retry });
      again.addEventListener("click", () => this.retry([item]));
      item.row.append(again);
    }
    return item.row;
  }
}
