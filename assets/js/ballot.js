// Improves the ballot paper: search and filter, counts that follow the hand, the tray, kept drafts.
// The paper works without any of it; the server checks everything again.

import { load, save } from "./drafts.js";
import { fillTray } from "./tray.js";
import { searchable } from "./search.js";

const plural = (count) => `${count} ${count === 1 ? "mark" : "marks"}`;
const same = (a, b) => a.length === b.length && a.every((value) => b.includes(value));

/** One category of the paper: its boxes, what is marked, and what the box already holds. */
class Sheet {
  constructor(element) {
    this.element = element;
    this.category = element.dataset.sheet;
    this.max = Number(element.dataset.max) || Infinity;
    this.boxes = [...element.querySelectorAll(".choice input")];
    this.count = element.querySelector("[data-count]");
    this.chip = element.querySelector("[data-sheet-state]");
    this.recorded =
      element.dataset.voted === "yes"
        ? this.boxes.filter((box) => box.value && "recorded" in box.dataset).map((box) => box.value)
        : null;
  }

  get marked() {
    return this.boxes.filter((box) => box.value && box.checked);
  }

  get marks() {
    return this.marked.map((box) => box.value);
  }

  /** Something on this sheet differs from what is recorded. */
  get changed() {
    return !same(this.marks, this.recorded ?? []);
  }

  mark(values) {
    for (const box of this.boxes) {
      box.checked = box.value ? values.includes(box.value) : values.length === 0;
    }
  }

  /** Refuses one mark too many, kindly: it says what to do and leaves the others alone. */
  accept(box) {
    if (this.marked.length <= this.max) return true;
    box.checked = false;
    return false;
  }

  show(tooMany) {
    const count = this.marked.length;
    const of = Number.isFinite(this.max) ? `${count} of ${this.max} marked` : `${count} marked`;
    this.count.textContent = tooMany ? `${of}. That is all this award takes: unmark one first.` : `${of}.`;
    this.count.toggleAttribute("data-full", tooMany);
    const [state, words] = this.state(count);
    this.chip.dataset.state = state;
    this.chip.textContent = words;
  }

  state(count) {
    if (this.changed) {
      return ["changed", this.recorded ? "changed, not cast yet" : `${plural(count)}, not cast yet`];
    }
    if (this.recorded) return ["recorded", count ? `recorded: ${plural(count)}` : "recorded: left blank"];
    return ["blank", "blank"];
  }
}

function start(form) {
  const sheets = [...form.querySelectorAll("[data-sheet]")].map((element) => new Sheet(element));
  const { ballot: edition, account } = form.dataset;
  const marked = form.querySelector("[data-marked]");
  const pending = form.querySelector("[data-pending]");
  const restored = "refused" in form.dataset ? 0 : restore(sheets, load(edition, account));

  const refresh = () => {
    const done = sheets.filter((sheet) => sheet.marked.length > 0).length;
    const open = sheets.filter((sheet) => sheet.changed).length;
    marked.textContent = `${done} of ${sheets.length} categories marked`;
    pending.textContent = open
      ? `${open} ${open === 1 ? "category is" : "categories are"} changed and not cast yet.`
      : "Nothing waits to be cast.";
    fillTray(form, sheets, (sheet, box) => {
      box.checked = false;
      sheet.mark(sheet.marks);
      sheet.show(false);
      keep();
    });
  };

  const keep = () => {
    refresh();
    save(edition, account, drafts(sheets));
  };

  for (const sheet of sheets) {
    sheet.show(sheet.marked.length > sheet.max);
    const search = searchable(sheet.element);
    const clear = sheet.element.querySelector("[data-clear]");
    sheet.element.addEventListener("change", (event) => {
      if (!sheet.boxes.includes(event.target)) return;
      sheet.show(!sheet.accept(event.target));
      keep();
    });
    if (clear) {
      clear.hidden = false;
      clear.addEventListener("click", () => {
        sheet.mark([]);
        sheet.show(false);
        search.refresh();
        keep();
      });
    }
  }

  refresh();
  if (restored) tellRestored(form, sheets, restored, keep);
}

/** Puts kept marks back, unless something newer was cast since; answers how many categories that was. */
function restore(sheets, kept) {
  let restored = 0;
  for (const sheet of sheets) {
    const draft = kept[sheet.category];
    if (!draft || !Array.isArray(draft.marks)) continue;
    const base = Array.isArray(draft.base) ? draft.base : null;
    const overtaken = (base === null) !== (sheet.recorded === null) || !same(base ?? [], sheet.recorded ?? []);
    const marks = draft.marks.filter((value) => sheet.boxes.some((box) => box.value === value));
    if (overtaken || marks.length > sheet.max || same(marks, sheet.marks)) continue;
    sheet.mark(marks);
    restored += 1;
  }
  return restored;
}

function drafts(sheets) {
  const kept = {};
  for (const sheet of sheets) {
    if (sheet.changed) kept[sheet.category] = { marks: sheet.marks, base: sheet.recorded };
  }
  return kept;
}

function tellRestored(form, sheets, restored, keep) {
  const notice = form.querySelector("[data-restored]");
  if (!notice) return;
  notice.hidden = false;
  notice.querySelector("[data-restored-count]").textContent =
    restored === 1 ? "1 category" : `${restored} categories`;
  notice.querySelector("[data-discard]").addEventListener("click", () => {
    for (const sheet of sheets) {
      sheet.mark(sheet.recorded ?? []);
      sheet.show(false);
    }
    notice.hidden = true;
    keep();
    form.querySelector(".sheet-head").focus();
  });
}

document.querySelectorAll("form[data-ballot]").forEach(start);
