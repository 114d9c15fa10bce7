/* A page in parts: a mark at each other part that holds unsaved words; rows that open by a button,
   since Unfold opens them by a click on their title alone. */

import { make, symbol } from "./make.js";

const told = document.getElementById("writing-desk");
const parts = document.querySelector(".desk-parts");

if (told && parts) {
  const tables = new Set(JSON.parse(told.textContent).drafts.map(({ box }) =>
    (box.includes(":") ? box.split(":")[0] : "texts")));
  for (const link of parts.querySelectorAll("a:not([aria-current])")) {
    if (!link.dataset.tables.split(" ").some((name) => tables.has(name))) continue;
    link.append(make("span", { class: "desk-tag" }, parts.dataset.unsaved));
  }
}

for (const title of document.querySelectorAll(".form-group.original h3.cursor-pointer strong")) {
  const open = title.closest("[x-data]").getAttribute("x-data").includes("true"); // it has a fault
  const button = make("button", { type: "button", class: "desk-open", "aria-expanded": String(open),
    "aria-label": `${parts.dataset.open}: ${title.textContent.trim()}`,
    on: { click: () => title.click() } }, symbol("keyboard_arrow_down"));
  title.before(button);
  title.closest("h3").addEventListener("click", ({ target }) => {
    if (["h3", "strong"].includes(target.tagName.toLowerCase())) {
      button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true"));
    }
  });
}
