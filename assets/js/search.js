// Search and filter inside one sheet. Rows are hidden, never removed: a hidden mark is still a mark.

const plain = (text) => text.normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase();

/** Unhides the tools of a sheet and wires them; answers an object whose `refresh` filters again. */
export function searchable(sheet) {
  const tools = sheet.querySelector("[data-sheet-tools]");
  const search = sheet.querySelector("[data-search]");
  const filter = sheet.querySelector("[data-filter]");
  const none = sheet.querySelector("[data-none]");
  const found = sheet.querySelector("[data-found]");
  const rows = [...sheet.querySelectorAll(".choice:not(.choice-blank)")].map((element) => ({
    element,
    kind: element.dataset.kind,
    words: plain(element.querySelector(".choice-label").textContent),
    box: element.querySelector("input"),
  }));

  const refresh = () => {
    const asked = plain(search.value).split(/\s+/).filter(Boolean);
    const only = filter.value;
    let shown = 0;
    for (const row of rows) {
      const fits =
        asked.every((word) => row.words.includes(word)) &&
        (only === "" || (only === "marked" ? row.box.checked : row.kind === only));
      row.element.hidden = !fits;
      if (fits) shown += 1;
    }
    none.hidden = shown > 0;
    found.textContent = shown === rows.length ? "" : `Showing ${shown} of ${rows.length}.`;
  };

  search.addEventListener("input", refresh);
  filter.addEventListener("change", refresh);
  // Enter in a search box would cast the ballot; Escape gives the whole list back.
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
    if (event.key === "Escape" && search.value) {
      event.preventDefault();
      search.value = "";
      refresh();
    }
  });
  sheet.querySelector("[data-reset]").addEventListener("click", () => {
    search.value = "";
    filter.value = "";
    refresh();
    search.focus();
  });

  tools.hidden = false;
  refresh();
  return { refresh };
}
