// Keys 1 to 5 answer the question whose answers hold the focus, then lead on to the next. From
// anywhere else a digit is nobody's: speech input types them unasked (WCAG 2.1.4).

const questions = [...document.querySelectorAll("fieldset.question")];
const radios = (question) => [...question.querySelectorAll('input[type="radio"]')];
const rated = questions.filter((question) => radios(question).length);

for (const hint of document.querySelectorAll(".keys")) hint.hidden = rated.length === 0;

function current() {
  const here = document.activeElement;
  return here?.matches('input[type="radio"]') ? here.closest("fieldset.question") : null;
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (!/^[1-9]$/.test(event.key)) return;
  const question = current();
  const choice = question && radios(question)[Number(event.key) - 1];
  if (!choice) return;
  event.preventDefault();
  choice.checked = true;
  choice.dispatchEvent(new Event("change", { bubbles: true }));
  const next = rated[rated.indexOf(question) + 1];
  const target = next ? next.querySelector(":checked") ?? radios(next)[0] : choice;
  target.focus({ preventScroll: true });
  (next ?? question).scrollIntoView({ block: next ? "center" : "nearest" });
});
