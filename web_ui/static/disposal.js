// Votes by keyboard: nothing is sent until the member says so. A list in making: how many are chosen.
import { plain, typing } from "./frame.js";

const ballot = document.querySelector("[data-ballot]");
if (ballot) {
  const rows = [...ballot.querySelectorAll("[data-row]")];
  let at = Math.max(0, rows.findIndex((row) => row.classList.contains("now")));
  const go = (to) => {
    if (!rows[to]) return;
    rows[at].classList.remove("now");
    at = to;
    rows[at].classList.add("now");
    rows[at].focus({ preventScroll: true });
    rows[at].scrollIntoView({ block: "nearest" });
  };
  const vote = (value) => {
    const box = rows[at]?.querySelector(`input[value="${value}"][type="radio"]`);
    if (!box) return;
    box.checked = true;
    go(at + 1);
  };
  const say = () => {
    const words = rows[at]?.querySelector(".said");
    if (!words) return;
    words.open = true;
    words.querySelector("textarea").focus();
  };
  ballot.addEventListener("focusin", (event) => {
    const to = rows.indexOf(event.target.closest("[data-row]"));
    if (to >= 0 && to !== at) { rows[at].classList.remove("now"); at = to; rows[at].classList.add("now"); }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) {
      event.preventDefault();
      ballot.querySelector("[data-send]")?.click();
      return;
    }
    // A radio button is no place where one types: letters go on acting after a click.
    if ((typing(event) && event.target.type !== "radio") || !plain(event)) return;
    const act = { h: () => vote("destroy"), g: () => vote("keep"), d: say, j: () => go(at + 1), k: () => go(at - 1) };
    const chosen = act[event.key.toLowerCase()];
    if (!chosen) return;
    event.preventDefault();
    chosen();
  });
}

// An execution that is under way is looked at again, unless somebody is typing.
const going = document.querySelector("[data-reload]");
if (going) {
  setInterval(() => {
    if (!document.activeElement?.matches("input, textarea, select")) location.reload();
  }, Number(going.dataset.reload) * 1000);
}

const choose = document.querySelector("[data-choose]");
if (choose) {
  const boxes = [...choose.querySelectorAll('input[name="dossiers"]')];
  const words = choose.querySelector("[data-count]");
  const every = choose.querySelector("[data-everything]");
  const all = choose.querySelector("[data-choose-all]");
  const count = () => {
    words.hidden = every.checked;
    words.textContent = words.dataset.countWords.replace("{n}", boxes.filter((box) => box.checked).length);
  };
  all.hidden = !boxes.length;
  all.addEventListener("click", () => {
    const to = !boxes.every((box) => box.checked);
    for (const box of boxes) box.checked = to;
    count();
  });
  choose.addEventListener("change", count);
  count();
}
