/* Faults beside their lines: a mirror of the text knows where each line stands. */

import { goToLine } from "./box.js";
import { make } from "./make.js";

export function notes(area, sheet, say) {
  const mirror = make("div", { class: "wd__mirror", "aria-hidden": "true" });
  const list = make("ol", { class: "wd__notes" });
  let faults = [];
  sheet.prepend(mirror);

  const draw = () => {
    const bad = new Set(faults.filter((fault) => !fault.mild).map((fault) => fault.line));
    const lines = area.value.split("\n").map((line, at) => make("div",
      { class: bad.has(at + 1) ? "wd__line wd__line--bad" : "wd__line" }, line || "\u200b"));
    mirror.replaceChildren(...lines);
    place();
  };
  const place = () => {
    let free = 0;
    [...list.children].forEach((note, at) => {
      const line = mirror.children[faults[at].line - 1];
      const top = Math.max(free, line ? line.offsetTop : 0);
      note.style.setProperty("--top", `${top}px`);
      free = top + note.offsetHeight + 6;
    });
  };
  const show = (found) => {
    faults = found.map((fault) => ({ ...fault,
      line: Math.max(1, Math.min(fault.line, area.value.split("\n").length)) }));
    list.replaceChildren(...faults.map((fault) => make("li", { class: fault.mild ? "wd__note wd__note--mild" : "wd__note" },
      make("button", { type: "button", class: "wd__note-line",
        on: { click: () => goToLine(area, fault.line) } }, say.line.replace("%s", fault.line)),
      make("span", {}, fault.message))));
    area.setAttribute("aria-invalid", String(faults.some((fault) => !fault.mild)));
    draw();
  };
  area.addEventListener("input", draw);
  new ResizeObserver(place).observe(sheet);
  draw();
  return { list, show };
}
