/* The look of the practice, seen on a page, a letter and the guide while it is chosen. */

import { look } from "./look.js";
import { make, post } from "./make.js";

const desk = JSON.parse(document.getElementById("look-desk").textContent);
const { say } = desk;
const form = document.querySelector("#content-main form[method=post][id$=_form]");

function asked(surface) {
  const fields = new FormData(form);
  fields.set("preview_document", desk.pk);
  fields.set("preview_place", "");
  fields.set("preview_reader", surface);
  return fields;
}

function take(field, colour) {
  field.value = colour;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

/* What stands against a colour, and a button that takes the nearest one. */
function fault(name, sentence) {
  const field = form.elements.namedItem(name);
  if (!field) return;
  const spot = field.closest(".wd-colours-of") || field;
  let told = spot.parentElement.querySelector(".wd__field-fault");
  if (!told) {
    if (!sentence) return;
    told = make("p", { class: "wd__field-fault", role: "status" });
    spot.after(told);
  }
  const nearest = field.type === "color" && /#[0-9a-f]{6}/.exec(sentence);
  told.replaceChildren(sentence, nearest ? make("button", { type: "button", class: "wd__take",
    style: `--colour:${nearest[0]}`, on: { click: () => take(field, nearest[0]) } },
  say.take.replace("%s", nearest[0])) : "");
}

function swatches(field, colours) {
  const row = make("span", { class: "wd-colours", role: "group", "aria-label": say.colours });
  for (const [value, words] of colours) {
    row.append(make("button", { type: "button", class: "wd-colour", title: words, "aria-label": words,
      style: `--colour:${value}`, on: { click: () => take(field, value) } }));
  }
  const mark = () => {
    for (const [at, one] of [...row.children].entries()) one.setAttribute("aria-pressed", String(colours[at][0] === field.value));
  };
  const around = make("span", { class: "wd-colours-of" });
  field.before(around);
  around.append(field, row);
  field.addEventListener("input", mark);
  mark();
}

for (const [name, colours] of Object.entries(desk.palettes)) {
  const field = form.elements.namedItem(`body-${name}`);
  if (field && field.type === "color") swatches(field, colours);
}

const pane = look(desk, "landing", (surface) => {
  pane.pane.querySelector(".wd__state").textContent = say.waiting; // a guide takes some seconds
  return post(desk.doors.unsaved, asked(surface));
}, (answer) => {
  for (const field of form.elements) {
    if (field.name.startsWith("body-")) fault(field.name, answer.lines[field.name] || "");
  }
}, null);
const room = make("div", { class: "wd wd-brand", "data-open": "yes" }, pane.pane);
form.querySelector("fieldset.module")?.after(room);
form.addEventListener("input", pane.soon);
form.addEventListener("change", pane.soon);
pane.open(true);
