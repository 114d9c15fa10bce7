// A page that waits looks again by itself, and changes nothing but what has changed: whoever is
// typing elsewhere on it goes on. Without this file it loads anew.
const box = document.querySelector("[data-looks-again]");
const seconds = Number(box?.dataset.looksAgain || 0);

async function look() {
  const answer = await fetch(location.pathname).catch(() => null);
  if (!answer?.ok) return true;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector(".making__words");
  if (!found) return false;
  if (found.innerHTML !== box.innerHTML) {
    const held = box.contains(document.activeElement);
    box.innerHTML = found.innerHTML;
    if (held) box.querySelector("a")?.focus();
    const title = page.querySelector("title")?.textContent;
    if (title) document.title = title;
  }
  return "looksAgain" in found.dataset;
}

async function again() {
  if (await look()) setTimeout(again, seconds * 1000);
}
if (seconds) setTimeout(again, seconds * 1000);
