// The journey in Firefox, by WebDriver BiDi: on our own pages, and inside a page of another origin
// with third-party cookies blocked. One JSON line of what held goes to standard output.
import puppeteer from "puppeteer-core";

const { path, start, answers, inline, form, book, popup, booted } = JSON.parse(process.argv[2]);
const PATIENCE = 30_000;
const firefox = await puppeteer.launch({
  browser: "firefox",
  executablePath: path,
  headless: true,
  extraPrefsFirefox: { "network.cookie.cookieBehavior": 1 },
});

const errors = [];
const open = async (url) => {
  const page = await firefox.newPage();
  page.setDefaultTimeout(PATIENCE);
  page.on("pageerror", (error) => errors.push(`${url}: ${error.message}`));
  await page.setViewport({ width: 390, height: 844 });
  await page.goto(url);
  return page;
};
const framed = async (page) => (await page.waitForSelector("pierce/iframe")).contentFrame();
const isOpen = () =>
  [...document.body.children].some((element) => element.shadowRoot?.querySelector("dialog[open]"));
const heading = (place) => place.$eval("h1", (element) => element.innerText);

// A page's own script may be busy: what is pressed is pressed until the page has moved on.
const onward = async (place, press) => {
  const before = place.url();
  await press();
  const until = Date.now() + PATIENCE;
  while (place.url() === before) {
    if (Date.now() > until) throw new Error(`still at ${before}`);
    await new Promise((done) => setTimeout(done, 50));
  }
  await place.waitForSelector("h1");
};

const press = (place, selector) => () => place.$eval(selector, (element) => element.click());

// One question, pause or list of the assessment; what it was, and what is there after the press.
const step = (place) =>
  place.evaluate(async (given) => {
    const here = () => document.querySelector("main").dataset.screen + location.hash;
    const shown = document.querySelector("fieldset.question:not([hidden])");
    const before = here();
    if (before.startsWith("look-over")) return "look-over";
    if (!shown) document.querySelector('[data-do="on"]').click();
    else {
      const said = given[shown.id];
      const value = said === null || said === undefined ? "not_applicable" : String(said);
      (shown.querySelector(`input[value="${value}"]`) ?? shown.querySelector("input")).click();
    }
    for (let look = 0; here() === before && look < 200; look += 1)
      await new Promise((done) => setTimeout(done, 50));
    return here() === before ? `still at ${before}` : "on";
  }, answers);

const answer = async (place) => {
  await onward(place, press(place, "main form button.button, main form button"));
  await place.waitForSelector("main[data-screen]");
  let held = "on";
  while (held === "on") held = await step(place);
  if (held !== "look-over") throw new Error(held);
  await onward(place, press(place, '[data-do="result"]'));
  return heading(place);
};

const ask = async (place, selector) => {
  await place.$eval(`${selector} input[type=email]`, (box) => {
    box.value = `kim.${Math.random().toString(36).slice(2)}@example.org`;
  });
  await place.$$eval(`${selector} input[type=checkbox]`, (boxes) => {
    for (const box of boxes) box.checked = true;
  });
  await onward(place, () =>
    place.$$eval(`${selector} button.button`, (buttons) => buttons.at(-1).click()),
  );
  return heading(place);
};

const steps = {
  async journey() {
    const page = await open(start);
    const result = await answer(page);
    const after = await ask(page, "form[action*='/guide/for/']");
    return Boolean(result && after && result !== after);
  },
  async framed() {
    const page = await open(inline);
    const frame = await framed(page);
    await frame.waitForSelector("h1");
    const stores = await frame.evaluate(() => {
      try {
        return Boolean(localStorage);
      } catch {
        return false;
      }
    });
    const result = await answer(frame);
    const after = await ask(frame, "form[action*='/guide/for/']");
    return !stores && page.url() === inline && result !== after;
  },
  async form() {
    const frame = await framed(await open(form));
    await frame.waitForSelector("form.form");
    return Boolean(await ask(frame, "form.form"));
  },
  async booking() {
    const frame = await framed(await open(book));
    await frame.waitForSelector("input[name=start]");
    await frame.$eval("input[name=start]", (time) => time.click());
    await frame.$eval("#email", (box) => {
      box.value = "kim@example.org";
    });
    await onward(frame, press(frame, "form.form button.button:not(.button--quiet)"));
    return frame.url().includes("/embed/booking/");
  },
  async popup() {
    const page = await open(popup);
    await page.waitForFunction(isOpen, { polling: 100 });
    await page.keyboard.press("Escape");
    await page.waitForFunction(() => Object.keys(localStorage).length > 0);
    await page.reload();
    await new Promise((done) => setTimeout(done, 2000));
    return !(await page.evaluate(isOpen));
  },
  async no_cookie_in_frames() {
    const page = await open(booted);
    return (await page.cookies()).length === 0;
  },
};

const held = {};
for (const [name, step] of Object.entries(steps)) {
  try {
    held[name] = await step();
  } catch (error) {
    held[name] = false;
    errors.push(`${name}: ${error.message}`);
  }
}
for (const error of errors) console.error(`· ${error}`);
console.log(JSON.stringify({ ...held, version: await firefox.version(), errors: errors.length }));
await firefox.close();
