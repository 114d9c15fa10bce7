// The questions one by one: an answer is stored in the background (outbox.js) and leads on. The page
// brings its own few questions as a form that works alone; the others are fetched once, so that no
// step waits for the network. Where the form has nothing to fetch from, it is sent at its end.

(() => {
  const root = document.documentElement;
  root.classList.add("one-by-one"); // before the first paint: nothing jumps
  addEventListener("DOMContentLoaded", () => {
    try {
      if (document.querySelector("#faults")) throw new Error("Shown as the whole form.");
      begin();
      root.classList.add("one-by-one--ready");
    } catch {
      root.classList.remove("one-by-one");
    }
  });

  function begin() {
    const main = document.querySelector("main");
    const form = main.querySelector("form.form");
    const heading = main.querySelector("h1");
    const lead = main.querySelector(".lead") ?? make("p", "lead", heading, "after");
    const stem = form.querySelector(".stem") ?? make("p", "stem", form, "prepend");
    const own = document.querySelector("#one-by-one").content;
    const words = Object.fromEntries(
      [...own.querySelectorAll("[data-word]")].map((li) => [li.dataset.word, li.textContent]),
    );
    const progress = [...own.querySelectorAll("[data-from]")].reverse();
    const [way, pause, lookOver, bar, habitsBox] = own.children;
    const does = (name) => [...main.querySelectorAll(`[data-do="${name}"]`)];
    const stage = make("div", "stage", main.querySelector(".progress"), "before");
    stage.append(way, ...main.querySelectorAll(".progress ~ .message, h1, .lead"), form, bar);
    main.querySelector(".progress").remove();
    form.querySelector(".onward").replaceWith(pause, lookOver);
    stage.after(habitsBox);
    heading.tabIndex = -1;
    heading.id = "part";
    lead.id = "part-lead";

    const isFramed = document.body.classList.contains("framed");
    const before = Number(form.dataset.before);
    const deciding = new Set(form.dataset.deciding.split(" "));
    const isWhole = () => parts !== here;
    const here = [
      {
        url: form.getAttribute("action"),
        isFirst: before === 0,
        title: heading.innerHTML,
        lead: lead.innerHTML,
        stem: stem.innerHTML,
        questions: [...form.querySelectorAll("fieldset.question")].map(prepared),
      },
    ];
    let parts = here;
    let at; // the id of the screen that is shown
    let last; // the answer that can be undone: {id, values}
    let isArrow = false; // an arrow key is at work: it chooses among the answers, and leads nowhere
    let tapped; // the id of the screen that the last click fell on
    let isBusy = false;
    let hasMoved = false;
    const wanted = history.state?.at ?? location.hash.slice(1);
    const habits = { byItself: true, digits: true, ...history.state?.habits };
    const given = new Map(here[0].questions.map((question) => [question.id, values(question)]));

    // What there is to see, in turn

    function screens() {
      const found = [];
      for (const part of parts) {
        if (part.lead && !part.isFirst) found.push({ id: `pause-${part.questions[0].id}`, part });
        for (const question of part.questions) found.push({ id: question.id, part, question });
      }
      if (isWhole()) found.push({ id: "look-over" });
      return found;
    }
    const find = (id) => screens().find((screen) => screen.id === id);
    const current = () => find(at);

    function prepared(question) {
      question.hidden = true;
      question.querySelector("legend").tabIndex = -1;
      return question;
    }

    // All questions as the server knows them; those that stand here keep what was chosen.
    function read(html) {
      const page = new DOMParser().parseFromString(html, "text/html");
      parts = [...page.querySelectorAll("section")].map((section, index) => ({
        url: section.dataset.url,
        isFirst: index === 0,
        title: section.querySelector("h2").innerHTML,
        lead: section.querySelector(".lead")?.innerHTML ?? "",
        stem: section.querySelector(".stem")?.innerHTML ?? "",
        questions: [...section.querySelectorAll("fieldset.question")].map(placed),
      }));
      const kept = new Set(parts.flatMap((part) => part.questions));
      for (const question of form.querySelectorAll("fieldset.question")) {
        if (!kept.has(question)) question.remove();
      }
      if (!hasMoved && find(wanted)) at = wanted;
      if (find(at)) render();
    }

    function placed(fresh) {
      const known = document.getElementById(fresh.id);
      if (known && form.contains(known)) return known;
      given.set(fresh.id, values(fresh));
      pause.before(prepared(document.adoptNode(fresh)));
      return fresh;
    }

    // Answers

    function values(question) {
      const text = question.querySelector("textarea");
      if (text) return text.value.trim() ? [text.value] : [];
      return [...question.querySelectorAll("input:checked")].map((input) => input.value);
    }

    function put(question, chosen = values(question)) {
      if (String(chosen) === String(given.get(question.id))) return;
      given.set(question.id, chosen);
      outbox?.put(question.id, chosen);
    }

    function restore(question, chosen) {
      const text = question.querySelector("textarea");
      if (text) text.value = chosen[0] ?? "";
      for (const input of question.querySelectorAll("input")) {
        input.checked = chosen.includes(input.value);
      }
      put(question, chosen);
    }

    const outbox = form.dataset.questions
      ? new Outbox(form.dataset.questions, { heard, shown: tell })
      : null;

    function heard(status, html, keys) {
      const part = parts.find((one) => one.questions.some((question) => keys.includes(question.id)));
      if (status === 200) read(html);
      else if (status === 422) send(part ?? here[0], "next"); // the form says what is amiss
      else if (status !== 204) location.assign(here[0].url); // finished elsewhere, or deleted
    }

    async function load(patience = 1000) {
      try {
        const reply = await fetch(form.dataset.questions, { credentials: "omit" });
        if (!reply.ok) throw new Error(reply.status);
        read(await reply.text());
      } catch {
        setTimeout(load, patience, Math.min(15_000, 2 * patience));
      }
    }

    function send(part, name) {
      form.action = part.url;
      form.append(Object.assign(document.createElement("input"), { type: "hidden", name: "way", value: name }));
      form.submit();
    }

    // From one to the next

    async function answered(question, focus) {
      const earlier = given.get(question.id);
      put(question);
      last = { id: question.id, values: earlier ?? [] };
      // Shown only where it lasts; on most ways no answer decides what else is asked.
      if (outbox && deciding.has(question.id)) await until(() => outbox.empty());
      onward(question.id, focus);
    }

    async function until(empty) {
      isBusy = true;
      tell();
      await empty();
      isBusy = false;
      tell();
    }

    async function onward(id, focus) {
      if (history.state?.isLookedAt) return history.back();
      const all = screens();
      const next = all[all.findIndex((screen) => screen.id === id) + 1];
      if (next) return show(next.id, { focus, replace: id.startsWith("pause-") });
      if (!outbox) {
        const isOpen = here[0].questions.some((question) => !values(question).length);
        return send(here[0], isOpen ? "open" : "next");
      }
      await until(() => new Promise((done) => setTimeout(done, 200)));
      if (at === id) onward(id, focus);
    }

    async function back() {
      if (history.state?.depth) return history.back();
      const from = at;
      const all = screens().filter((screen) => screen.question || screen.id === at);
      const before = all[all.findIndex((screen) => screen.id === at) - 1];
      if (before) return show(before.id, { replace: true });
      if (!outbox) return send(here[0], "back");
      if (isWhole()) return;
      // The questions before this page are on their way, as in `onward`.
      await until(() => new Promise((done) => setTimeout(done, 200)));
      if (at === from) back();
    }

    function undo() {
      const question = find(last?.id)?.question;
      if (!question) return;
      restore(question, last.values);
      last = undefined;
      if (at === "look-over" || at === question.id) return render();
      if (history.state?.depth) history.back();
      else show(question.id, { replace: true });
    }

    function show(id, { focus = "legend", replace = false, isLookedAt = false } = {}) {
      const depth = (history.state?.depth ?? 0) + (replace ? 0 : 1);
      const state = { at: id, depth, isLookedAt, habits };
      const url = find(id).part?.url ?? parts.at(-1).url;
      history[replace ? "replaceState" : "pushState"](state, "", `${outbox ? url : ""}#${id}`);
      display(id, focus);
    }

    function display(id, focus) {
      at = id;
      hasMoved = true;
      render();
      for (const message of main.querySelectorAll(".message:not(.try-bar)")) message.remove();
      const { question } = current();
      const choice = question?.querySelector("input:checked") ?? question?.querySelector("input");
      const target =
        (focus === "choice" && choice) || question?.querySelector("legend") || on(id) || heading;
      target.focus({ preventScroll: true });
      // In a frame it is the page around it that may have to move.
      if (isFramed) target.scrollIntoView({ block: "nearest", behavior: "instant" });
      else scrollTo({ top: 0, behavior: "instant" });
    }
    const on = (id) => id.startsWith("pause-") && does("on")[0];

    // What is seen

    function render() {
      const { part, question } = current();
      const kind = question ? "question" : part ? "pause" : "look-over";
      main.dataset.screen = kind;
      document.title = document.title.replace(heading.textContent, plain(part?.title ?? words.title));
      heading.innerHTML = part?.title ?? words.title;
      const isOpening = part?.isFirst && question === part.questions[0];
      lead.innerHTML = kind === "pause" || isOpening ? part.lead : "";
      stem.innerHTML = question ? part.stem : "";
      for (const other of form.querySelectorAll("fieldset.question")) other.hidden = other !== question;
      pause.hidden = kind !== "pause";
      lookOver.hidden = kind !== "look-over";
      if (kind === "look-over") list();
      renderBar(question);
      renderWay();
      // In a frame the page around it follows our height: it only grows while somebody answers.
      if (kind !== "look-over" && isFramed) {
        stage.style.minHeight = `${stage.offsetHeight}px`;
      } else stage.style.minHeight = "";
    }

    function renderBar(question) {
      const isOne = question?.querySelector("input[type=radio]");
      const all = screens();
      does("back")[0].hidden = !history.state?.depth && all[0].id === at && before === 0;
      does("undo")[0].hidden = !last || (history.state?.isLookedAt ?? false);
      does("open")[0].hidden = !isOne || Boolean(question.querySelector(".choice--apart"));
      does("next")[0].hidden = !question || Boolean(isOne && !values(question).length);
      does("next")[0].classList.toggle("button--quiet", Boolean(isOne && habits.byItself));
    }

    function renderWay() {
      const asked = parts.flatMap((part) => part.questions);
      const inAll = isWhole() ? asked.length : Number(form.dataset.inAll);
      const { part, question } = current();
      const place = question ?? part?.questions[0];
      const done = (isWhole() ? 0 : before) + (place ? asked.indexOf(place) : asked.length);
      const share = Math.min(1, done / inAll);
      way.style.setProperty("--done", share);
      const said = progress.find((li) => share >= Number(li.dataset.from)).textContent;
      way.dataset.words = question && done === inAll - 1 ? words.last : said;
      tell();
    }

    // In the place of the progress: what waits for the network.
    function tell() {
      main.toggleAttribute("data-waiting", Boolean(outbox?.waiting.size));
      const number = outbox?.troubled ? outbox.waiting.size : 0;
      const waits = number === 1 ? words.one : words.many.replace("%", number);
      const said = number ? waits : isBusy ? words.moment : way.dataset.words;
      const line = way.querySelector("p");
      if (line.textContent !== said) line.textContent = said;
      way.classList.toggle("way--waits", number > 0);
      if (at === "look-over") list();
    }

    function list() {
      const rows = [];
      for (const part of parts) {
        rows.push(Object.assign(document.createElement("li"), { className: "part", innerHTML: part.title }));
        rows.push(...part.questions.map(row));
      }
      const focused = document.activeElement?.dataset.at;
      lookOver.querySelector("ol").replaceChildren(...rows);
      if (focused) lookOver.querySelector(`[data-at="${focused}"]`)?.focus({ preventScroll: true });
    }

    function row(question) {
      const button = make("button", "line");
      Object.assign(button, { type: "button" }).dataset.at = question.id;
      make("span", "line__asked", button).innerHTML = question.querySelector("legend").innerHTML;
      const said = make("span", "line__said", button);
      said.textContent = spoken(question) || words.open;
      said.classList.toggle("line__said--open", !spoken(question));
      if (outbox.troubled && outbox.waiting.has(question.id)) {
        make("span", "line__waits", button).textContent = words.waits;
      }
      const item = document.createElement("li");
      item.append(button);
      return item;
    }

    function spoken(question) {
      const text = question.querySelector("textarea");
      const chosen = [...question.querySelectorAll("input:checked")];
      return text ? text.value : chosen.map((input) => input.nextElementSibling.textContent).join(", ");
    }

    // Hands and keys

    form.addEventListener("change", ({ target }) => {
      const question = target.closest("fieldset.question");
      if (!question) return;
      put(question);
      renderBar(current().question);
    });
    // The second click of a double one falls on whatever came to stand there: it is not meant.
    document.addEventListener(
      "click",
      (event) => {
        if (event.detail === 1) tapped = at;
        else if (event.detail > 1 && tapped !== at) event.preventDefault();
      },
      true,
    );
    main.addEventListener("click", ({ target, defaultPrevented }) => {
      const question = current().question;
      const act = target.closest("[data-do]")?.dataset.do;
      if (act) return acts[act](question);
      const line = target.closest("[data-at]")?.dataset.at;
      if (line) return show(line, { isLookedAt: true });
      if (target.type !== "radio" || isArrow || isBusy || defaultPrevented) return;
      if (habits.byItself && question?.contains(target)) answered(question);
    });
    const acts = {
      back,
      undo,
      on: () => onward(at),
      next: (question) => answered(question),
      open(question) {
        last = { id: question.id, values: values(question) };
        restore(question, []);
        outbox?.put(question.id, []);
        onward(question.id);
      },
      async result() {
        await until(() => outbox.empty());
        send(parts.at(-1), "open");
      },
    };
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("keydown", (event) => {
      const { target, key } = event;
      const question = current().question;
      if (event.ctrlKey || event.metaKey || event.altKey || !question) return;
      if (!target.matches("input")) return;
      isArrow = key.startsWith("Arrow");
      if (isArrow) setTimeout(() => (isArrow = false));
      const digit = habits.digits && /^[1-9]$/.test(key);
      if (!digit && key !== "Enter" && (key !== " " || target.type !== "radio")) return;
      event.preventDefault();
      if (event.repeat || isBusy) return;
      const radios = [...question.querySelectorAll("input[type=radio]")];
      const chosen = digit ? radios[Number(key) - 1] : radios.find((radio) => radio === target);
      if (digit && !chosen) return;
      if (chosen) chosen.checked = true;
      if (habits.byItself || key === "Enter") answered(question, digit && "choice");
      else chosen.dispatchEvent(new Event("change", { bubbles: true }));
    });
    addEventListener("popstate", ({ state }) => {
      const id = state?.at ?? location.hash.slice(1);
      if (id !== "look-over") last = undefined;
      if (find(id)) display(id);
    });
    for (const box of habitsBox.querySelectorAll("[data-habit]")) {
      const name = box.dataset.habit;
      box.checked = habits[name];
      box.addEventListener("change", () => {
        habits[name] = box.checked;
        history.replaceState({ ...history.state, habits }, "");
        renderBar(current().question);
      });
    }

    // Where the visitor stands: at the address's own question, else at the first one still open.
    const open = here[0].questions.find((question) => !values(question).length);
    at = find(wanted) ? wanted : (outbox ? open ?? here[0].questions[0] : screens()[0]).id;
    history.replaceState({ depth: 0, ...history.state, at, habits }, "");
    render();
    if (outbox) load();
  }

  const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

  function make(name, className, beside, how = "append") {
    const element = Object.assign(document.createElement(name), { className });
    beside?.[how](element);
    return element;
  }
})();
