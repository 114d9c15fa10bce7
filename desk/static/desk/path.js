// Numbers beside sliders, and the spread as it moves: the page itself says both without this.
"use strict";

const form = document.querySelector(".path-form");
const spread = document.getElementById("spread");

form?.addEventListener("input", (event) => {
  const number = event.target.parentElement?.querySelector("output");
  if (number) number.textContent = event.target.value;
});

if (form && spread) {
  let waiting, asked = 0;
  const hide = () => document.querySelector("#spread [data-look]")?.setAttribute("hidden", "");
  const look = async () => {
    const turn = ++asked;
    const sent = new FormData(form);
    sent.append("look", "1");
    const answer = await fetch(location.href, { method: "POST", body: sent });
    if (!answer.ok || turn !== asked) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById("spread");
    if (fresh && turn === asked) document.getElementById("spread").replaceWith(fresh);
    hide();
  };
  hide();
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => look().catch(() => {}), 250);
  });
}
