// Prints as JSON the features of the given HTML files that caniemail calls unsupported, apart for
// what stands in a <style> block.
import { readFileSync } from 'node:fs';
import { caniemail } from 'caniemail';

const CLIENTS = [
  ...['desktop-webmail', 'ios', 'android', 'mobile-webmail'].map((where) => `gmail.${where}`),
  ...['windows', 'windows-mail', 'macos', 'ios', 'android'].map((where) => `outlook.${where}`),
  ...['macos', 'ios'].map((where) => `apple-mail.${where}`),
];
const STYLE = /<style[^>]*>([\s\S]*?)<\/style>/gi;
const UNAVOIDABLE = new Set(['<body> element']);

// It throws where its data know a property in general but not for this client: asked without it.
function issuesOf(client, source) {
  for (let text = source; ; ) {
    try {
      return caniemail({ clients: [client], ...text }).issues;
    } catch (error) {
      const unknown = /^Feature "([\w-]+)" not found/.exec(error.message)?.[1];
      if (!(error instanceof RangeError) || !unknown) throw error;
      const property = new RegExp(`([;"{\\s])${unknown}\\s*:[^;"}]*;?`, 'g');
      const [kind, value] = Object.entries(text)[0];
      if (!property.test(value)) throw error;
      text = { [kind]: value.replace(property, '$1') };
    }
  }
}

function note(found, source) {
  for (const client of CLIENTS)
    for (const [, faults] of issuesOf(client, source).errors)
      for (const { title } of faults)
        if (!UNAVOIDABLE.has(title)) found.set(title, (found.get(title) ?? new Set()).add(client));
}

const needed = new Map();
const enhancing = new Map();
for (const file of process.argv.slice(2)) {
  const html = readFileSync(file, 'utf8');
  note(needed, { html: html.replace(STYLE, '') });
  for (const [, css] of html.matchAll(STYLE)) if (css.trim()) note(enhancing, { css });
}
const told = (found) => [...found].map(([title, where]) => `${title}: ${[...where].join(', ')}`);
console.log(JSON.stringify({ needed: told(needed), enhancing: told(enhancing) }));
