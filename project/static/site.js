// Small comforts. Every page works without this file.

// The visitor's time zone, for forms that have a place for it.
for (const field of document.querySelectorAll("input[data-timezone]")) {
  if (!field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

// A button that copies a link, or on a phone hands it on; hidden where neither can work.
const byThumb = matchMedia("(pointer: coarse)").matches;
for (const button of document.querySelectorAll("button[data-copy]")) {
  const url = button.dataset.copy;
  if (navigator.share && byThumb && button.dataset.share) {
    button.textContent = button.dataset.share;
    button.addEventListener("click", () => navigator.share({ url }).catch(() => {}));
  } else if (navigator.clipboard) {
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url);
      button.textContent = button.dataset.copied;
    });
  } else continue;
  button.hidden = false;
}

// A second press on a button that is already at work would only repeat it.
for (const form of document.querySelectorAll("form")) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
    setTimeout(() => delete form.dataset.sent, 5000);
  });
}
// Back from the browser's memory: the form may be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// A letter's frame is as high as its letter. No script runs inside, so it shares our origin.
for (const frame of document.querySelectorAll("iframe.letter-frame")) {
  const fit = () => {
    const page = frame.contentDocument;
    if (page && page.URL !== "about:blank")
      frame.style.height = `${page.documentElement.offsetHeight + 2}px`;
  };
  frame.addEventListener("load", fit);
  addEventListener("resize", fit);
  fit();
}
