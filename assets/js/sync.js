// The page of a source: while it is being read, how far it is, without a reload by hand.

const PERIOD = 1500;
const live = () => document.querySelector("#live");

async function look() {
  if (!live()?.hasAttribute("data-running")) return;
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.querySelector("#live");
    if (answer.ok && fresh) {
      // Whoever is on a button in there must not lose their place while it counts.
      const ended = !fresh.hasAttribute("data-running");
      if (ended) return location.reload();
      if (!live().contains(document.activeElement)) live().replaceWith(fresh);
    }
  } catch {
    // The line is cut: the next look may reach it again.
  }
  setTimeout(look, PERIOD);
}

setTimeout(look, PERIOD);
