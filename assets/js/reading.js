// Beside a long story: where the reader is in it, in the table of contents. Without this module the contents are
// there all the same, folded on a phone, unfolded beside the text by the style sheet.

const contents = document.querySelector(".contents details");

if (contents) {
  const wide = matchMedia("(min-width: 64rem)");
  // What the style sheet shows should count as open for a screen reader, too.
  const unfold = () => (contents.open = wide.matches);
  unfold();
  wide.addEventListener("change", unfold);

  const links = new Map();
  for (const link of contents.querySelectorAll("a[href^='#']")) {
    const place = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (place) links.set(place, link);
    // On a phone the contents fold away once they have led somewhere.
    link.addEventListener("click", () => {
      if (!wide.matches) contents.open = false;
    });
  }
  follow([...links.keys()], links, contents);
}

/** Marks the last heading that has come to the top of the window, or gone past it. */
function follow(places, links, within) {
  let current;
  const mark = () => {
    const line = 80;
    const next = places.findLast((place) => place.getBoundingClientRect().top <= line);
    if (next === current) return;
    links.get(current)?.removeAttribute("aria-current");
    current = next;
    const link = links.get(current);
    link?.setAttribute("aria-current", "location");
    if (link && within.scrollHeight > within.clientHeight) keepInSight(link, within);
  };
  let waits = false;
  const later = () => {
    if (waits) return;
    waits = true;
    requestAnimationFrame(() => {
      waits = false;
      mark();
    });
  };
  addEventListener("scroll", later, { passive: true });
  mark();
}

/** Scrolls the contents alone, never the page. */
function keepInSight(link, within) {
  const box = within.getBoundingClientRect();
  const place = link.getBoundingClientRect();
  if (place.top < box.top + 40 || place.bottom > box.bottom - 40) {
    within.scrollTop += place.top - box.top - within.clientHeight / 3;
  }
}
