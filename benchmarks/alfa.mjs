// Audits the pages that `lint_engines` wrote down, one JSON file each, with Siteimprove's rules
// and prints {"faults": [...], "unsure": [...]}. Rules that stand for AAA alone are left out.
import { readFileSync } from 'node:fs';
import { Audit, Outcome } from '@siteimprove/alfa-act';
import { Device } from '@siteimprove/alfa-device';
import { Node } from '@siteimprove/alfa-dom';
import { Headers, Request, Response } from '@siteimprove/alfa-http';
import rules from '@siteimprove/alfa-rules';
import { URL } from '@siteimprove/alfa-url';
import { Conformance, Criterion } from '@siteimprove/alfa-wcag';
import { Page } from '@siteimprove/alfa-web';

const wanted = rules.reject((rule) => {
  const asked = [...rule.requirements].filter(Criterion.isCriterion);
  return asked.length > 0 && !asked.some(Conformance.isAA());
});

// R87 asks for a link that skips to the content: a page in a frame begins with it.
const isMet = (rule, name) => rule === 'sia-r87' && name.startsWith('/embed/');

const faults = [];
const unsure = [];
for (const file of process.argv.slice(2)) {
  const { name, url, device, document } = JSON.parse(readFileSync(file, 'utf8'));
  const seenBy = Device.from(device);
  const address = URL.parse(url).getUnsafe();
  const page = Page.of(
    Request.of('GET', address),
    Response.of(address, 200, Headers.empty()),
    Node.from(document, seenBy),
    seenBy,
  );
  for (const outcome of await Audit.of(page, wanted).evaluate()) {
    const rule = outcome.rule.uri.split('/').pop();
    if (isMet(rule, name)) continue;
    const said = () => `${name} ${rule}: ${String(outcome.target).replace(/\s+/g, ' ').slice(0, 120)}`;
    if (Outcome.isFailed(outcome)) faults.push(said());
    if (Outcome.isCantTell(outcome)) unsure.push(said());
  }
}
console.log(JSON.stringify({ faults, unsure }));
