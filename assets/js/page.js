// Every page loads this: times in the reader's zone, the refusal in focus, and nothing left behind at sign-out.

import { localiseTimes } from "./time.js";
import { forgetAll } from "./drafts.js";

localiseTimes(document);

// A refused form opens at its summary, so that a screen reader starts with what went wrong.
document.querySelector("[data-focus]")?.focus();

for (const form of document.querySelectorAll("form[data-forget-drafts]")) {
  form.addEventListener("submit", forgetAll);
}
