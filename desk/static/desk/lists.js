// On a phone a list's rows stand as cards: each cell then names its own column.
const ofColumn = (one, part) => [...one.classList].find((name) => name.startsWith(part));

function nameCells() {
  const called = new Map();
  for (const head of document.querySelectorAll("#result_list thead th")) {
    const name = ofColumn(head, "column-");
    const words = head.querySelector(".text")?.textContent.trim();
    if (name && words) called.set(name.replace("column-", "field-"), words);
  }
  for (const cell of document.querySelectorAll("#result_list tbody td")) {
    const name = ofColumn(cell, "field-");
    if (!called.has(name)) continue;
    cell.dataset.label = called.get(name);
    if (!cell.firstElementChild && ["", "-", "–"].includes(cell.textContent.trim())) {
      cell.dataset.none = "";
    }
  }
}

document.addEventListener("DOMContentLoaded", nameCells);
