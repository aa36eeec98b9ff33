// Fifteen policies, and the package as modules, as classic scripts and inlined: each a verdict or a typed reason, never a hang.

import assert from 'node:assert/strict';
import { cp, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch, open } from '../browser/harness.mjs';
import { launchOther } from '../webdriver.mjs';
import { pack, samples, site } from './rig.mjs';

const base = { 'default-src': "'none'", 'style-src': "'self'", 'connect-src': "'self'" };
const wasm = "'self' 'wasm-unsafe-eval'";
const trusted = { 'require-trusted-types-for': "'script'" };

const whole = { module: 'drawn, wasm, workers', iife: 'drawn, wasm', inline: 'wasm' };
const alone = { ...whole, module: 'drawn, wasm' };
const second = { module: 'plain text, fallback', iife: 'plain text, fallback', inline: 'fallback' };

/** Each policy, and what comes of it in Chromium. Where another browser is asked too, it says the same. */
const policies = {
  none: { policy: null, ...whole, others: true },
  "script-src 'self'": {
    policy: { 'script-src': "'self'" },
    ...second,
    others: true,
  },
  "'wasm-unsafe-eval'": { policy: { 'script-src': wasm }, ...whole },
  'Trusted Types': { policy: { 'script-src': wasm, ...trusted }, ...whole, others: true },
  'Trusted Types, no Wasm': { policy: { 'script-src': "'self'", ...trusted }, ...second },
  'trusted-types touchmark': {
    policy: { 'script-src': wasm, ...trusted, 'trusted-types': 'touchmark' },
    ...whole,
  },
  "trusted-types 'none'": { policy: { 'script-src': wasm, ...trusted, 'trusted-types': "'none'" }, ...alone },
  "trusted-types 'none', no Wasm": {
    policy: { 'script-src': "'self'", ...trusted, 'trusted-types': "'none'" },
    ...second,
    // A script cannot be added where no policy may say that its address is good.
    iife: 'wasm-refused',
  },
  "worker-src 'none'": { policy: { 'script-src': wasm, 'worker-src': "'none'" }, ...alone, others: true },
  "style-src 'none'": { policy: { 'script-src': wasm, 'style-src': "'none'" }, ...whole },
  "connect-src 'none'": {
    policy: { 'script-src': wasm, 'connect-src': "'none'" },
    module: 'trust-unreadable',
    iife: 'trust-unreadable',
    // It is handed its lists, and has its engine inside.
    inline: 'wasm',
  },
  "nonce, 'strict-dynamic'": {
    policy: { 'script-src': "'nonce-n' 'strict-dynamic' 'wasm-unsafe-eval'" },
    ...whole,
  },
  "nonce, 'strict-dynamic', no Wasm": { policy: { 'script-src': "'nonce-n' 'strict-dynamic'" }, ...second },
  'nonce, no Wasm': { policy: { 'script-src': "'nonce-n'" }, ...second },
  'sandbox allow-scripts': {
    policy: { 'script-src': wasm, sandbox: 'allow-scripts' },
    // The page has no origin, so no address in its markup is of its own.
    module: 'trust-unreadable',
    iife: 'trust-unreadable',
    inline: 'wasm',
  },
};

const kinds = {
  module: {
    head: '<script type="module" nonce="n" src="/module.js"></script>',
    script: `import { createVerifier } from '/touchmark/index.js';
import '/touchmark/define.js';
import { elements } from '/shared.js';
elements(createVerifier);`,
  },
  iife: {
    head: `<script nonce="n" src="/touchmark/touchmark.iife.js"></script>
<script nonce="n" src="/touchmark/touchmark-elements.iife.js"></script>
<script type="module" nonce="n" src="/iife.js"></script>`,
    script: `import { elements } from '/shared.js';
elements(touchmark.createVerifier);`,
  },
  inline: {
    head: '<script type="module" nonce="n" src="/inline.js"></script>',
    script: `import { createVerifier } from '/touchmark/inline.js';
import { contact, given, say } from '/shared.js';
createVerifier(given).then(
  async (verifier) => {
    const { trust } = await verifier.verify(contact);
    say(trust === 'verified' ? verifier.engine : trust);
  },
  ({ code }) => say(code),
);`,
  },
};

const warnings = `globalThis.warnings = [];
console.warn = (...said) => warnings.push(said.join(' '));`;

/** What each of the pages does: one badge, and so many records that workers are worth it. */
const shared = ({ contacts: [contact], trust, policy }) => `
export const contact = ${JSON.stringify(contact)};
export const given = ${JSON.stringify({ trust, policy })};
export const say = (outcome) => { globalThis.outcome = outcome; };
export function elements(createVerifier) {
  const badge = document.querySelector('touchmark-badge');
  badge.record = contact;
  const { Provenance_Seal__c, ...unsealed } = contact;
  const wait = async () => {
    while (badge.state === 'checking') await new Promise((resolve) => setTimeout(resolve, 20));
    if (badge.state !== 'verified') return document.querySelector('touchmark-provider').error?.code ?? badge.state;
    // What draws may come after the verdict; where it cannot, a warning says that the text stays plain.
    const isDrawn = () => badge.shadowRoot.querySelector('button') !== null;
    while (!isDrawn() && !warnings.some((text) => text.includes('plain text'))) await new Promise((resolve) => setTimeout(resolve, 20));
    const drawn = isDrawn() ? 'drawn' : 'plain text';
    const verifier = await createVerifier({ ...given, workers: 2 });
    await verifier.verifyAll(Array(1500).fill(unsealed));
    return drawn + ', ' + verifier.engine;
  };
  wait().then(say, (error) => say(String(error.code ?? error)));
}`;

const texts = (policy) =>
  Object.entries({ ...base, ...policy })
    .map(([name, value]) => `${name} ${value}`)
    .join('; ');

let packed, folder, server, browser, workers;

before(async () => {
  packed = await pack();
  const data = await samples();
  folder = await realpath(await mkdtemp(join(tmpdir(), 'touchmark-csp-')));
  await cp(join(packed.folder, 'dist'), join(folder, 'touchmark'), { recursive: true });
  const files = { 'shared.js': shared(data), 'warnings.js': warnings };
  for (const name of ['trust', 'policy']) files[`${name}.json`] = JSON.stringify(data[name]);
  for (const [kind, { head, script }] of Object.entries(kinds)) {
    files[`${kind}.js`] = script;
    files[`${kind}.html`] =
      `<!doctype html><html lang="en"><meta charset="utf-8"><title>Test</title><script nonce="n" src="/warnings.js"></script>${head}<touchmark-provider trust="/trust.json" policy="/policy.json"><touchmark-badge>Not yet checked</touchmark-badge></touchmark-provider></html>`;
  }
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  server = await site({
    root: folder,
    headers(pathname, { url }) {
      if (pathname === '/touchmark/worker.js') workers += 1;
      const named = new URL(url, 'http://localhost').searchParams.get('policy');
      const policy = policies[named]?.policy;
      // A sandboxed page has no origin, and is a stranger to its own server.
      return {
        'access-control-allow-origin': '*',
        ...(policy ? { 'content-security-policy': texts(policy) } : {}),
      };
    },
  });
  browser = await launch();
});

after(async () => {
  await browser?.close();
  await server?.close();
  await packed?.remove();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const address = (kind, name) => `${server.url}${kind}.html?policy=${encodeURIComponent(name)}`;

for (const [name, expected] of Object.entries(policies)) {
  describe(name, () => {
    for (const kind of Object.keys(kinds)) {
      test(`${kind}: ${expected[kind]}`, async () => {
        workers = 0;
        const { page, context } = await open(browser, address(kind, name));
        const outcome = await page
          .waitForFunction(() => globalThis.outcome)
          .then((handle) => handle.jsonValue());
        assert.equal(outcome + (workers ? ', workers' : ''), expected[kind]);
        await context.close();
      });
    }
  });
}

for (const other of ['firefox', 'webkit']) {
  describe(`in ${other}`, () => {
    let opened;
    before(async () => (opened = await launchOther(other)));
    after(() => opened?.close());
    for (const [name, row] of Object.entries(policies).filter(([, { others }]) => others)) {
      for (const kind of Object.keys(kinds)) {
        const expected = row[kind];
        test(`${name}, ${kind}: ${expected}`, async () => {
          workers = 0;
          const page = await opened.open(address(kind, name));
          const outcome = await page.evaluate(async () => {
            while (!globalThis.outcome) await new Promise((resolve) => setTimeout(resolve, 20));
            return globalThis.outcome;
          });
          assert.equal(outcome + (workers ? ', workers' : ''), expected);
          await page.close();
        });
      }
    }
  });
}
