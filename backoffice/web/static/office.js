// Small comforts; every page works without them.
"use strict";

// A chosen date or group is shown at once.
document.addEventListener("change", (event) => {
  const field = event.target;
  if (field.matches(".pick input, [data-submit]") && field.checkValidity()) field.form.requestSubmit();
});

// The whole date field opens the calendar, not only its small icon.
document.addEventListener("click", (event) => {
  const field = event.target.closest(".pick input");
  if (field && field.showPicker) field.showPicker();
});

// The page of a running day follows the tills; what was opened stays open.
const page = () => document.querySelector("[data-live]");

function keepOpen(old, next) {
  const named = (root) => [...root.querySelectorAll("details")].map((one) => [one.querySelector("summary").textContent, one]);
  const before = new Map(named(old));
  for (const [name, one] of named(next)) if (before.has(name)) one.open = before.get(name).open;
}

async function follow() {
  if (!page() || document.hidden) return;
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const next = fresh.getElementById("day");
    if (next) {
      keepOpen(page(), next);
      page().replaceWith(next);
    }
  } catch {
    // No link: the time in the tag tells how old the figures are; the next round tries again.
  }
}

if (page()) {
  setInterval(follow, 1000 * Number(page().dataset.live));
  document.addEventListener("visibilitychange", follow);
}
