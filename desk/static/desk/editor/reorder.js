/* Rows that are dragged may also be moved by two buttons; places count on from the first one. */

import { make, symbol } from "./make.js";

const said = document.getElementById("reorder-words")?.dataset ?? {};
const live = make("p", { class: "desk-hidden", role: "status" });

const place = (row, field) => row.querySelector(`input[name$="-${field}"]`);
const nameOf = (row) => (row.querySelector("h3 strong, p > span")?.textContent
  || row.querySelector("textarea, input[type=text]")?.value
  || row.querySelector(".desk-link")?.textContent || "").trim();

for (const list of document.querySelectorAll(".formset[data-ordering-field]")) {
  const field = list.dataset.orderingField;
  const rows = () => [...list.querySelectorAll(":scope > .form-group.original")];
  if (!rows().length) continue;
  const first = Math.min(...rows().map((row) => Number(place(row, field)?.value || 0)));

  const number = () => rows().forEach((row, at) => {
    const input = place(row, field);
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
    live.textContent = said.moved.replace("%s", nameOf(row)).replace("%n", rows().indexOf(row) + 1);
  };
  for (const row of rows()) {
    const handle = row.querySelector("[x-sort\\:handle]");
    const pair = [[-1, "keyboard_arrow_up", said.up], [1, "keyboard_arrow_down", said.down]];
    const buttons = make("span", { class: "desk-move" }, ...pair.map(([by, picture, words]) => make("button",
      { type: "button", "data-move": by, title: words, "aria-label": `${words}: ${nameOf(row)}`,
        on: { click: (event) => { event.stopPropagation(); move(row, by, event.currentTarget); } } },
      symbol(picture))));
    if (handle) handle.after(buttons);
  }
  ends();
  list.addEventListener("input", (event) => {
    if (event.isTrusted || !event.target.name?.endsWith(`-${field}`)) return;
    queueMicrotask(() => { number(); ends(); });
  });
}
document.body.append(live);
