/* The author's editor: plain text boxes made comfortable. Without it they stay plain boxes. */

import { lineAt, nextPoint } from "./box.js";
import { keeper, offers } from "./keep.js";
import { look } from "./look.js";
import { make, post, symbol } from "./make.js";
import { menu } from "./menu.js";
import { notes } from "./notes.js";
import { toolbar } from "./toolbar.js";

const desk = JSON.parse(document.getElementById("writing-desk").textContent);
const { say } = desk;
const form = document.querySelector("#content-main form[method=post][id$=_form]");

function titleOf(area) {
  const label = form.querySelector(`label[for="${CSS.escape(area.id)}"]`);
  return label ? label.textContent.replace("*", "").trim() : area.name;
}

/* The other boxes of the same text: those of the form, or of the same item of a list. */
function beside(area) {
  const within = area.name.slice(0, area.name.lastIndexOf(":") + 1) || "body-";
  return [...form.elements].filter((field) => field !== area && field.name.startsWith(within)
    && !field.name.slice(within.length).includes(":"));
}

function warn(sentence) {
  let bar = document.querySelector(".wd-warning");
  if (!bar) {
    bar = make("p", { class: "wd-warning", role: "alert" });
    form.before(bar);
  }
  bar.textContent = sentence;
}

/* The whole form, of the part or the item that the address names: shown from the words as they stand. */
function asked(area, person) {
  const fields = new FormData(form);
  for (const [name, value] of [...fields]) if (typeof value !== "string") fields.delete(name);
  fields.set("preview_document", desk.pk);
  fields.set("preview_place", area.name);
  fields.set("preview_reader", person);
  return fields;
}

const shownAt = () => desk.doors.unsaved + window.location.search;

function onPaper(area, person) {
  const fields = [...asked(area, person), ["preview_medium", "paper"]];
  const sheet = make("form", { method: "post", action: shownAt(), target: "_blank", hidden: true },
    ...fields.map(([name, value]) => make("input", { type: "hidden", name, value })));
  document.body.append(sheet);
  sheet.submit();
  sheet.remove();
}

function lineFaults(lines) {
  for (const name of desk.lines) {
    const field = form.elements.namedItem(name);
    if (!field) continue;
    let said = field.parentElement.querySelector(".wd__field-fault");
    if (!said) {
      said = make("p", { class: "wd__field-fault", role: "status" });
      field.after(said);
    }
    said.textContent = lines[name] || "";
  }
}

function enhance(area, text, keep) {
  const wrap = make("div", { class: `wd${text.tall ? " wd--tall" : ""}`, "data-page": text.page });
  const sheet = make("div", { class: "wd__sheet" });
  const told = make("span", { class: "wd__kept", role: "status" });
  const words = make("span", { class: "wd__words" });
  const outside = make("span", { class: "wd__outside" });
  const typing = document.activeElement === area;
  area.before(wrap);
  sheet.append(area);
  area.classList.add("wd__area");
  area.spellcheck = true;
  const faults = notes(area, sheet, say);
  const pane = look(desk, text.page, (person) => post(shownAt(), asked(area, person)),
    (answer) => {
      const mild = answer.notes.map((note) => ({ ...note, mild: true }));
      faults.show([...answer.faults, ...mild].sort((one, other) => one.line - other.line));
      lineFaults(answer.lines);
      outside.replaceChildren(...(answer.outside.length ? [say.outside, " "] : []),
        ...answer.outside.map((address) => make("a", { href: address, target: "_blank", rel: "noopener" }, address)));
    },
    desk.prints ? (person) => onPaper(area, person) : null);

  const toggle = make("button", { type: "button", class: "wd__tool wd__tool--words", "aria-pressed": "false",
    on: { click: () => open(wrap.dataset.open !== "yes") } }, symbol("visibility"), say.preview);
  const room = make("button", { type: "button", class: "wd__tool", title: say.room, "aria-label": say.room,
    "aria-pressed": "false", on: { click: () => large(!wrap.classList.contains("wd--room")) } },
  symbol("open_in_full"));
  const open = (on) => {
    wrap.dataset.open = on ? "yes" : "no";
    toggle.setAttribute("aria-pressed", String(on));
    pane.open(on);
    if (on) follow();
    window.dispatchEvent(new Event("resize"));
  };
  const large = (on) => {
    wrap.classList.toggle("wd--room", on);
    room.setAttribute("aria-pressed", String(on));
    room.firstChild.textContent = on ? "close_fullscreen" : "open_in_full";
    room.title = on ? say.leave : say.room;
    room.setAttribute("aria-label", room.title);
    if (on) open(window.innerWidth >= 800);
    area.focus();
  };
  const entries = desk.menus[text.page] || [];
  const extra = [entries.length ? menu(area, entries, say).button : null, toggle, room];
  const bar = toolbar(area, say, text.page, extra.filter(Boolean));
  wrap.append(bar, make("div", { class: "wd__room" },
    make("div", { class: "wd__text" }, sheet, faults.list), pane.pane),
  make("p", { class: "wd__foot" }, words, told, outside));

  const counted = () => {
    const found = area.value.match(/[\p{L}\p{N}’'-]+/gu) || [];
    words.textContent = say.words.replace("%s", found.length);
  };
  const follow = () => {
    const lines = area.value.split("\n");
    const at = lineAt(area) - 1;
    pane.follow(at / Math.max(1, lines.length - 1), lines[at]);
  };
  const box = { area, title: titleOf(area), box: () => area.name,
    told: (sentence) => { told.textContent = sentence; } };
  area.addEventListener("input", () => { counted(); pane.soon(); keep(box); follow(); });
  area.addEventListener("keyup", follow);
  area.addEventListener("click", follow);
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) nextPoint(area, event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !wrap.classList.contains("wd--room")) return;
    event.preventDefault();
    large(false);
  });
  counted();
  if (typing) area.focus({ preventScroll: true });
  wrap.dataset.open = "no";
  if (text.tall) {
    for (const field of beside(area)) field.addEventListener("input", pane.soon);
    // In a folded set the page is drawn once the set is opened.
    const fold = area.closest("details:not([open])");
    const begin = () => open(wrap.clientWidth >= 800);
    if (fold) fold.addEventListener("toggle", begin, { once: true });
    else begin();
  }
  return box;
}

function plainBox(field, keep) {
  const told = make("span", { class: "wd__kept", role: "status" });
  field.after(told);
  const box = { area: field, title: titleOf(field), box: () => field.name,
    told: (sentence) => { told.textContent = sentence; } };
  field.addEventListener("input", () => keep(box));
  return box;
}

if (form) {
  const keep = keeper(desk, form, warn);
  const boxes = [];
  for (const area of form.querySelectorAll("textarea")) {
    const text = desk.texts.find((one) => new RegExp(one.names).test(area.name));
    if (text && !area.readOnly && !area.disabled) boxes.push(enhance(area, text, keep));
  }
  for (const name of desk.lines) {
    const field = form.elements.namedItem(name);
    if (field) boxes.push(plainBox(field, keep));
  }
  offers(desk, boxes, form);
}
