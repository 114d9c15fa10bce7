/* The page a text becomes, in a frame without scripts: two frames, so that nothing flickers. */

import { make } from "./make.js";

const SANDBOX = "allow-same-origin allow-popups allow-popups-to-escape-sandbox";
const WIDTHS = { phone: 390, desk: 860 };
const WIDE = { phone: 390, desk: 1280 }; // a page that is laid out anew for a wide screen

const alike = (text) => text.replace(/[“”"‘’']/g, "'").replace(/\s+/g, " ");

/* The longest plain stretch of a line, to find the same words on the page. */
function longest(line) {
  const parts = line.split(/\{\{.*?\}\}|\{%.*?%\}|\]\(.*?\)|[*_`#>|[\]]|^\s*(?:[-*]|\d+\.) |:::/);
  const found = parts.map((part) => alike(part).trim()).sort((one, other) => other.length - one.length)[0] || "";
  return found.length < 8 ? "" : found;
}

export function frame(say, page) {
  const widths = page === "landing" ? WIDE : WIDTHS;
  const stage = make("div", { class: "wd__stage" });
  const two = [0, 1].map(() => make("iframe", { class: "wd__frame", title: say.frame,
    sandbox: SANDBOX, hidden: true }));
  stage.append(...two);
  const look = { width: "phone", dark: false, share: 0, words: "" };
  let front = 0;
  let shown = "";

  const dress = (one) => {
    const page = one.contentDocument;
    if (!page || !page.documentElement) return;
    page.documentElement.style.colorScheme = look.dark ? "dark" : "light";
    one.style.colorScheme = look.dark ? "dark" : "light";
    for (const sheet of page.styleSheets) {
      try { for (const rule of sheet.cssRules) dressRule(rule); } catch { /* not ours to read */ }
    }
  };
  const dressRule = (rule) => {
    if (!rule.media) return;
    rule.wasMedia ??= rule.media.mediaText;
    const asked = /prefers-color-scheme:\s*(dark|light)/.exec(rule.wasMedia);
    if (asked) rule.media.mediaText = (asked[1] === "dark") === look.dark ? "all" : "not all";
  };
  const fit = () => {
    const room = stage.clientWidth;
    const width = widths[look.width];
    const scale = Math.min(1, room / width);
    stage.dataset.width = look.width;
    for (const one of two) {
      one.style.width = `${width}px`;
      one.style.height = `${stage.clientHeight / scale}px`;
      one.style.transform = `translateX(${Math.max(0, (room - width * scale) / 2)}px) scale(${scale})`;
    }
  };
  const follow = () => {
    const inside = two[front].contentDocument;
    const page = inside?.scrollingElement;
    if (!page) return;
    // Of a page made of several texts, the part that this text is.
    const part = inside.querySelector("[data-looked-at]");
    const lines = look.words ? (part || inside).querySelectorAll("p,li,td,h2,h3,h4,dd") : [];
    const spot = [...lines].find((one) => alike(one.textContent).includes(look.words));
    spot?.closest("details")?.setAttribute("open", "");
    const there = (one) => one.getBoundingClientRect().top + page.scrollTop;
    if (spot) page.scrollTop = there(spot) - page.clientHeight / 3;
    else if (part) page.scrollTop = there(part) - 40;
    else page.scrollTop = look.share * (page.scrollHeight - page.clientHeight);
  };
  const show = (html) => {
    if (html === shown) return;
    shown = html;
    const next = 1 - front;
    two[next].onload = () => {
      front = next;
      dress(two[next]);
      fit();
      two[next].hidden = false;
      two[1 - next].hidden = true;
      follow();
    };
    two[next].srcdoc = html;
  };
  new ResizeObserver(fit).observe(stage);
  return {
    stage,
    show,
    width: (name) => { look.width = name; fit(); follow(); },
    dark: (dark) => { look.dark = dark; two.forEach(dress); },
    at: (share, line) => { look.share = share; look.words = longest(line); follow(); },
  };
}
