// Small comforts. Every page works without this file.

// The visitor's time zone, for forms that have a place for it.
for (const field of document.querySelectorAll("input[data-timezone]")) {
  if (!field.value) field.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
}

// Buttons that copy a link or hand it on, hidden where a browser can do neither.
for (const button of document.querySelectorAll("button[data-copy]")) {
  if (!navigator.clipboard) break;
  const words = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.textContent = button.dataset.copied;
    setTimeout(() => (button.textContent = words), 4000);
  });
  button.hidden = false;
}
for (const button of document.querySelectorAll("button[data-share]")) {
  if (!navigator.share) break;
  const { share: url, title } = button.dataset;
  button.addEventListener("click", () => navigator.share({ url, title }).catch(() => {}));
  button.hidden = false;
}
// The whole link is chosen by a touch, ready to be copied by hand.
for (const field of document.querySelectorAll(".share__link"))
  field.addEventListener("focus", () => field.select());

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
