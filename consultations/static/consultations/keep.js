// Takes along what was typed when the visitor looks at another day or zone; a sent form keeps itself.
const form = document.querySelector("form[data-keep]");
const NAME = "booking-form";
const fields = form ? [...form.querySelectorAll("input[type=email], input[type=text], textarea")] : [];

// A frame on another site has no storage where third-party cookies are blocked: then it is typed again.
function storage() {
  try {
    return sessionStorage;
  } catch {
    return undefined;
  }
}

const store = storage();
const kept = JSON.parse(store?.getItem(NAME) ?? "{}");
store?.removeItem(NAME);
for (const field of fields) {
  if (!field.value && kept[field.name]) field.value = kept[field.name];
}

document.addEventListener("click", (event) => {
  if (!event.target.closest(".month a[href], .zone button, .cards a")) return;
  const typed = fields.filter((field) => field.value).map((field) => [field.name, field.value]);
  if (typed.length) store?.setItem(NAME, JSON.stringify(Object.fromEntries(typed)));
});
