// Answers on their way to the server: kept in this page until it has them, sent one request at a
// time, of each question the newest. Nothing is stored in the browser.

class Outbox {
  waiting = new Map();
  troubled = false;
  #sending = false;
  #failures = 0;
  #retry;
  #empty = [];

  // `heard` is told what the server said of a request that arrived; `shown`, that what waits or how
  // the network does has changed.
  constructor(url, { heard, shown }) {
    Object.assign(this, { url, heard, shown });
    addEventListener("online", () => this.send());
    addEventListener("offline", () => this.#trouble(true));
    addEventListener("beforeunload", (event) => {
      if (this.waiting.size && this.troubled) event.preventDefault();
    });
    // What is not there yet when the page goes: saving twice does no harm.
    addEventListener("pagehide", () => {
      if (this.waiting.size) navigator.sendBeacon(this.url, this.#body(this.waiting));
    });
  }

  put(key, values) {
    this.waiting.set(key, values);
    this.shown();
    this.send();
  }

  // Resolves once nothing waits.
  empty() {
    return this.waiting.size ? new Promise((done) => this.#empty.push(done)) : Promise.resolve();
  }

  async send() {
    if (this.#sending || !this.waiting.size) return;
    clearTimeout(this.#retry);
    this.#sending = true;
    const sent = new Map(this.waiting);
    const slow = setTimeout(() => this.#trouble(true), 3000);
    const reply = await this.#post(sent);
    clearTimeout(slow);
    this.#sending = false;
    if (!reply) return this.#later();
    for (const [key, values] of sent) {
      if (this.waiting.get(key) === values) this.waiting.delete(key);
    }
    this.#failures = 0;
    this.#trouble(false);
    const html = await reply.text().catch(() => "");
    this.heard(reply.status, html, [...sent.keys()]);
    if (this.waiting.size) return this.send();
    for (const done of this.#empty.splice(0)) done();
  }

  // The server's word, or null where it could not be asked or cannot answer now.
  async #post(answers) {
    const asked = {
      method: "POST",
      body: this.#body(answers),
      credentials: "omit",
      redirect: "manual",
      signal: AbortSignal.timeout(20_000),
    };
    try {
      const reply = await fetch(this.url, asked);
      return reply.status >= 500 || reply.status === 429 ? null : reply;
    } catch {
      return null;
    }
  }

  #body(answers) {
    const body = new URLSearchParams();
    for (const [key, values] of answers) {
      for (const value of values.length ? values : [""]) body.append(key, value);
    }
    return body;
  }

  #later() {
    this.#failures += 1;
    this.#trouble(true);
    this.#retry = setTimeout(() => this.send(), Math.min(15_000, 500 * 2 ** this.#failures));
  }

  #trouble(troubled) {
    this.troubled = troubled;
    this.shown();
  }
}
