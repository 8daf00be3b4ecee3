// Marks that are not cast yet, kept in this browser only. One entry per edition and account tag:
//   laurels:draft:<edition>:<account> = { at, sheets: { <category>: { marks: [..], base: [..] | null } } }
// `base` is what was recorded when the draft was made: if something else has been recorded since,
// it was cast on purpose elsewhere, and the draft gives way. A browser without storage just keeps nothing.

const PREFIX = "laurels:draft:";
const KEPT_FOR = 30 * 24 * 60 * 60 * 1000;

export function load(edition, account, now = Date.now()) {
  try {
    const draft = JSON.parse(localStorage.getItem(key(edition, account)));
    if (!draft || typeof draft.sheets !== "object" || now - draft.at > KEPT_FOR) return {};
    return draft.sheets ?? {};
  } catch {
    return {};
  }
}

export function save(edition, account, sheets, now = Date.now()) {
  try {
    if (Object.keys(sheets).length === 0) localStorage.removeItem(key(edition, account));
    else localStorage.setItem(key(edition, account), JSON.stringify({ at: now, sheets }));
  } catch {
    // Storage full or forbidden: the marks still stand on the page.
  }
}

/** Signing out on a shared computer must not leave one's marks to the next person. */
export function forgetAll() {
  try {
    for (const name of Object.keys(localStorage)) {
      if (name.startsWith(PREFIX)) localStorage.removeItem(name);
    }
  } catch {
    // No storage, nothing to forget.
  }
}

function key(edition, account) {
  return `${PREFIX}${edition}:${account}`;
}
