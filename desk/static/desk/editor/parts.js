/* A page in parts: a mark at each other part that holds unsaved words. */

import { make } from "./make.js";

const told = document.getElementById("writing-desk");
const parts = document.querySelector(".desk-parts");

if (told && parts) {
  const columns = new Set(JSON.parse(told.textContent).drafts.map(({ box }) => box.replace("body-", "").split(":")[0]));
  for (const link of parts.querySelectorAll("a:not([aria-current])")) {
    if (!link.dataset.columns.split(" ").some((name) => columns.has(name))) continue;
    link.append(make("span", { class: "desk-tag" }, parts.dataset.unsaved));
  }
}
