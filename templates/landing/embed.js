// The author's offer on her own website: one line, no cookie, nothing of the page around it touched.
(() => {
  const script = document.currentScript;
  const data = script?.dataset;
  if (!data?.offer) return;
  const all = WORDS;
  const words = all[(data.lang || document.documentElement.lang || "").slice(0, 2)] || all.en;
  const site = new URL(script.src).origin;
  const as = ["form", "book"].includes(data.as) ? data.as : "assessment";
  const mode = ["popup", "bar", "button"].includes(data.mode) ? data.mode : "inline";
  const label = data.text || words[as];
  const slug = encodeURIComponent(data.offer);
  const query = new URLSearchParams();
  for (const [name, value] of new URLSearchParams(location.search)) {
    if (name.startsWith("utm_")) query.set(name, value);
  }
  query.set("page", (location.origin + location.pathname).slice(0, 200));
  query.set("piece", mode);
  const before = document.referrer && new URL(document.referrer).host;
  if (before && before !== location.host) query.set("referrer", before);
  if (data.first) query.set("first", "question");
  const address = (path) => `${site}/${path}/${slug}/?${query}`;
  const outside = address(as === "form" ? "join" : as);
  const flag = `offer-closed-${as}-${data.offer}`;

  // The page may refuse us its storage; then we only forget.
  const remembers = data.remember !== "no";
  const closedBefore = () => {
    try {
      return remembers && localStorage.getItem(flag) === "yes";
    } catch {
      return false;
    }
  };
  const remember = () => {
    try {
      if (remembers) localStorage.setItem(flag, "yes");
    } catch {}
  };

  const make = (name, set = {}, ...inside) => {
    const element = Object.assign(document.createElement(name), set);
    element.append(...inside);
    return element;
  };
  const way = () =>
    make("a", { href: outside, target: "_blank", rel: "noopener", textContent: label });

  // A root of its own: her styles do not reach in, ours do not reach out.
  const place = make("div");
  const root = place.attachShadow({ mode: "open" });
  const style = new CSSStyleSheet();
  style.replaceSync(`
    :host{all:initial;display:block}
    *{box-sizing:border-box;font:16px/1.5 system-ui,sans-serif}
    iframe{display:block;width:100%;border:0;height:30rem;color-scheme:auto}
    a,button.open{display:inline-block;padding:.7em 1.2em;border:0;border-radius:4px;background:${tint()};color:#fff;font-weight:600;text-decoration:none;cursor:pointer}
    p{margin:0;padding:1rem;text-align:center}
    :focus-visible{outline:3px solid ${tint()};outline-offset:2px}
    dialog{width:min(44rem,calc(100% - 1.5rem));height:min(52rem,calc(100% - 1.5rem));padding:0;border:0;border-radius:8px;overflow:hidden;background:#fff;box-shadow:0 1rem 4rem #0006}
    dialog[open]{display:flex;flex-direction:column}
    dialog::backdrop{background:#0008}
    dialog iframe{flex:1;min-height:0}
    .close{align-self:flex-end;min-width:44px;min-height:44px;border:0;background:none;color:#222;font-size:24px;cursor:pointer}
    .bar{position:fixed;z-index:2147483000;inset:auto 0 0;display:flex;justify-content:center;align-items:center;gap:.5rem;padding:.6rem 1rem;background:#fff;box-shadow:0 -2px 16px #0003}
    [hidden]{display:none}`);
  root.adoptedStyleSheets = [style];

  function tint() {
    return /^#[0-9a-f]{6}$/i.test(data.colour || "") ? data.colour : "#2f5d50";
  }

  let dialog;
  function frame() {
    const inner = make("iframe", { title: label, src: address(`embed/${as}`) });
    const fallback = make("p", { hidden: true }, way());
    let waiting;
    inner.addEventListener("load", () => {
      inner.contentWindow.postMessage({ offer: "hello" }, site);
      clearTimeout(waiting);
      waiting = setTimeout(() => {
        inner.hidden = true;
        fallback.hidden = false;
      }, 4000);
    });
    addEventListener("message", (event) => {
      if (event.source !== inner.contentWindow || event.origin !== site) return;
      const said = event.data?.offer;
      if (!said) return;
      clearTimeout(waiting);
      inner.hidden = false;
      fallback.hidden = true;
      if (said.height > 0 && mode === "inline") inner.style.height = `${Math.ceil(said.height)}px`;
      if (said.close && dialog) dialog.close();
    });
    return [inner, fallback];
  }

  // A modal dialog of the browser's own keeps the focus, hears Escape and gives the focus back.
  function open() {
    if (!dialog) {
      dialog = make("dialog", {}, closer(() => dialog.close()), ...frame());
      dialog.setAttribute("aria-label", label);
      dialog.addEventListener("close", () => mode === "button" || remember());
      root.append(dialog);
    }
    if (!dialog.open) dialog.showModal();
  }

  const closer = (press) => {
    const shut = make("button", { className: "close", type: "button", textContent: "×" });
    shut.setAttribute("aria-label", words.close);
    shut.addEventListener("click", press);
    return shut;
  };
  const opener = () => {
    const link = way();
    link.addEventListener("click", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open();
    });
    return link;
  };

  const show = {
    inline: () => root.append(...frame()),
    button: () => root.append(opener()),
    bar() {
      if (closedBefore()) return;
      const close = () => {
        remember();
        bar.remove();
      };
      const bar = make("div", { className: "bar" }, opener(), closer(close));
      root.append(bar);
    },
    popup() {
      const once = () => dialog || closedBefore() || open();
      if (data.leaving === undefined || data.after) setTimeout(once, (data.after || 15) * 1000);
      if (data.leaving !== undefined) {
        document.addEventListener("mouseout", (event) => {
          if (!event.relatedTarget && event.clientY <= 0) once();
        });
      }
    },
  };

  // Builders may put the line into the head; nothing can be seen there.
  const put = () => {
    if (script.isConnected && document.body.contains(script)) script.after(place);
    else document.body.append(place);
    show[mode]();
  };
  if (document.body) put();
  else addEventListener("DOMContentLoaded", put);
})();
