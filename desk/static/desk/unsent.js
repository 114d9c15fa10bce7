/* What is typed into any form of the desk is kept while it is typed, and put back after a login. */
(() => {
const TYPED = "textarea, input:not([type]), input:is([type=text],[type=search],[type=email],[type=url],[type=tel],[type=number],[type=date],[type=time])";
const SECRET = "input[type=password], input[autocomplete=one-time-code]";
const PAUSE = 2_000;

function start() {
  const words = document.getElementById("unsent-forms")?.dataset;
  if (!words) return;
  // The editor keeps the texts of a document box by box.
  const desk = JSON.parse(document.getElementById("writing-desk")?.textContent ?? "null");
  const kept = (name) => desk && (desk.lines.includes(name)
    || desk.texts.some((text) => new RegExp(text.names).test(name)));
  const here = location.pathname + location.search;
  const goal = (form) => {
    const url = new URL(form.getAttribute("action") || location.href, location.href);
    return url.pathname + url.search;
  };
  const forms = [...document.querySelectorAll("form")]
    .filter((form) => form.method === "post" && !form.querySelector(SECRET));

  for (const form of forms) {
    let timer, asking;
    const keep = (settings = {}) => {
      clearTimeout(timer);
      timer = null;
      const body = new URLSearchParams({ "unsent.action": goal(form), "unsent.page": here });
      for (const [name, value] of new FormData(form)) {
        if (typeof value === "string" && !kept(name)) body.append(name, value);
      }
      asking = new AbortController();
      fetch(words.keep, { method: "POST", body, signal: asking.signal, ...settings })
        .catch(() => { timer ??= setTimeout(keep, 5 * PAUSE); });
    };
    form.addEventListener("input", ({ target }) => {
      if (!target.name || !target.matches(TYPED) || kept(target.name)) return;
      timer ??= setTimeout(keep, PAUSE);
    });
    // What is sent arrives by itself; a late note of it would only come back as unsent.
    form.addEventListener("submit", () => { clearTimeout(timer); timer = null; asking?.abort(); });
    window.addEventListener("pagehide", () => { if (timer) keep({ keepalive: true }); });
  }
  for (const note of document.querySelectorAll(".desk-unsent:has([data-put-back])")) {
    const form = forms.find((one) => goal(one) === note.dataset.action);
    const button = note.querySelector("[data-put-back]");
    if (!form) continue;
    button.hidden = false;
    button.addEventListener("click", () => {
      const told = note.querySelector("[data-told]");
      told.textContent = putBack(form, JSON.parse(note.querySelector("script").textContent))
        ? words.done : words.lost;
      button.hidden = true;
    });
  }
}

/* Fill a form as it was; whether each box that was typed into still stands here. */
function putBack(form, fields) {
  const values = new Map();
  for (const [name, value] of fields) values.set(name, [...(values.get(name) ?? []), value]);
  let whole = true;
  for (const [name, all] of values) {
    const boxes = [...form.elements].filter((box) => box.name === name && box.type !== "submit");
    if (!boxes.length) whole &&= name.startsWith("_") || !all.join("").trim();
    boxes.forEach((box, number) => fill(box, all, number));
  }
  return whole;
}

function fill(box, all, number) {
  if (["hidden", "file", "password"].includes(box.type)) return;
  if (["checkbox", "radio"].includes(box.type)) box.checked = all.includes(box.value);
  else if (box.options) {
    for (const option of box.options) option.selected = all.includes(option.value);
  } else box.value = all[number] ?? box.value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("DOMContentLoaded", start);
})();
