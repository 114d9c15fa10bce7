/* Changes inside one text box, each a single step for Undo. */

export function replace(area, start, end, text, from = start + text.length, to = from) {
  area.focus();
  area.setSelectionRange(start, end);
  const done = text ? document.execCommand("insertText", false, text)
    : start === end || document.execCommand("delete");
  if (!done) {
    area.setRangeText(text, start, end, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
  area.setSelectionRange(from, to);
}

export function whole(area, text) {
  replace(area, 0, area.value.length, text, 0, 0);
}

/* Whether the caret stands just before the marks that end what was begun on this line. */
function closes(value, at, before, after) {
  const line = value.slice(value.lastIndexOf("\n", at - 1) + 1, at);
  const here = value.slice(at, at + after.length) === after && value[at + after.length] !== after[0];
  return here && line.split(before).length % 2 === 0;
}

/* Put marks around the selection, or take them off when they are there. */
export function wrap(area, before, after, hint) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end);
  const around = value.slice(start - before.length, start) === before
    && value.slice(end, end + after.length) === after;
  if (around && before === after && value[start - before.length - 1] !== before[0]) {
    replace(area, start - before.length, end + after.length, chosen,
      start - before.length, end - before.length);
    return;
  }
  if (!chosen && closes(value, start, before, after)) {
    area.setSelectionRange(start + after.length, start + after.length);
    return;
  }
  const inner = chosen || hint;
  const at = start + before.length;
  replace(area, start, end, before + inner + after, at, at + inner.length);
}

/* A link: the words chosen, and the address marked to be typed over. */
export function link(area, hint) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const words = value.slice(start, end) || hint;
  const at = start + words.length + 3;
  replace(area, start, end, `[${words}](https://)`, at, at + 8);
}

function linesOf(area) {
  const { value } = area;
  const start = value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const found = value.indexOf("\n", area.selectionEnd);
  return { start, end: found < 0 ? value.length : found };
}

const MARKS = /^(?:#{1,6} |> |[-*] |\d+\. )/;

/* The same mark before each line; off again when every line has it. */
export function prefix(area, mark) {
  const { start, end } = linesOf(area);
  const lines = area.value.slice(start, end).split("\n");
  const numbered = mark === "1. ";
  const has = (line) => (numbered ? /^\d+\. /.test(line) : line.startsWith(mark));
  const off = lines.every((line) => has(line) || !line.trim());
  const bare = lines.map((line) => line.replace(MARKS, ""));
  const on = (line, at) => (numbered ? `${at + 1}. ${line}` : mark + line);
  const text = (off && lines.some((line) => line.trim()) ? bare : bare.map(on)).join("\n");
  replace(area, start, end, text, start + text.length);
}

/* No heading, a large one, a small one, and round again. */
export function heading(area) {
  const { start, end } = linesOf(area);
  const line = area.value.slice(start, end).split("\n")[0];
  const bare = line.replace(MARKS, "");
  const next = line.startsWith("### ") ? "" : line.startsWith("## ") ? "### " : "## ";
  replace(area, start, start + line.length, next + bare);
}

/* A block on lines of its own; `hint` inside it is marked to be typed over. */
export function block(area, opening, inside, hint) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const chosen = value.slice(start, end).trim();
  const before = value.slice(0, start).replace(/[ \t]+$/, "");
  const gap = !before || before.endsWith("\n\n") ? "" : before.endsWith("\n") ? "\n" : "\n\n";
  const words = chosen || inside;
  const rest = value.slice(end);
  const below = rest.startsWith("\n\n") || !rest ? "" : rest.startsWith("\n") ? "\n" : "\n\n";
  const text = `${gap}${opening}\n${words}\n:::${below}`;
  const mark = chosen ? -1 : text.lastIndexOf(hint);
  const from = mark < 0 ? start + text.length - below.length : start + mark;
  replace(area, start, end, text, from, mark < 0 ? from : from + hint.length);
}

/* Enter goes on with a list, and ends it on an empty point. */
export function nextPoint(area, event) {
  if (area.selectionStart !== area.selectionEnd) return;
  const at = area.selectionStart;
  const start = area.value.lastIndexOf("\n", at - 1) + 1;
  const found = /^(\s*)([-*]|(\d+)\.) (.*)$/.exec(area.value.slice(start, at));
  if (!found) return;
  event.preventDefault();
  if (!found[4].trim()) replace(area, start, at, "");
  else {
    const mark = found[3] ? `${Number(found[3]) + 1}.` : found[2];
    replace(area, at, at, `\n${found[1]}${mark} `);
  }
}

export function lineAt(area, offset = area.selectionStart) {
  return area.value.slice(0, offset).split("\n").length;
}

export function goToLine(area, line) {
  const lines = area.value.split("\n");
  const start = lines.slice(0, line - 1).join("\n").length + (line > 1 ? 1 : 0);
  area.focus();
  area.setSelectionRange(start, start + (lines[line - 1] || "").length);
}
