/* The number beside the boxes of a rule follows the ticks. Without this the button opens a page. */

const PAUSE = 350;

for (const button of document.querySelectorAll("button[data-rule-count]")) {
  const boxes = button.closest(".rule-boxes");
  const said = boxes.querySelector("[data-rule-counted]");
  let asked = 0;
  let timer = 0;
  const count = async () => {
    const mine = ++asked;
    const data = new FormData();
    for (const box of boxes.querySelectorAll("input, textarea")) {
      if (box.type !== "checkbox" || box.checked) data.append(box.name, box.value);
    }
    data.append(button.name, button.value);
    data.append("csrfmiddlewaretoken", button.form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(button.formAction, { method: "POST", body: data });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine === asked) said.textContent = page.getElementById("counted")?.textContent.trim() ?? "";
  };
  boxes.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(count, PAUSE);
  });
  button.addEventListener("click", (event) => {
    event.preventDefault();
    count();
  });
}
