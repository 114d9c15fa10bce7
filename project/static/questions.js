// Keys 1 to 5 answer the question one is at, or the first still open; then on to the next.

const questions = [...document.querySelectorAll("fieldset.question")];
const radios = (question) => [...question.querySelectorAll('input[type="radio"]')];
const rated = questions.filter((question) => radios(question).length);

for (const hint of document.querySelectorAll(".keys")) hint.hidden = rated.length === 0;

function current() {
  const here = document.activeElement?.closest("fieldset.question");
  return here ?? rated.find((question) => !question.querySelector(":checked")) ?? rated[0];
}

addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (event.target.matches("textarea, input[type=text]") || !/^[1-9]$/.test(event.key)) return;
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
