/* Rows and sets of boxes that have a place may also be moved by two buttons; places count on from
   the first one. A link to an item of a list opens the set it stands in, and a long list is
   narrowed as one types. */

import { make, symbol } from "./make.js";

const said = document.getElementById("reorder-words")?.dataset ?? {};
const live = make("p", { class: "desk-hidden", role: "status" });

/* `rows()` in their order, `place(row)` the box that holds its number, `host(row)` where the two
   buttons go, `name(row)` what it is called. */
function movable({ rows, place, host, name }) {
  if (!rows().length) return;
  const first = Math.min(...rows().map((row) => Number(place(row)?.value || 0)));

  const number = () => rows().forEach((row, at) => {
    const input = place(row);
    if (input) input.value = first + at;
  });
  const ends = () => rows().forEach((row, at, all) => {
    row.querySelector("[data-move='-1']").disabled = at === 0;
    row.querySelector("[data-move='1']").disabled = at === all.length - 1;
  });
  const move = (row, by, button) => {
    const all = rows();
    const other = all[all.indexOf(row) + by];
    if (!other) return;
    if (by < 0) other.before(row);
    else other.after(row);
    number();
    ends();
    const again = button.disabled ? row.querySelector(`[data-move='${-by}']`) : button;
    again.focus();
    live.textContent = said.moved.replace("%s", name(row)).replace("%n", rows().indexOf(row) + 1);
  };
  for (const row of rows()) {
    const pair = [[-1, "keyboard_arrow_up", said.up], [1, "keyboard_arrow_down", said.down]];
    const buttons = make("span", { class: "desk-move" }, ...pair.map(([by, picture, words]) => make("button",
      { type: "button", "data-move": by, title: words, "aria-label": `${words}: ${name(row)}`,
        on: { click: (event) => {
          move(row, by, event.currentTarget);
        } } },
      symbol(picture))));
    host(row, buttons);
  }
  ends();
  return () => { number(); ends(); };
}

for (const list of document.querySelectorAll(".formset[data-ordering-field]")) {
  const field = list.dataset.orderingField;
  const counted = movable({
    rows: () => [...list.querySelectorAll(":scope > .form-group.original")],
    place: (row) => row.querySelector(`input[name$="-${field}"]`),
    host: (row, buttons) => row.querySelector("[x-sort\\:handle]")?.after(buttons),
    name: (row) => (row.querySelector("h3 strong, p > span")?.textContent
      || row.querySelector("textarea, input[type=text]")?.value
      || row.querySelector(".desk-link")?.textContent || "").trim(),
  });
  list.addEventListener("input", (event) => {
    if (event.isTrusted || !event.target.name?.endsWith(`-${field}`)) return;
    if (counted) queueMicrotask(counted);
  });
}

const MANY = 8;

/* What is written in an item, its name and its boxes, in small letters. */
function wordsOf(row) {
  const boxes = [...row.querySelectorAll("textarea, input[type=text], option:checked")];
  return [row.querySelector("h2")?.textContent, ...boxes.map((one) => one.label ?? one.value)].join(" ").toLowerCase();
}

function narrowable(rows) {
  if (rows.length < MANY) return;
  const count = make("span", { class: "desk-narrow-list__count", role: "status" });
  const narrow = () => {
    const asked = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const words = asked.length ? wordsOf(row) : "";
      row.hidden = !asked.every((word) => words.includes(word));
    }
    const shown = rows.filter((row) => !row.hidden).length;
    count.textContent = asked.length ? said.shown.replace("%n", shown).replace("%s", rows.length) : "";
  };
  const box = make("input", { type: "search", "aria-label": said.narrow, placeholder: said.narrow, on: {
    input: narrow,
    keydown: (event) => {
      if (event.key === "Enter") event.preventDefault(); // it would save the form
    },
  } });
  rows[0].before(make("div", { class: "desk desk-narrow-list" }, box, count));
}

const items = [...document.querySelectorAll(".desk-item")];
for (const name of new Set(items.map((one) => one.dataset.list))) {
  narrowable(items.filter((one) => one.dataset.list === name).map((one) => one.closest("fieldset")));
  const of = (row) => row.querySelector(".desk-item");
  movable({
    rows: () => [...document.querySelectorAll(`.desk-item[data-list="${CSS.escape(name)}"]`)]
      .map((one) => one.closest("fieldset")),
    place: (row) => document.getElementsByName(`${of(row).id}-place`)[0],
    // Beside the summary, not in it: what is pressed may hold nothing else to press.
    host: (row, buttons) => row.prepend(buttons),
    name: (row) => row.querySelector("h2").firstChild.textContent.trim(),
  });
}

function open() {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const fold = target?.closest("details");
  if (!fold) return;
  fold.open = true;
  fold.closest("fieldset").hidden = false;
  (target.matches(".desk-item") ? fold : target).scrollIntoView();
}
window.addEventListener("hashchange", open);
open();
document.body.append(live);
