// Shows each <time datetime="…Z"> in the reader's own zone and keeps UTC beside it.
// The server has already written the UTC words: without this module nothing is missing.

const MINUTE = 60_000;
const STEPS = [
  [MINUTE, "minute", 60],
  [60 * MINUTE, "hour", 48],
  [24 * 60 * MINUTE, "day", 60],
];

/** Rewrites every instant under `root`; `data-relative` adds how far ahead it is. Dates without a time stay. */
export function localiseTimes(root, now = Date.now()) {
  for (const element of root.querySelectorAll("time[datetime*='T']")) {
    const instant = new Date(element.dateTime);
    if (Number.isNaN(instant.getTime())) continue;
    const words = inWords(instant, element.lang || document.documentElement.lang || "en");
    const ahead = instant.getTime() - now;
    element.textContent =
      element.hasAttribute("data-relative") && ahead > 0 ? `${words}, ${howFar(ahead)}` : words;
  }
}

/** "1 July 2021, 20:00 CEST (18:00 UTC)"; in UTC itself the second half would say nothing new. */
function inWords(instant, language) {
  const locale = language === "en" ? "en-GB" : language;
  const format = (zone, options) =>
    new Intl.DateTimeFormat(locale, { timeZone: zone, hourCycle: "h23", ...options }).format(instant);
  const day = { day: "numeric", month: "long", year: "numeric" };
  const minutes = { hour: "2-digit", minute: "2-digit" };

  const utcDay = format("UTC", day);
  const localDay = format(undefined, day);
  const utc = format("UTC", minutes);
  if (instant.getTimezoneOffset() === 0) return `${utcDay}, ${utc} UTC`;

  const local = `${localDay}, ${format(undefined, { ...minutes, timeZoneName: "short" })}`;
  return localDay === utcDay ? `${local} (${utc} UTC)` : `${local} (${utcDay}, ${utc} UTC)`;
}

function howFar(milliseconds) {
  const words = new Intl.RelativeTimeFormat(document.documentElement.lang || "en", { numeric: "auto" });
  for (const [length, unit, most] of STEPS) {
    const count = Math.trunc(milliseconds / length);
    if (count < most) return words.format(count, unit);
  }
  return words.format(Math.trunc(milliseconds / (30.44 * 24 * 60 * MINUTE)), "month");
}
