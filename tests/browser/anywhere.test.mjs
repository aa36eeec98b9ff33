// The package where hosts move its files, hold them up or answer something else, and where frameworks hand over what they have.
// Functions handed to `page.evaluate` run in the page.
/* global touchmark, told */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { open, packageInBrowser, serve } from './harness.mjs';

const { installed, site, browser } = await packageInBrowser();
const dist = join(installed.folder, 'node_modules/touchmark/dist');
const entries = Object.fromEntries(
  ['touchmark', 'define', 'elements-inline'].map((name) => [
    name,
    installed.entry(name === 'touchmark' ? name : `touchmark/${name}`),
  ]),
);

/** A page of the site, with what it says in its console and the addresses that it asks for. */
async function openPage(address = site.url) {
  const opened = await open(browser, address);
  const [said, asked] = [[], []];
  opened.page.on('console', (message) => said.push(message.text()));
  opened.page.on('request', (request) => asked.push(new URL(request.url()).pathname));
  return { ...opened, said, asked };
}

/** As a host that left every file but the scripts behind, and has a copy of them elsewhere. */
async function moveFiles(page) {
  await page.route(/node_modules\/touchmark\/.*\.(wasm|json)$/, (route) => route.fulfill({ status: 404 }));
  await page.route('**/moved/**', async (route) => {
    const path = new URL(route.request().url()).pathname.replace('/moved/', '');
    await route.fulfill({ path: join(dist, path) });
  });
}

/** A sealed record, in the page, as JSON. */
const record = JSON.stringify(
  JSON.parse(await readFile(join(installed.folder, 'data/contacts.json'), 'utf8')).records[0],
);

const settled = (page, selector = 'touchmark-badge') =>
  page.waitForFunction((selector) => document.querySelector(selector)?.state !== 'checking', selector);

const stateOf = (page) => page.evaluate(() => document.querySelector('touchmark-badge').state);

/** Until something holds, asked from outside: the page's own clock stands still. The test's time limit ends the waiting. */
async function until(holds) {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

/** Puts a provider with a badge into the page. */
function show(page, attributes = {}, given = record, allowed = false) {
  return page.evaluate(
    ([attributes, record, allowed]) => {
      const provider = document.createElement('touchmark-provider');
      const files = { trust: '/data/trust.json', policy: '/data/policy.json' };
      for (const [name, value] of Object.entries({ ...files, ...attributes }))
        provider.setAttribute(name, value);
      const badge = document.createElement('touchmark-badge');
      badge.textContent = 'Not yet checked';
      if (record !== null) badge.setAttribute('record', record);
      globalThis.told = [];
      provider.addEventListener('touchmark-verdict', ({ detail }) =>
        told.push(`${detail.verdict.trust} ${detail.verdict.reasons[0]?.detail ?? ''}`.trim()),
      );
      provider.allowed = allowed;
      provider.append(badge);
      document.querySelector('main').append(provider);
    },
    [attributes, given, allowed],
  );
}

describe('where the files are', () => {
  const ways = {
    'an address': '"/moved/wasm/touchmark_wasm_bg.wasm"',
    'a URL': 'new URL("/moved/wasm/touchmark_wasm_bg.wasm", location.href)',
    'an answer': 'await fetch("/moved/wasm/touchmark_wasm_bg.wasm")',
    'an answer on its way': 'fetch("/moved/wasm/touchmark_wasm_bg.wasm")',
    bytes: 'await (await fetch("/moved/wasm/touchmark_wasm_bg.wasm")).arrayBuffer()',
    'a view of bytes':
      'new Uint8Array(await (await fetch("/moved/wasm/touchmark_wasm_bg.wasm")).arrayBuffer())',
    'a module': 'await WebAssembly.compileStreaming(fetch("/moved/wasm/touchmark_wasm_bg.wasm"))',
  };
  const options = {
    ...Object.fromEntries(Object.entries(ways).map(([name, code]) => [name, `{ wasm: ${code} }`])),
  };
  options['the folder'] = '{ base: "/moved" }';
  options['the folder, as a URL'] = '{ base: new URL("/moved/", location.href) }';
  for (const [name, code] of Object.entries(options)) {
    test(`is said to createVerifier as ${name}`, async () => {
      const { page, context } = await openPage();
      await moveFiles(page);
      const engine = await page.evaluate(`(async () => {
        const { createVerifier } = await import(${JSON.stringify(entries.touchmark)});
        const [trust, policy] = await Promise.all(['trust', 'policy'].map(async (name) => (await fetch('/data/' + name + '.json')).text()));
        const verifier = await createVerifier({ trust, policy, engine: 'wasm', ...(${code}) });
        return [verifier.engine, (await verifier.verify(${JSON.stringify(record)})).trust];
      })()`);
      assert.deepEqual(engine, ['wasm', 'verified']);
      await context.close();
    });
  }

  test('is said for the whole page, by a script or by a provider: engine, components and words', async () => {
    for (const way of ['script', 'provider']) {
      const { page, context, asked } = await openPage();
      await moveFiles(page);
      await page.evaluate(
        async ([entry, way]) => {
          document.documentElement.lang = 'de';
          const { setBase } = await import(entry);
          if (way === 'script') setBase('/moved/');
        },
        [entries.define, way],
      );
      await show(page, way === 'provider' ? { base: '/moved/' } : {}, record, way === 'provider');
      await settled(page);
      await page.waitForFunction(() =>
        /Synthetische Daten/.test(document.querySelector('touchmark-badge').shadowRoot.textContent),
      );
      assert.equal(await stateOf(page), 'verified');
      assert.deepEqual(asked.filter((path) => /\.wasm$|words/.test(path)).sort(), [
        '/moved/wasm-ui/touchmark_wasm_ui_bg.wasm',
        '/moved/wasm/touchmark_wasm_bg.wasm',
        '/moved/words/de.json',
      ]);
      await context.close();
    }
  });

  test('is not believed of markup, which may be anybody’s: it says whose code runs', async () => {
    for (const address of [
      '/moved/',
      'https://elsewhere.example/',
      'data:text/plain,',
      '//elsewhere.example/',
    ]) {
      const { page, context, said, asked } = await openPage();
      await page.evaluate((entry) => import(entry), entries.define);
      await show(page, { base: address });
      await settled(page);
      assert.equal(await stateOf(page), 'verified', address);
      assert.ok(
        said.some((line) => /base="…"> is passed over/.test(line)),
        said.join('\n'),
      );
      assert.ok(
        asked.every((path) => !/moved|elsewhere/.test(path)),
        asked.join('\n'),
      );
      await context.close();
    }
  });

  test('is an address of a folder, not moved by the base of the document', async () => {
    const { page, context, asked } = await openPage();
    await moveFiles(page);
    const refused = await page.evaluate(async (entry) => {
      const { createVerifier, setBase } = await import(entry);
      const refused = {};
      for (const address of [
        'http://[',
        'data:text/plain,',
        'blob:x',
        '/moved?v=1',
        '/moved/#x',
        'javascript:1',
      ]) {
        try {
          setBase(address);
          refused[address] = 'taken';
        } catch ({ code }) {
          refused[address] = code;
        }
      }
      const base = document.createElement('base');
      base.href = '/elsewhere/';
      document.head.append(base);
      setBase('/moved');
      const read = async (name) => (await fetch(`/data/${name}.json`)).text();
      const [trust, policy] = await Promise.all(['trust', 'policy'].map(read));
      refused.engine = (await createVerifier({ trust, policy, engine: 'wasm' })).engine;
      return refused;
    }, entries.touchmark);
    const { engine, ...codes } = refused;
    assert.deepEqual([...new Set(Object.values(codes))], ['options-invalid'], JSON.stringify(codes));
    assert.equal(engine, 'wasm');
    assert.ok(asked.includes('/moved/wasm/touchmark_wasm_bg.wasm'));
    await context.close();
  });

  test('a wrong one that is handed over spoils no other, and every refusal is typed', async () => {
    const { page, context } = await openPage();
    const told = await page.evaluate(async (entry) => {
      const { createVerifier } = await import(entry);
      const read = async (name) => (await fetch(`/data/${name}.json`)).text();
      const [trust, policy] = await Promise.all(['trust', 'policy'].map(read));
      const file = (name) =>
        fetch(`/node_modules/touchmark/dist/${name}`).then((answer) => answer.arrayBuffer());
      const told = [];
      for (const wasm of [
        await file('wasm-ui/touchmark_wasm_ui_bg.wasm'),
        new Uint8Array(8),
        Promise.reject(new Error('gone')),
        fetch('/nowhere.wasm'),
        5,
      ]) {
        told.push(
          await createVerifier({ trust, policy, engine: 'wasm', wasm }).then(
            () => 'taken',
            ({ name, code }) => `${name} ${code}`,
          ),
        );
      }
      const right = await file('wasm/touchmark_wasm_bg.wasm');
      told.push((await createVerifier({ trust, policy, engine: 'wasm', wasm: right })).engine);
      // Not asked for any more, and nobody's loss.
      told.push((await createVerifier({ trust, policy, wasm: Promise.reject(new Error('late')) })).engine);
      for (const timeout of [0, -1, Number.NaN, 'x', Infinity, 1e10]) {
        told.push(
          await createVerifier({ trust, policy, timeout }).then(
            ({ engine }) => engine,
            ({ code }) => code,
          ),
        );
      }
      return told;
    }, entries.touchmark);
    assert.deepEqual(
      told.slice(0, 5).filter((one) => !one.startsWith('TouchmarkError ')),
      [],
    );
    assert.deepEqual(told.slice(5), ['wasm', 'wasm', ...Array(4).fill('options-invalid'), 'wasm', 'wasm']);
    await context.close();
  });

  test('scripts that a development server put together find the files of the package', async () => {
    const { page, context } = await openPage();
    // As Vite serves them: the scripts from a folder of its own, a page in the place of every file beside them.
    await page.route('**/node_modules/.vite/deps/**', async (route) => {
      const name = new URL(route.request().url()).pathname.split('/deps/')[1];
      if (/^\w+\.js$/.test(name)) await route.fulfill({ path: join(dist, name) });
      else await route.fulfill({ contentType: 'text/html', body: '<!doctype html>' });
    });
    await page.evaluate(() => {
      document.documentElement.lang = 'fr';
      return import('/node_modules/.vite/deps/define.js');
    });
    await show(page);
    await settled(page);
    await page.waitForFunction(() =>
      /Données synthétiques/.test(document.querySelector('touchmark-badge').shadowRoot.textContent),
    );
    assert.equal(await stateOf(page), 'verified');
    await context.close();
  });

  test('everything is in one module where no file can be had', async () => {
    const { page, context, asked } = await openPage();
    await moveFiles(page);
    await page.evaluate(async (entry) => {
      globalThis.touchmark = await import(entry);
    }, entries['elements-inline']);
    await show(page);
    await settled(page);
    await page.waitForFunction(
      () => document.querySelector('touchmark-badge').shadowRoot.querySelector('.mount')?.childElementCount,
    );
    assert.equal(await stateOf(page), 'verified');
    assert.deepEqual(
      asked.filter((path) => /\.wasm$|words|fallback/.test(path)),
      [],
    );
    const names = await page.evaluate(() => Object.keys(touchmark).sort());
    for (const name of [
      'createVerifier',
      'use',
      'isVerdict',
      'setBase',
      'observe',
      'supplyWords',
      'TouchmarkBadge',
      'TouchmarkError',
    ])
      assert.ok(names.includes(name), name);
    await context.close();
  });

  test('a worker is a file of its own, too long to be put into the page', async () => {
    assert.ok((await stat(join(dist, 'worker.js'))).size > 4096);
  });
});

describe('a provider whose files take their time', () => {
  /** Holds the answers to requests until what is returned is called. */
  async function hold(page, pattern) {
    let release;
    const released = new Promise((resolve) => (release = resolve));
    await page.route(pattern, async (route) => {
      await released;
      await route.continue();
    });
    return release;
  }

  test('says so in the time it is given, and shows what comes later when it comes', async () => {
    const { page, context } = await openPage();
    await page.evaluate((entry) => import(entry), entries.define);
    const release = await hold(page, '**/data/trust.json');
    await show(page, { timeout: '300' });
    await settled(page);
    assert.equal(await stateOf(page), 'could-not-check');
    release();
    await page.waitForFunction(() => document.querySelector('touchmark-badge').state === 'verified');
    assert.deepEqual(await page.evaluate(() => told), ['unchecked timeout', 'verified']);
    assert.equal(await page.evaluate(() => document.querySelector('touchmark-provider').error), null);
    await context.close();
  });

  test('is waited for by the elements inside, which say nothing before it does', async () => {
    const { page, context, said } = await openPage();
    await page.clock.install();
    await page.evaluate((entry) => import(entry), entries.define);
    await hold(page, '**/data/trust.json');
    await show(page, { timeout: '8000' });
    await page.clock.runFor(4000);
    assert.equal(await stateOf(page), 'checking');
    await page.clock.runFor(5000);
    await settled(page);
    assert.deepEqual(await page.evaluate(() => told), ['unchecked timeout']);
    assert.ok(!said.some((line) => /Put it inside a <touchmark-provider/.test(line)), said.join('\n'));
    await context.close();
  });

  test('fetches the engine beside them, and not after them', async () => {
    const { page, context } = await openPage();
    await page.evaluate((entry) => import(entry), entries.define);
    const release = await hold(page, '**/data/trust.json');
    const engine = page.waitForRequest('**/touchmark_wasm_bg.wasm');
    await show(page);
    await engine;
    release();
    await settled(page);
    assert.equal(await stateOf(page), 'verified');
    await context.close();
  });

  test('tries again by itself where the network failed', async () => {
    const { page, context } = await openPage();
    await page.clock.install();
    await page.evaluate((entry) => import(entry), entries.define);
    let count = 0;
    await page.route('**/data/trust.json', (route) => ((count += 1) < 3 ? route.abort() : route.continue()));
    await show(page);
    await settled(page);
    assert.equal(await stateOf(page), 'could-not-check');
    // Small steps: the next wait begins only once the page has heard that the network failed.
    await until(async () => {
      await page.clock.runFor(1000);
      return (await stateOf(page)) === 'verified';
    });
    assert.equal(count, 3);
    await context.close();
  });
});

describe('what frameworks hand over', () => {
  test('a proxy around a verdict shows the verdict behind it, and nothing that stands before it', async () => {
    const { page, context } = await openPage();
    const shown = await page.evaluate(
      async ([entry, define, record]) => {
        const touchmark = await import(entry);
        await import(define);
        const read = async (name) => (await fetch(`/data/${name}.json`)).text();
        const [trust, policy] = await Promise.all(['trust', 'policy'].map(read));
        const verifier = await touchmark.createVerifier({ trust, policy });
        const changed = JSON.stringify({ ...JSON.parse(record), LastName: 'Changed' });
        const [verdict, altered] = await verifier.verifyAll([record, changed]);
        const states = {};
        for (const [name, given] of Object.entries({
          transparent: new Proxy(verdict, {}),
          nested: new Proxy(new Proxy(verdict, {}), {}),
          // It says otherwise than the verdict that it stands before.
          lying: new Proxy(
            {},
            {
              get: (_, key) => (typeof key === 'symbol' ? altered[key] : verdict[key]),
              ownKeys: () => Reflect.ownKeys(altered),
              getOwnPropertyDescriptor: (_, key) => ({
                ...Reflect.getOwnPropertyDescriptor(altered, key),
                configurable: true,
              }),
            },
          ),
          shell: new Proxy({}, { get: (_, key) => verdict[key] }),
        })) {
          const badge = document.createElement('touchmark-badge');
          document.querySelector('main').append(badge);
          badge.verdict = given;
          states[name] = [
            badge.state === 'checking' ? badge.verdict?.trust : badge.state,
            touchmark.isVerdict(given),
          ];
        }
        return states;
      },
      [entries.touchmark, entries.define, record],
    );
    assert.deepEqual(
      Object.entries(shown).map(([name, [state, isVerdict]]) => [name, state, isVerdict]),
      [
        ['transparent', 'verified', false],
        ['nested', 'verified', false],
        ['lying', 'altered', false],
        ['shell', 'unchecked', false],
      ],
    );
    await context.close();
  });

  test('a verdict on another record is not shown, through whatever it is handed', async () => {
    const { page, context } = await openPage();
    const states = await page.evaluate(
      async ([entry, define, record]) => {
        const touchmark = await import(entry);
        await import(define);
        const read = async (name) => (await fetch(`/data/${name}.json`)).text();
        const [trust, policy] = await Promise.all(['trust', 'policy'].map(read));
        const verdict = await (await touchmark.createVerifier({ trust, policy })).verify(record);
        const [self] = Object.getOwnPropertySymbols(verdict);
        const states = [];
        for (const answer of [verdict, new Proxy(verdict, {}), { [self]: () => verdict }]) {
          touchmark.use({ engine: 'wasm', verifyAll: async (all) => all.map(() => answer) });
          const badge = document.createElement('touchmark-badge');
          badge.record = { attributes: { type: 'Contact' }, Id: '003Qx0000080nZZIAI', LastName: 'Other' };
          document.querySelector('main').append(badge);
          while (badge.state === 'checking') await new Promise(requestAnimationFrame);
          states.push(`${badge.state} ${badge.verdict.reasons[0].detail}`);
        }
        return states;
      },
      [entries.touchmark, entries.define, record],
    );
    assert.deepEqual(states, Array(3).fill('could-not-check verdict-on-another-record'));
    await context.close();
  });

  test('a record that comes late is waited for anew, and nobody is told that it is missing', async () => {
    const { page, context, said } = await openPage();
    await page.clock.install();
    await page.evaluate((entry) => import(entry), entries.define);
    await page.evaluate((record) => {
      const badge = document.createElement('touchmark-badge');
      document.querySelector('main').append(badge);
      badge.record = JSON.parse(record);
    }, record);
    await page.clock.runFor(3500);
    await until(async () => (await stateOf(page)) !== 'checking');
    assert.equal(await stateOf(page), 'could-not-check');
    await until(() => said.length > 0);
    assert.ok(!said.some((line) => /neither a record/.test(line)), said.join('\n'));
    assert.ok(said.some((line) => /no verifier answered in time/.test(line)));
    await context.close();
  });

  test('two copies of the package on a page are told apart in words', async () => {
    const { page, context, said } = await openPage();
    await page.evaluate(
      ([one, other]) => import(one).then(() => import(other)),
      [entries.define, entries['elements-inline']],
    );
    assert.ok(said.some((line) => /touchmark is on this page twice/.test(line)));
    await context.close();
  });

  test('an element that has neither record nor verdict says so after its patience', async () => {
    const { page, context, said } = await openPage();
    await page.clock.install();
    await page.evaluate((entry) => import(entry), entries.define);
    await show(page, {}, null);
    await page.clock.runFor(3500);
    await until(() => said.length > 0);
    const line = said.find((line) => /has neither a record nor a verdict/.test(line));
    assert.match(line ?? '', /^<touchmark-badge> .*JSON\.stringify\(record\)/);
    // What comes later is checked all the same.
    await page.evaluate(
      (record) => (document.querySelector('touchmark-badge').record = JSON.parse(record)),
      record,
    );
    await page.clock.runFor(100);
    await page.waitForFunction(() => document.querySelector('touchmark-badge').state === 'verified');
    await context.close();
  });

  test('a record that ends at a quote of its attribute is told with the remedy', async () => {
    const { page, context, said } = await openPage();
    await page.evaluate((entry) => import(entry), entries.define);
    await show(page);
    await page.evaluate(() => {
      const home = document.createElement('div');
      // What a parser makes of the attribute '{…"O'Brien"}', and of one with &#39;.
      for (const [id, record] of [
        ['cut', '{"attributes":{"type":"Contact"},"LastName":"O'],
        [
          'whole',
          `{"attributes":{"type":"Contact"},"Id":"003Qx0000080nG1IAI","LastName":"O'Brien","Provenance_Seal__c":null}`,
        ],
      ]) {
        const badge = document.createElement('touchmark-badge');
        badge.id = id;
        badge.setAttribute('record', record);
        home.append(badge);
      }
      document.querySelector('touchmark-provider').append(home);
    });
    await settled(page, '#cut');
    await settled(page, '#whole');
    assert.equal(await page.evaluate(() => document.querySelector('#whole').state), 'not-disclosed');
    const line = said.find((line) => /cannot be read/.test(line));
    assert.match(line ?? '', /quotes within the JSON end it: write .* as &#39;/);
    await context.close();
  });
});

describe('the classic scripts', () => {
  test('add the second one with what let the page’s own through', async () => {
    const csp =
      "default-src 'none'; script-src 'nonce-abc'; style-src 'self'; connect-src 'self'; img-src 'self'";
    const strict = await serve({ root: installed.folder, csp });
    const folder = '/node_modules/touchmark/dist';
    await writeFile(
      join(installed.folder, 'nonce.html'),
      `<!doctype html><html lang="en"><title>Nonce</title><link rel="icon" href="/favicon.svg"><main></main>
       <script nonce="abc" src="${folder}/touchmark.iife.js"></script><script nonce="abc">
       (async () => {
         const read = async (name) => (await fetch('/data/' + name + '.json')).text();
         const [trust, policy] = await Promise.all(['trust', 'policy'].map(read));
         try { globalThis.engine = (await touchmark.createVerifier({ trust, policy })).engine; }
         catch (error) { globalThis.engine = error.code + ': ' + error.message; }
       })();</script></html>`,
    );
    const { page, context } = await openPage(`${strict.url}nonce.html`);
    await page.waitForFunction(() => globalThis.engine !== undefined);
    assert.equal(await page.evaluate(() => globalThis.engine), 'fallback');
    const [integrity, hasNonce] = await page.evaluate(() => {
      const script = document.querySelector('script[src$="touchmark-fallback.iife.js"]');
      return [script.integrity, script.nonce !== ''];
    });
    assert.match(integrity, /^sha384-/);
    assert.ok(hasNonce);
    await context.close();
    await strict.close();
  });

  test('take the second one of their own build, and no other', async () => {
    const strict = await serve({ root: installed.folder, csp: "default-src 'self'; script-src 'self'" });
    const { page, context } = await openPage(strict.url);
    await page.route('**/touchmark-fallback.iife.js', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: `${await response.text()}\n// changed\n` });
    });
    await page.addScriptTag({ url: '/node_modules/touchmark/dist/touchmark.iife.js' });
    const refusal = await page.evaluate(async () => {
      const read = async (name) => (await fetch(`/data/${name}.json`)).text();
      const [trust, policy] = await Promise.all(['trust', 'policy'].map(read));
      return touchmark.createVerifier({ trust, policy }).then(
        ({ engine }) => engine,
        ({ code }) => code,
      );
    });
    assert.equal(refusal, 'wasm-refused');
    await context.close();
    await strict.close();
  });
});

describe('CommonJS', () => {
  test('requires the package, its inlined engines and its disclosure', async () => {
    await writeFile(
      join(installed.folder, 'common.cjs'),
      `const { readFileSync } = require('node:fs');
       const { createVerifier } = require('touchmark');
       const inline = require('touchmark/inline');
       const { tally, wordsFor } = require('touchmark/disclosure');
       const read = (name) => readFileSync('data/' + name + '.json', 'utf8');
       (async () => {
         const [trust, policy] = ['trust', 'policy'].map(read);
         const { records } = JSON.parse(read('contacts'));
         for (const make of [createVerifier, inline.createVerifier]) {
           const verifier = await make({ trust, policy });
           const verdict = await verifier.verify(records[0]);
           // Of one copy: what one part made, the others take for made.
           console.log(verifier.engine, verdict.trust, tally([verdict])[0].group);
         }
         console.log(typeof tally, (await wordsFor('de')).text('origin.synthetic'));
       })();`,
    );
    const { stdout } = await promisify(execFile)(process.execPath, ['common.cjs'], { cwd: installed.folder });
    assert.equal(stdout, 'wasm verified verified\nwasm verified verified\nfunction Synthetische Daten\n');
  });
});
