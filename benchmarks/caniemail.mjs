// Prints as JSON the features of the given HTML files that caniemail calls unsupported, apart for
// what stands in a <style> block.
import { readFileSync } from 'node:fs';
import { caniemail } from 'caniemail';

const CLIENTS = ['gmail.*', 'outlook.*', 'apple-mail.*'];
const STYLE = /<style[^>]*>([\s\S]*?)<\/style>/gi;
const UNAVOIDABLE = new Set(['<body> element']);

function note(found, source) {
  const { issues } = caniemail({ clients: CLIENTS, ...source });
  for (const [client, faults] of issues.errors)
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
