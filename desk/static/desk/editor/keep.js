/* Unsaved words: kept on the desk as they are typed, offered again when the page opens. */

import { whole } from "./box.js";
import { later, make, post } from "./make.js";

const TAB = Math.random().toString(36).slice(2) + Date.now().toString(36);
const KEEPALIVE = 60_000;

export function keeper(desk, form, warn) {
  const dirty = new Map();
  const fields = (box) => ({ label: desk.label, pk: desk.pk, mark: desk.mark, tab: TAB,
    name: box.area.name, text: box.area.value });

  async function send(box, settings = {}) {
    dirty.delete(box);
    try {
      const answer = await post(desk.doors.keep, fields(box), settings);
      box.told(desk.say.kept.replace("%s", answer.at));
      if (answer.warning) warn(answer.warning);
      else if (answer.other_tab) warn(desk.say.other_tab);
    } catch {
      dirty.set(box, true);
      box.told(desk.say.not_kept);
      again();
    }
  }
  const all = () => [...dirty.keys()].forEach((box) => send(box));
  const again = later(all, 10_000);
  const soon = later(all, 1_200);
  const leaving = () => {
    soon.stop();
    for (const box of dirty.keys()) send(box, { keepalive: box.area.value.length < KEEPALIVE });
  };
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") leaving();
  });
  window.addEventListener("pagehide", leaving);
  form.addEventListener("submit", () => {
    if (desk.pk) leaving();
    else {
      dirty.clear();
      soon.stop();
      post(desk.doors.throw_away, { label: desk.label, pk: "" }, { keepalive: true }).catch(() => {});
    }
  });
  return (box) => {
    dirty.set(box, true);
    soon();
  };
}

/* The words of an earlier visit, above the form: bring them back, or throw them away. */
export function offers(desk, boxes, form) {
  const list = make("ul", { class: "wd-offers__list" });
  for (const draft of desk.drafts) {
    const box = boxes.find((one) => one.box() === draft.box);
    if (!box || box.area.value.trim() === draft.text.trim()) continue;
    const gone = () => { item.remove(); if (!list.children.length) bar.remove(); };
    const item = make("li", {},
      make("span", {}, `${desk.say.unsaved.replace("%s", draft.at)} (${box.title})${draft.since && `. ${draft.since}`}`),
      make("button", { type: "button", on: { click: () => {
        whole(box.area, draft.text);
        box.told(desk.say.brought_back);
        gone();
      } } }, desk.say.bring_back),
      make("button", { type: "button", on: { click: () => {
        post(desk.doors.throw_away, { label: desk.label, pk: desk.pk, box: draft.box });
        gone();
      } } }, desk.say.throw_away));
    list.append(item);
  }
  const bar = make("div", { class: "wd-offers", role: "status" }, list);
  if (list.children.length) form.before(bar);
}
