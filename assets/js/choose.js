// The leads' list of nominees to choose from: search and filter, as on a ballot's sheet.

import { searchable } from "./search.js";

for (const sheet of document.querySelectorAll("[data-sheet]")) {
  const tools = searchable(sheet);
  sheet.addEventListener("change", tools.refresh);
}
