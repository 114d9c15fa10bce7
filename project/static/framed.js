// Inside a frame: how tall the page is, told to the page around it and to nobody else. That page
// speaks first; who it is, the browser says, and the frame's own policy has let it in.

let host = "";
const tell = (message) => host && parent.postMessage({ offer: message }, host);
const measure = () => tell({ height: Math.ceil(document.body.getBoundingClientRect().height) });

addEventListener("message", (event) => {
  if (event.source !== parent || event.data?.offer !== "hello" || event.origin === "null") return;
  host = event.origin;
  measure();
});
new ResizeObserver(measure).observe(document.body);

addEventListener("keydown", (event) => {
  if (event.key === "Escape") tell({ close: true });
});

// What cannot stand in the frame opens beside it.
for (const link of document.querySelectorAll("a[href]")) {
  const away = link.origin !== location.origin || !link.pathname.startsWith("/embed/");
  if (away && !link.getAttribute("href").startsWith("#")) {
    link.target = "_blank";
    link.rel = "noopener";
  }
}
