/* The pane beside a text: for whom, how wide, light or dark, and the page itself. */

import { frame } from "./frame.js";
import { later, make } from "./make.js";

const KEPT = "writing-desk-look";
const remembered = () => {
  try { return JSON.parse(localStorage.getItem(KEPT)) || {}; } catch { return {}; }
};
const remember = (more) => {
  try { localStorage.setItem(KEPT, JSON.stringify({ ...remembered(), ...more })); } catch { /* full */ }
};

function either(name, choices, chosen, act, label) {
  const set = make("div", { class: "wd__either", role: "group", "aria-label": label });
  for (const [value, words] of choices) {
    set.append(make("button", { type: "button", "aria-pressed": String(value === chosen), on: {
      click: (event) => {
        for (const one of set.children) one.setAttribute("aria-pressed", String(one === event.currentTarget));
        remember({ [name]: value });
        act(value);
      },
    } }, words));
  }
  return set;
}

/* `ask()` gives {faults, html, subject, …}; `told(answer)` hears each answer. */
export function look(desk, page, ask, told, paper) {
  const { say } = desk;
  const before = remembered();
  const shown = frame(say, page);
  const state = make("p", { class: "wd__state", role: "status" });
  const inbox = make("p", { class: "wd__inbox", hidden: true });
  const who = make("select", { class: "wd__who", "aria-label": say.for_whom, on: {
    change: () => { remember({ person: who.value }); now(); },
  } }, ...desk.people.map((one) => make("option", { value: one.key, selected: one.key === before.person }, one.label)));
  const width = before.width || "phone";
  shown.width(width);
  shown.dark(before.dark === "dark");
  const head = make("div", { class: "wd__look-head" },
    page === "start" || !desk.people.length ? null : who,
    either("width", [["phone", say.phone], ["desk", say.desk]], width, shown.width, say.width),
    either("dark", [["light", say.light], ["dark", say.dark]], before.dark || "light",
      (value) => shown.dark(value === "dark"), say.paper_colour),
    paper ? make("button", { type: "button", class: "wd__quiet", on: { click: () => paper(who.value) } }, say.on_paper) : null);
  const pane = make("section", { class: "wd__look", "aria-label": say.preview }, head, inbox, shown.stage, state);
  let asked = 0;
  let wanted = false;

  async function now() {
    if (!wanted) return;
    const mine = (asked += 1);
    try {
      const answer = await ask(who.value);
      if (mine !== asked) return;
      told(answer);
      pane.classList.toggle("wd__look--stale", Boolean(answer.faults.length));
      state.textContent = answer.faults.length ? say.stale : answer.html ? "" : say.no_look;
      if (answer.html) shown.show(answer.html);
      inbox.hidden = !answer.subject;
      inbox.replaceChildren(make("strong", {}, answer.from), make("span", {}, answer.subject),
        make("span", { class: "wd__preheader" }, answer.preheader));
    } catch {
      if (mine === asked) state.textContent = say.no_answer;
    }
  }
  const soon = later(now, 350);
  return { pane, soon, follow: shown.at, open: (on) => { wanted = on; if (on) now(); } };
}
