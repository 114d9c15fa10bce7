/* Small pieces of a page. Text is always set as text. */

export function make(tag, settings = {}, ...inside) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(settings)) {
    if (name === "class") element.className = value;
    else if (name === "on") {
      for (const [kind, act] of Object.entries(value)) element.addEventListener(kind, act);
    } else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null) element.setAttribute(name, value);
  }
  element.append(...inside.filter((one) => one !== null));
  return element;
}

export function symbol(name) {
  return make("span", { class: "material-symbols-outlined", "aria-hidden": "true" }, name);
}

export function later(act, wait) {
  let timer = 0;
  const soon = (...given) => {
    clearTimeout(timer);
    timer = setTimeout(() => act(...given), wait);
  };
  soon.stop = () => clearTimeout(timer);
  return soon;
}

export async function post(address, fields, settings = {}) {
  const body = fields instanceof FormData ? fields : new FormData();
  if (body !== fields) for (const [name, value] of Object.entries(fields)) body.append(name, value);
  const token = document.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) body.set("csrfmiddlewaretoken", token.value);
  const answer = await fetch(address, { method: "POST", body, credentials: "same-origin", ...settings });
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.json();
}
