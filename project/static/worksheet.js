// The worksheet of a guide: what is written stays in this browser and is sent nowhere.

const sheet = document.querySelector("[data-worksheet]");

if (sheet) {
  const place = `worksheet:${sheet.dataset.worksheet}`;
  const fields = [...sheet.querySelectorAll("textarea[name]")];
  const clear = sheet.querySelector("[data-worksheet-clear]");
  const print = sheet.querySelector("[data-worksheet-print]");

  const read = () => {
    try {
      return JSON.parse(localStorage.getItem(place) || "{}");
    } catch {
      return {};
    }
  };
  const keep = () => {
    const written = fields.filter((field) => field.value).map((field) => [field.name, field.value]);
    try {
      if (written.length) localStorage.setItem(place, JSON.stringify(Object.fromEntries(written)));
      else localStorage.removeItem(place);
    } catch {
      // A browser that keeps nothing still lets one write and print.
    }
    clear.hidden = !written.length;
  };

  const kept = read();
  for (const field of fields) {
    if (typeof kept[field.name] === "string") field.value = kept[field.name];
    field.addEventListener("input", keep);
  }
  clear.hidden = !Object.keys(kept).length;
  clear.addEventListener("click", () => {
    for (const field of fields) field.value = "";
    keep();
    fields[0]?.focus();
  });
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
