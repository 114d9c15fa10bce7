/* The row of tools above a text: one stop for Tab, arrows between the tools. */

import { block, heading, link, prefix, wrap } from "./box.js";
import { make, symbol } from "./make.js";

function tools(area, say, page) {
  const text = say.text_here;
  const shared = [
    ["bold", "format_bold", () => wrap(area, "**", "**", text)],
    ["italic", "format_italic", () => wrap(area, "*", "*", text)],
    ["heading", "title", () => heading(area)],
    ["bullets", "format_list_bulleted", () => prefix(area, "- ")],
    ["numbers", "format_list_numbered", () => prefix(area, "1. ")],
    ["link", "link", () => link(area, text)],
    ["quote", "format_quote", () => prefix(area, "> ")],
  ];
  if (["start", "landing"].includes(page)) return [shared];
  const blocks = [
    ["note", "sticky_note_2", () => block(area, `::: note ${say.title_here}`, text, text)],
    ["pull", "format_ink_highlighter", () => block(area, "::: pull", text, text)],
    ["practice", "self_improvement",
      () => block(area, `::: practice ${say.title_here}`, `1. ${text}`, text)],
    ["pairs", "splitscreen_right",
      () => block(area, `::: pairs ${say.heads_here}`, say.pair_here, say.pair_here)],
  ];
  if (page === "guide") {
    const key = `lines_${1 + (area.value.match(/^::: field/gm) || []).length}`;
    blocks.push(["field", "edit_note",
      () => block(area, `::: field ${key} 3`, say.label_here, say.label_here)]);
  }
  return [shared, blocks];
}

export function toolbar(area, say, page, extra) {
  const bar = make("div", { class: "wd__tools", role: "toolbar", "aria-label": say.tools,
    "aria-controls": area.id });
  for (const group of tools(area, say, page)) {
    const set = make("div", { class: "wd__set" });
    for (const [name, picture, act] of group) {
      set.append(make("button", { type: "button", class: "wd__tool", title: say[name],
        "aria-label": say[name], on: { click: act } }, symbol(picture)));
    }
    bar.append(set);
  }
  bar.append(make("div", { class: "wd__set wd__set--end" }, ...extra));
  rove(bar);
  area.addEventListener("keydown", (event) => shortcut(event, area, say));
  return bar;
}

function shortcut(event, area, say) {
  if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
  const act = {
    b: () => wrap(area, "**", "**", say.text_here),
    i: () => wrap(area, "*", "*", say.text_here),
    k: () => link(area, say.text_here),
  }[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  event.stopPropagation();
  act();
}

function rove(bar) {
  const all = () => [...bar.querySelectorAll("button:not([hidden])")];
  const settle = (chosen) => all().forEach((one) => { one.tabIndex = one === chosen ? 0 : -1; });
  settle(all()[0]);
  bar.addEventListener("focusin", (event) => {
    if (event.target.matches("button")) settle(event.target);
  });
  bar.addEventListener("keydown", (event) => {
    const list = all();
    const at = list.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: list.length - 1 }[event.key];
    if (at < 0 || to === undefined) return;
    event.preventDefault();
    list[(to + list.length) % list.length].focus();
  });
}
