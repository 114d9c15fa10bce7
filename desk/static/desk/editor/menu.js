/* What may be put in at the caret, in the author's words: type to find, arrows, Enter. */

import { replace } from "./box.js";
import { make, symbol } from "./make.js";

let count = 0;

export function menu(area, entries, say) {
  const id = `wd-menu-${(count += 1)}`;
  const list = make("ul", { class: "wd__entries", role: "listbox", id, "aria-label": say.put_in });
  const find = make("input", { type: "text", class: "wd__find", role: "combobox", autocomplete: "off",
    placeholder: say.find, "aria-label": say.find, "aria-expanded": "true", "aria-controls": id });
  const box = make("div", { class: "wd__menu", hidden: true }, find, list);
  const button = make("button", { type: "button", class: "wd__tool wd__tool--words",
    "aria-haspopup": "dialog", "aria-expanded": "false", on: { click: () => toggle() } },
  symbol("add"), say.put_in);
  let at = 0;
  let range = [0, 0];

  const options = () => [...list.querySelectorAll("[role=option]")];
  const point = (to) => {
    const all = options();
    at = all.length ? (to + all.length) % all.length : 0;
    all.forEach((one, number) => one.setAttribute("aria-selected", String(number === at)));
    if (all[at]) {
      find.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    } else find.removeAttribute("aria-activedescendant");
  };
  const fill = () => {
    const wanted = find.value.trim().toLowerCase();
    const fits = entries.filter((one) => `${one.group} ${one.words}`.toLowerCase().includes(wanted));
    list.replaceChildren();
    let group = "";
    fits.forEach((one, number) => {
      if (one.group !== group) {
        group = one.group;
        list.append(make("li", { class: "wd__group", role: "presentation" }, group));
      }
      list.append(make("li", { class: "wd__entry", role: "option", id: `${id}-${number}`,
        on: { mousedown: (event) => { event.preventDefault(); put(one); } } }, one.words));
    });
    if (!fits.length) list.append(make("li", { class: "wd__group", role: "presentation" }, say.nothing));
    box.fits = fits;
    point(0);
  };
  const toggle = (open = box.hidden) => {
    box.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    if (!open) return;
    range = [area.selectionStart, area.selectionEnd];
    find.value = "";
    fill();
    find.focus({ preventScroll: true });
    box.scrollIntoView({ block: "nearest" });
  };
  const put = (entry) => {
    toggle(false);
    const [start, end] = range;
    const own = entry.before.startsWith(":::");
    const lead = own && start && !area.value.slice(0, start).endsWith("\n\n") ? "\n\n" : "";
    const trail = own && !area.value.slice(end).startsWith("\n") ? "\n" : "";
    const chosen = area.value.slice(start, end) || (entry.after ? say.text_here : "");
    const from = start + lead.length + entry.before.length;
    replace(area, start, end, lead + entry.before + chosen + entry.after + trail, from,
      from + (entry.after ? chosen.length : 0));
  };
  find.addEventListener("input", fill);
  find.addEventListener("keydown", (event) => {
    const act = {
      ArrowDown: () => point(at + 1),
      ArrowUp: () => point(at - 1),
      Enter: () => box.fits[at] && put(box.fits[at]),
      Escape: () => { toggle(false); area.focus(); },
    }[event.key];
    if (!act) return;
    event.preventDefault();
    event.stopPropagation();
    act();
  });
  box.addEventListener("focusout", (event) => {
    if (!box.contains(event.relatedTarget) && event.relatedTarget !== button) toggle(false);
  });
  return { button: make("span", { class: "wd__menu-place" }, button, box) };
}
