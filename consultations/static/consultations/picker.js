// Another day, month, zone or kind of meeting without losing what was typed; on a phone first the
// time, then the form. Without this script the same links load the page.

const book = document.querySelector(".book");
const phone = matchMedia("(max-width: 45.99rem)");
const FOCUS = {
  times: "#start",
  before: ".month__ways [data-look=before], .month a",
  after: ".month__ways [data-look=after], .month a",
  kind: ".kinds [aria-current]",
  zone: ".zone:not([open]) summary, .zone[open] input[list]",
};
let loaded = "";

function shown() {
  return location.pathname + location.search;
}

function chosen() {
  return book.querySelector("[name=start]:checked");
}

// The chosen time is said again beside the form.
function say() {
  const time = chosen();
  const line = book.querySelector(".chosen__time");
  if (!line) return;
  if (time) line.querySelector("[data-said]").textContent = time.dataset.said;
  line.hidden = !time;
  book.querySelector(".chosen__none").hidden = Boolean(time);
  const onward = book.querySelector(".times__onward");
  if (onward) onward.hidden = !time;
}

function show(step, { keep = false } = {}) {
  if (book.dataset.step === step) return;
  book.dataset.step = step;
  if (!phone.matches) return;
  if (!keep) history.pushState({ step }, "");
  if (step === "details") {
    scrollTo(0, 0);
    book.querySelector(".chosen__time").focus({ preventScroll: true });
  } else {
    (chosen() ?? book.querySelector("#start")).focus();
  }
}

// Arrow keys only look through the times; a tap, the space bar or the button goes on.
let isLooking = false;
book?.addEventListener("pointerdown", () => (isLooking = false));
book?.addEventListener("keydown", (event) => {
  isLooking = event.key.startsWith("Arrow");
  if (event.target.name !== "start" || !phone.matches || !chosen()) return;
  if (event.key !== "Enter" && event.key !== " ") return;
  if (event.key === " " && !event.target.checked) return;
  event.preventDefault();
  show("details");
});
book?.addEventListener("change", (event) => {
  if (event.target.name === "start") {
    say();
    if (!phone.matches) book.dataset.step = "details";
    else if (!isLooking) show("details");
  }
  if (event.target.id === "shown-zone") event.target.form.requestSubmit();
});

// A city is typed where the page without a script has the list of all zones.
function searchable() {
  const list = book.querySelector("select#shown-zone");
  if (!list) return;
  const cities = Object.assign(document.createElement("datalist"), { id: "cities" });
  for (const { text } of list.querySelectorAll("optgroup option")) cities.append(new Option(text, text));
  const input = document.createElement("input");
  Object.assign(input, { id: list.id, name: list.name, type: "text", autocomplete: "off", required: true });
  input.setAttribute("list", cities.id);
  input.setAttribute("aria-describedby", "shown-zone-help");
  input.placeholder = list.selectedOptions[0].text;
  list.replaceWith(input, cities);
}

async function look(address, focus, { keep = false } = {}) {
  if (book.ariaBusy === "true") return;
  book.setAttribute("aria-busy", "true");
  const reply = await fetch(address).catch(() => null);
  const page = reply?.ok && new DOMParser().parseFromString(await reply.text(), "text/html");
  const parts = [...document.querySelectorAll("[data-part]")];
  const fresh = parts.map(({ dataset }) => page && page.querySelector(`[data-part="${dataset.part}"]`));
  if (!fresh.every(Boolean)) {
    location.assign(address);
    return;
  }
  parts.forEach((part, number) => part.replaceWith(fresh[number]));
  const form = book.querySelector(".booking");
  form.setAttribute("action", page.querySelector(".booking").getAttribute("action"));
  for (const zone of document.querySelectorAll("input[type=hidden][name=zone]")) {
    zone.value = book.querySelector(".chosen [name=zone]").value;
  }
  document.title = page.title;
  book.dataset.step = chosen() ? "details" : "times";
  if (!keep) history.pushState({ step: book.dataset.step }, "", address);
  loaded = shown();
  book.removeAttribute("aria-busy");
  searchable();
  say();
  book.querySelector(FOCUS[focus])?.focus({ preventScroll: !phone.matches });
}

book?.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-look], a[data-change]");
  const isPlain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
  if (event.target.closest("[data-onward]")) show("details");
  if (!link || !isPlain) return;
  event.preventDefault();
  if (link.dataset.look) look(link.href, link.dataset.look);
  else show("times");
});
book?.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-zone]")) return;
  event.preventDefault();
  const asked = new URLSearchParams(new FormData(event.target));
  look(`${location.pathname}?${asked}`, "zone");
});
addEventListener("popstate", ({ state }) => {
  if (!state?.step) return;
  if (shown() !== loaded) look(location.href, "", { keep: true });
  else show(state.step, { keep: true });
});

if (book) {
  loaded = shown();
  history.replaceState({ step: book.dataset.step }, "");
  searchable();
  say();
}
