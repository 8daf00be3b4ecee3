// The tray repeats what is marked, category by category, and can take a mark back.

/** Fills every list of the tray again; `remove` is called with the sheet and the box to unmark. */
export function fillTray(form, sheets, remove) {
  const tray = form.querySelector("#tray");
  if (!tray) return;
  const progress = tray.querySelector("[data-progress]");
  progress.value = sheets.filter((sheet) => sheet.marked.length > 0).length;
  progress.setAttribute("aria-label", "Categories marked");
  for (const sheet of sheets) {
    const item = tray.querySelector(`[data-tray="${CSS.escape(sheet.category)}"]`);
    const limit = Number.isFinite(sheet.max) ? ` of ${sheet.max}` : "";
    item.querySelector("[data-tray-count]").textContent = `${sheet.marked.length}${limit}`;
    item.querySelector(".tray-marks").replaceChildren(
      ...sheet.marked.map((box) => mark(sheet, box, item, remove)),
    );
  }
  closeOnTheWay(tray);
}

function mark(sheet, box, item, remove) {
  const name = box.closest(".choice").querySelector(".choice-name").textContent.trim();
  const line = document.createElement("li");
  const words = document.createElement("span");
  words.textContent = name;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "tray-remove";
  button.setAttribute("aria-label", `Unmark ${name}`);
  button.textContent = "×";
  button.addEventListener("click", () => {
    remove(sheet, box);
    item.querySelector("a").focus();
  });
  line.append(words, button);
  return line;
}

/** On a phone the tray lies over the paper: a link in it leads there, so it gets out of the way. */
function closeOnTheWay(tray) {
  if (tray.dataset.wired) return;
  tray.dataset.wired = "yes";
  tray.addEventListener("click", (event) => {
    if (event.target.closest("a") && tray.matches(":popover-open")) tray.hidePopover();
  });
}
