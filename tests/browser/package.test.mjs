// The package as people install it: the packed tarball, each entry, in a page with a strict policy and in Node.
// Functions handed to `page.evaluate` run in the page, where `openElements` has put these:
/* global touchmark, records, trust, policy, settled, memories, make, one, kept, badge */

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { open, packageInBrowser, runScript, serve } from './harness.mjs';

const run = promisify(execFile);
const expected = { 'synthetic verified': 787, 'masked verified': 125, 'unknown unsealed': 288 };

const { installed, site, browser } = await packageInBrowser();

/** What the page's own code would write: the contacts, checked by an entry, counted. */
const countContacts = async (entry) => {
  const { createVerifier } = globalThis.touchmark ?? (await import(entry));
  const read = async (name) => (await fetch(`/data/${name}.json`)).json();
  const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
  const verifier = await createVerifier({ trust, policy });
  const counts = {};
  for (const { origin, trust } of await verifier.verifyAll(records)) {
    counts[`${origin} ${trust}`] = (counts[`${origin} ${trust}`] ?? 0) + 1;
  }
  return counts;
};

/** A page with the elements registered and the sealed contacts at hand. */
async function openElements(options = {}) {
  const opened = await open(browser, (options.site ?? site).url, options);
  await opened.page.evaluate(
    async (entry) => {
      // Every Wasm memory, to see how large they become.
      globalThis.memories = [];
      const { Instance } = WebAssembly;
      WebAssembly.Instance = class extends Instance {
        constructor(...parameters) {
          super(...parameters);
          if (this.exports.memory) globalThis.memories.push(this.exports.memory);
        }
      };
      globalThis.touchmark = await import(entry.package);
      await import(entry.define);
      const read = async (name) => (await fetch(`/data/${name}.json`)).json();
      const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
      Object.assign(globalThis, { records, trust, policy });
      /** Resolves once an element shows something else than that it is checking. */
      globalThis.settled = async (element) => {
        while (element.state === 'checking' || element.state === undefined)
          await new Promise(requestAnimationFrame);
        return element.state;
      };
    },
    { package: installed.entry('touchmark'), define: installed.entry('touchmark/define') },
  );
  return opened;
}

describe('the tarball', () => {
  test('holds one Wasm file per artefact, and nothing that is not for its users', () => {
    const wasm = installed.files.filter((file) => file.endsWith('.wasm'));
    assert.deepEqual(wasm.sort(), [
      'dist/wasm-ui/touchmark_wasm_ui_bg.wasm',
      'dist/wasm/touchmark_wasm_bg.wasm',
    ]);
    const others = installed.files.filter(
      (file) =>
        !/^(package\.json|README\.md|CHANGELOG\.md|LICENSE|LICENSE-\w+|THIRD-PARTY-NOTICES|dist\/cdn\.md|dist\/(sri|custom-elements|html-custom-data|web-types)\.json|dist\/icons\/[\w-]+\.svg|dist\/words\/[a-z]{2}\.json|dist\/schemas\/(crm-scan-finding|grants|pack|policy|registry|scan|seal|trust-bundle|verdict)\.json|dist\/[\w.-]+\.js(\.map)?|dist\/cjs\/(\w+\.cjs|types\/.*\.d\.c?ts)|dist\/wasm-fallback\/touchmark_fallback\.js|dist\/lwc-jest-mocks\/(index\.js|index\.d\.ts|package\.json|c\/(\w+)\/\w+\.(js|html))|dist\/types\/.*\.d\.ts)$/.test(
          file,
        ),
    );
    assert.deepEqual(others.sort(), wasm.sort());
  });

  test('has the schemas as the repository publishes them', async () => {
    const schemas = installed.files.filter((file) => file.startsWith('dist/schemas/'));
    const published = await readdir(new URL('../../docs/schemas', import.meta.url));
    assert.deepEqual(schemas.map((file) => file.replace('dist/schemas/', '')).sort(), published.sort());
    const installedThere = createRequire(join(installed.folder, 'program.js'));
    for (const name of published) {
      const schema = await readFile(new URL(`../../docs/schemas/${name}`, import.meta.url), 'utf8');
      assert.equal(await readFile(installedThere.resolve(`touchmark/schemas/${name}`), 'utf8'), schema);
    }
  });

  test('has types for every entry', async () => {
    const manifest = JSON.parse(
      await readFile(join(installed.folder, 'node_modules/touchmark/package.json'), 'utf8'),
    );
    const files = (target) =>
      typeof target === 'string' ? [target] : Object.values(target).flatMap((inner) => files(inner));
    for (const target of Object.values(manifest.exports)) {
      for (const path of files(target))
        if (!path.includes('*')) assert.ok(installed.files.includes(path.replace('./', '')), path);
    }
  });

  test('its types hold in a strict program that checks libraries too', async () => {
    const program = `
      import { createVerifier, isVerdict, type Verdict, type RecordView, TouchmarkError } from 'touchmark';
      import { createVerifier as inlined } from 'touchmark/inline';
      import { TouchmarkBadge, observe, use } from 'touchmark/elements';
      import { csvWithOrigin, tally, wordsFor, type Tally, type Words } from 'touchmark/disclosure';
      import 'touchmark/define';
      import type { Touchmark } from 'touchmark/iife';
      import type { TouchmarkElements } from 'touchmark/iife-elements';
      export async function check(record: RecordView, classic: Touchmark, elements: TouchmarkElements): Promise<string> {
        await elements.ready();
        elements.use(await classic.createVerifier({ trust: {}, policy: {} }));
        const counted: Tally = classic.tally([]);
        const verifier = await createVerifier({ trust: '{}', policy: {}, now: () => 0, timeout: 3000 });
        use(verifier);
        const verdict: Verdict = await (await inlined({ trust: {}, policy: {} })).verify(record);
        const badge: TouchmarkBadge = document.createElement('touchmark-badge');
        badge.verdict = verdict;
        const words: Words = await wordsFor('de');
        const counts: Tally = tally([verdict, null]);
        const { sidecar } = await csvWithOrigin([{ Id: words.text('details.title') }], [verdict]);
        observe(document, { recordOf: () => sidecar, size: 'cell' }).refresh();
        // @ts-expect-error a tally is not to be written to
        counts.push();
        // @ts-expect-error a verdict is frozen
        verdict.trust = 'verified';
        // @ts-expect-error a policy has no default
        await createVerifier({ trust: {} });
        return isVerdict(badge.verdict) ? classic.text(verdict.disclosure.trust) : new TouchmarkError('timeout', '').code;
      }`;
    await writeFile(join(installed.folder, 'program.ts'), program);
    for (const [module, moduleResolution] of [
      ['esnext', 'bundler'],
      ['node16', 'node16'],
    ]) {
      const options = { strict: true, noEmit: true, target: 'es2022', lib: ['es2022', 'dom'], types: [] };
      const config = { compilerOptions: { ...options, module, moduleResolution }, files: ['program.ts'] };
      await writeFile(join(installed.folder, 'tsconfig.json'), JSON.stringify(config));
      const tsc = createRequire(import.meta.url).resolve('typescript/bin/tsc');
      const { stdout } = await run(process.execPath, [tsc, '-p', installed.folder]).catch((error) => error);
      assert.equal(stdout, '', moduleResolution);
    }
  });
});

describe('entries', () => {
  for (const name of ['touchmark', 'touchmark/inline']) {
    test(`${name} in a page: 787 synthetic, 125 masked, 288 unsealed`, async () => {
      const { page, context, troubles } = await open(browser, site.url);
      assert.deepEqual(await page.evaluate(countContacts, installed.entry(name)), expected);
      assert.deepEqual(troubles, []);
      await context.close();
    });
  }

  test('touchmark/iife as a classic script: the same counts, one global', async () => {
    const { page, context, troubles } = await open(browser, site.url);
    const before = await page.evaluate(() => Object.getOwnPropertyNames(globalThis));
    await runScript(page, installed.entry('touchmark/iife'));
    const added = await page.evaluate(
      (before) => Object.getOwnPropertyNames(globalThis).filter((name) => !before.includes(name)),
      before,
    );
    assert.deepEqual(added, ['touchmark']);
    assert.deepEqual(await page.evaluate(countContacts), expected);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('touchmark/iife-elements after it: draws its verdicts, and no others, under the same strict policy', async () => {
    const { page, context, troubles } = await open(browser, site.url);
    await runScript(page, installed.entry('touchmark/iife'));
    await runScript(page, installed.entry('touchmark/iife-elements'));
    const shown = await page.evaluate(async () => {
      const read = async (name) => (await fetch(`/data/${name}.json`)).json();
      const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
      const { createVerifier, isVerdict } = globalThis.touchmark;
      const { ready, use, TouchmarkBadge } = globalThis.touchmarkElements;
      await ready();
      const verifier = await createVerifier({ trust, policy });
      const verdict = await verifier.verify(records[0]);
      use(verifier);
      const said = async (change) => {
        const badge = document.createElement('touchmark-badge');
        change(badge);
        document.querySelector('main').append(badge);
        while (badge.state === 'checking') await new Promise(requestAnimationFrame);
        while (!badge.shadowRoot.textContent.trim()) await new Promise(requestAnimationFrame);
        return [badge instanceof TouchmarkBadge, isVerdict(badge.verdict), badge.shadowRoot.textContent];
      };
      return [
        await said((badge) => (badge.verdict = verdict)),
        await said((badge) => (badge.record = records[0])),
        await said((badge) => (badge.verdict = { ...verdict })),
      ];
    });
    const verified = [true, true, 'Synthetic data · signature valid'];
    assert.deepEqual(shown.slice(0, 2), [verified, verified]);
    // What it says instead is a verdict too: that nothing could be checked.
    assert.match(shown[2].join(' '), /^true true Could not check/);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('touchmark and touchmark/elements in Node: counts, and no document needed', async () => {
    await writeFile(
      join(installed.folder, 'count.mjs'),
      `import { readFile } from 'node:fs/promises';
       import { createVerifier } from 'touchmark';
       import { TouchmarkBadge, TouchmarkProvider } from 'touchmark/elements';
       import 'touchmark/define';
       import { tally } from 'touchmark/disclosure';
       import * as inline from 'touchmark/inline';
       const read = async (name) => JSON.parse(await readFile('data/' + name + '.json', 'utf8'));
       const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
       const counts = {};
       for (const make of [createVerifier, inline.createVerifier]) {
         const verifier = await make({ trust, policy });
         for (const { origin, trust } of await verifier.verifyAll(records)) {
           counts[origin + ' ' + trust] = (counts[origin + ' ' + trust] ?? 0) + 1;
         }
       }
       const verifier = await createVerifier({ trust, policy });
       // One set of verdicts, whichever entry made them and whichever counts them.
       const [most] = tally(await verifier.verifyAll(records));
       console.log(JSON.stringify([counts, typeof TouchmarkBadge, typeof TouchmarkProvider, most.count]));`,
    );
    const { stdout } = await run(process.execPath, ['count.mjs'], { cwd: installed.folder });
    const twice = Object.fromEntries(Object.entries(expected).map(([name, count]) => [name, 2 * count]));
    assert.deepEqual(JSON.parse(stdout), [twice, 'function', 'function', 787]);
  });
});

describe('elements', () => {
  test('a provider with addresses checks the records inside it, in one batch', async () => {
    const { page, context, troubles } = await openElements();
    const shown = await page.evaluate(async () => {
      const provider = document.createElement('touchmark-provider');
      provider.setAttribute('trust', '/data/trust.json');
      provider.setAttribute('policy', '/data/policy.json');
      const events = [];
      document.addEventListener('touchmark-verdict', (event) => {
        events.push([event.composed, event.detail.verdict === event.target.verdict]);
      });
      for (const record of [records[0], records[3], records[6]]) {
        const badge = document.createElement('touchmark-badge');
        badge.setAttribute('record', JSON.stringify(record));
        badge.textContent = 'Synthetic data (not yet checked)';
        provider.append(badge);
      }
      document.querySelector('main').append(provider);
      const badges = [...provider.children];
      await Promise.all(badges.map(settled));
      return [badges.map(({ state, verdict }) => `${state} ${verdict.origin}`), events];
    });
    assert.deepEqual(shown[0], ['verified synthetic', 'verified masked', 'not-disclosed unknown']);
    assert.deepEqual(shown[1], [
      [true, true],
      [true, true],
      [true, true],
    ]);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('badges that ask in one go are one call', async () => {
    const { page, context } = await openElements();
    const calls = await page.evaluate(async () => {
      const real = await touchmark.createVerifier({ trust, policy });
      const calls = [];
      touchmark.use({
        verify: () => Promise.reject(new Error('not asked')),
        verifyAll(records) {
          calls.push(records.length);
          return real.verifyAll(records);
        },
      });
      const badges = records.slice(0, 40).map((record) => {
        const badge = document.createElement('touchmark-badge');
        badge.record = record;
        return badge;
      });
      document.querySelector('main').append(...badges);
      await Promise.all(badges.map(settled));
      return calls;
    });
    assert.deepEqual(calls, [40]);
    await context.close();
  });

  test('the fallback gives way to the verdict, and only to that', async () => {
    const { page, context } = await openElements();
    const [before, after] = await page.evaluate(async () => {
      const badge = document.createElement('touchmark-badge');
      badge.textContent = 'Synthetic data (not yet checked)';
      document.querySelector('main').append(badge);
      const before = [badge.innerText, badge.shadowRoot.querySelector('slot').hidden, badge.state];
      touchmark.use(await touchmark.createVerifier({ trust, policy }));
      badge.record = records[0];
      await settled(badge);
      return [
        before,
        [badge.shadowRoot.querySelector('slot').hidden, badge.shadowRoot.querySelector('button').innerText],
      ];
    });
    assert.deepEqual(before, ['Synthetic data (not yet checked)', false, 'checking']);
    assert.equal(after[0], true);
    assert.match(after[1], /Synthetic data · signature valid/);
    await context.close();
  });

  test('no attribute, no literal, no copy and no other page can say "verified"', async () => {
    const { page, context } = await openElements();
    const shown = await page.evaluate(async () => {
      const verifier = await touchmark.createVerifier({ trust, policy });
      const verdict = await verifier.verify(records[0]);
      const forgeries = {
        literal: {
          trust: 'verified',
          origin: 'recorded',
          disclosure: { group: 'verified', trust: 'group.verified' },
        },
        copy: { ...verdict },
        clone: structuredClone(verdict),
        heir: Object.create(verdict),
        // It answers as a verdict would, and there is none behind it.
        liar: new Proxy({ ...verdict }, { get: (target, name) => target[name] ?? (() => verdict) }),
        text: JSON.stringify(verdict),
      };
      const shown = {};
      for (const [name, forgery] of Object.entries(forgeries)) {
        for (const tag of ['touchmark-badge', 'touchmark-details']) {
          const element = document.createElement(tag);
          element.textContent = 'Fallback';
          document.querySelector('main').append(element);
          element.verdict = forgery;
          await settled(element);
          shown[`${name} ${tag}`] = [element.state, element.shadowRoot.textContent];
        }
      }
      // Whoever answers an element's request for a verifier may be anybody's object.
      const fake = {
        verify: async () => forgeries.literal,
        verifyAll: async (all) => all.map(() => forgeries.literal),
      };
      const listener = (event) => {
        event.stopPropagation();
        event.callback(fake);
      };
      for (const way of ['use', 'listener', 'provider']) {
        const badge = document.createElement('touchmark-badge');
        const home = document.createElement(way === 'provider' ? 'touchmark-provider' : 'div');
        if (way === 'use') touchmark.use(fake);
        if (way === 'listener') home.addEventListener('context-request', listener);
        if (way === 'provider') home.verifier = fake;
        badge.record = records[0];
        home.append(badge);
        document.querySelector('main').append(home);
        await settled(badge);
        shown[`fake verifier by ${way}`] = [badge.state, badge.shadowRoot.textContent];
      }
      for (const [name, value] of Object.entries({
        verdict: JSON.stringify(verdict),
        state: 'verified',
        trust: 'verified',
        record: JSON.stringify(verdict),
      })) {
        const badge = document.createElement('touchmark-badge');
        badge.setAttribute(name, value);
        touchmark.use(verifier);
        document.querySelector('main').append(badge);
        if (name === 'record') await settled(badge);
        shown[`attribute ${name}`] = [badge.state, badge.shadowRoot.textContent];
      }
      return shown;
    });
    for (const [name, [state, text]] of Object.entries(shown)) {
      assert.match(state, /^(could-not-check|checking)$/, name);
      assert.doesNotMatch(text, /signature valid|verified/i, name);
    }
    await context.close();
  });

  test('the check is awake: a verdict that an engine made is shown', async () => {
    const { page, context } = await openElements();
    const shown = await page.evaluate(async () => {
      const verifier = await touchmark.createVerifier({ trust, policy });
      const badge = document.createElement('touchmark-badge');
      document.querySelector('main').append(badge);
      badge.verdict = await verifier.verify(records[0]);
      await settled(badge);
      return badge.shadowRoot.textContent;
    });
    assert.match(shown, /signature valid/);
    await context.close();
  });

  test('details show the same verdict as a panel in the page', async () => {
    const { page, context } = await openElements();
    const [state, text] = await page.evaluate(async () => {
      touchmark.use(await touchmark.createVerifier({ trust, policy }));
      const details = document.createElement('touchmark-details');
      details.record = records[0];
      document.querySelector('main').append(details);
      return [await settled(details), details.shadowRoot.querySelector('.mount').innerText];
    });
    assert.equal(state, 'verified');
    assert.match(text, /Synthetic data/);
    assert.match(text, /Issued by Example Bank plc/);
    await context.close();
  });

  test('properties set before the element is defined are kept', async () => {
    const { page, context } = await open(browser, site.url);
    const seen = await page.evaluate(
      async (entry) => {
        const { createVerifier, use } = await import(entry.package);
        const read = async (name) => (await fetch(`/data/${name}.json`)).json();
        const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
        use(await createVerifier({ trust, policy }));
        const make = (name, properties) =>
          Object.assign(document.createElement(`touchmark-${name}`), properties);
        const badge = make('badge', { record: records[0] });
        // Nobody said anything of this one.
        const guard = make('guard', { record: records[6], unsealed: 'hold' });
        guard.setAttribute('action', 'block');
        const provider = make('provider', { allowed: true });
        provider.setAttribute('trust', '/data/trust.json');
        provider.setAttribute('policy', '/data/policy.json');
        provider.append(make('badge', { record: records[0] }));
        document.querySelector('main').append(badge, guard, provider);
        await import(entry.define);
        const all = [badge, guard, provider.firstChild];
        while (all.some((element) => element.state === 'checking')) await new Promise(requestAnimationFrame);
        const part = (name) => guard.shadowRoot.querySelector(`[part~=${name}]`);
        while (part('content').inert && !part('reason')) await new Promise(requestAnimationFrame);
        return [...all.map((element) => element.state), part('content').inert, provider.error];
      },
      { package: installed.entry('touchmark'), define: installed.entry('touchmark/define') },
    );
    assert.deepEqual(seen, ['verified', 'not-disclosed', 'verified', true, null]);
    await context.close();
  });

  test('a moved badge keeps what it drew; a removed one takes it down', async () => {
    const { page, context } = await openElements();
    const [kept, emptied, back] = await page.evaluate(async () => {
      const verifier = await touchmark.createVerifier({ trust, policy });
      const main = document.querySelector('main');
      const badge = document.createElement('touchmark-badge');
      badge.textContent = 'Fallback';
      main.append(badge);
      badge.verdict = await verifier.verify(records[0]);
      await settled(badge);
      const button = badge.shadowRoot.querySelector('button');
      main.append(document.createElement('div'));
      main.lastChild.append(badge);
      await Promise.resolve();
      const kept = badge.shadowRoot.querySelector('button') === button;
      badge.remove();
      await new Promise((resolve) => setTimeout(resolve));
      const emptied = badge.shadowRoot.querySelector('button') === null;
      main.append(badge);
      await new Promise((resolve) => setTimeout(resolve, 50));
      return [kept, emptied, badge.shadowRoot.querySelector('button')?.innerText];
    });
    assert.ok(kept);
    assert.ok(emptied);
    assert.match(back, /signature valid/);
    await context.close();
  });

  describe('words', () => {
    const catalogue = async (lang) =>
      JSON.parse(await readFile(new URL(`../../src/words/catalogue/${lang}.json`, import.meta.url), 'utf8'));

    /** A badge in a language, once it is drawn: what it says, and in which language it says so. */
    const badgeIn = async (lang) => {
      const verifier = await touchmark.createVerifier({ trust, policy });
      const main = document.querySelector('main');
      main.lang = lang;
      const badge = document.createElement('touchmark-badge');
      main.append(badge);
      badge.verdict = await verifier.verify(records[0]);
      await settled(badge);
      globalThis.badge = badge;
      return [
        badge.shadowRoot.querySelector('[lang]').lang,
        badge.shadowRoot.querySelector('button').innerText,
      ];
    };

    test('follow the closest lang, each language fetched once and English never', async () => {
      const { page, context, troubles } = await openElements();
      const fetched = [];
      page.on('request', (request) => fetched.push(...(/words\/\w+\.json$/.exec(request.url()) ?? [])));
      const [english, german, swedish] = await Promise.all(['en', 'de', 'sv'].map(catalogue));
      const says = (texts) => `${texts['origin.synthetic']}\u00a0·\u00a0${texts['group.verified']}`;
      const plain = ([lang, text]) => [lang, text.replace(/\s*·\s*/, '\u00a0·\u00a0')];
      assert.deepEqual(plain(await page.evaluate(badgeIn, 'en')), ['en', says(english)]);
      // No language of the catalogue.
      assert.deepEqual(plain(await page.evaluate(badgeIn, 'ja')), ['en', says(english)]);
      assert.deepEqual(fetched, []);
      assert.deepEqual(plain(await page.evaluate(badgeIn, 'de-AT')), ['de', says(german)]);
      assert.deepEqual(plain(await page.evaluate(badgeIn, 'de')), ['de', says(german)]);
      const changed = await page.evaluate(async () => {
        badge.lang = 'sv';
        while (badge.shadowRoot.querySelector('[lang]').lang !== 'sv')
          await new Promise(requestAnimationFrame);
        return ['sv', badge.shadowRoot.querySelector('button').innerText];
      });
      assert.deepEqual(plain(changed), ['sv', says(swedish)]);
      assert.deepEqual(fetched, ['words/de.json', 'words/sv.json']);
      assert.deepEqual(troubles, []);
      await context.close();
    });

    test('that cannot be had are English, marked as such, and it is said once', async () => {
      const { page, context } = await openElements();
      const warnings = [];
      page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
      await page.route('**/words/*.json', (route) => route.fulfill({ status: 404 }));
      for (let badges = 0; badges < 2; badges++) {
        const [lang, text] = await page.evaluate(badgeIn, 'fr');
        assert.equal(lang, 'en');
        assert.match(text, /Synthetic data/);
      }
      assert.equal(warnings.length, 1, warnings.join('\n'));
      assert.match(warnings[0], /no words in "fr".*dist\/words.*answered 404/);
      await context.close();
    });

    test('that come late change what is drawn, and an open popover stays open', async () => {
      const { page, context } = await openElements();
      let send;
      const asked = new Promise((resolve) => {
        send = resolve;
      });
      await page.route('**/words/it.json', async (route) => {
        await asked;
        await route.continue();
      });
      assert.equal((await page.evaluate(badgeIn, 'it'))[0], 'en', 'after three seconds');
      await page.evaluate(() => badge.shadowRoot.querySelector('[popover]').showPopover());
      send();
      const italian = await catalogue('it');
      const late = await page.evaluate(async () => {
        const root = badge.shadowRoot.querySelector('[lang]');
        while (root.lang !== 'it') await new Promise(requestAnimationFrame);
        return [
          root.querySelector('button').innerText,
          root.querySelector('[popover]').matches(':popover-open'),
          root.querySelector('button').getAttribute('aria-label'),
        ];
      });
      assert.ok(late[0].includes(italian['origin.synthetic']), late[0]);
      assert.ok(late[1]);
      assert.ok(late[2].startsWith(`${italian['details.origin']}: `), late[2]);
      await context.close();
    });

    test('times and numbers are written as the browser writes them in that language', async () => {
      const { page, context } = await openElements();
      const written = async (lang) =>
        page.evaluate(async (lang) => {
          const verifier = await touchmark.createVerifier({ trust, policy });
          const details = document.createElement('touchmark-details');
          details.lang = lang;
          document.querySelector('main').append(details);
          details.verdict = await verifier.verify(records[0]);
          await settled(details);
          return Array.from(details.shadowRoot.querySelectorAll('time'), ({ dateTime, textContent }) => ({
            dateTime,
            textContent,
          }));
        }, lang);
      for (const [lang, locale] of [
        ['en', 'en-GB'],
        ['de', 'de'],
        ['el', 'el'],
        // Chromium has no data for it, and must not take the device's language.
        ['mt', 'en-GB'],
      ]) {
        const times = await written(lang);
        assert.ok(times.length >= 3, `${times.length} times in ${lang}`);
        for (const { dateTime, textContent } of times) {
          const isDate = !dateTime.includes('T');
          const style = { dateStyle: 'medium', timeStyle: isDate ? undefined : 'short', timeZone: 'UTC' };
          const expected = await page.evaluate(
            ([locale, style, dateTime]) => new Intl.DateTimeFormat(locale, style).format(new Date(dateTime)),
            [locale, style, dateTime],
          );
          assert.equal(textContent, isDate ? expected : `${expected} UTC`, lang);
        }
      }
      await context.close();
    });
  });

  test('a watermark that is taken away comes back', async () => {
    const { page, context, troubles } = await openElements();
    const drawn = await page.evaluate(async () => {
      const watermark = document.createElement('touchmark-watermark');
      watermark.setAttribute('environment', 'Sandbox');
      watermark.textContent = 'Region';
      document.querySelector('main').append(watermark);
      const layer = () => watermark.shadowRoot.querySelector('.mount')?.firstElementChild;
      while (!layer()) await new Promise(requestAnimationFrame);
      const first = layer();
      first.remove();
      while (!layer() || layer() === first) await new Promise(requestAnimationFrame);
      watermark.shadowRoot.querySelector('.mount').remove();
      while (!layer()) await new Promise(requestAnimationFrame);
      return [layer().textContent.includes('Sandbox'), watermark.innerText];
    });
    assert.deepEqual(drawn, [true, 'Region']);
    assert.deepEqual(troubles, []);
    await context.close();
  });

  /** Every kind of view, as a page makes one that has something to show. A new kind is a new line. */
  const kinds = {
    'touchmark-badge': (verdict) => make('touchmark-badge', { verdict }),
    'touchmark-badge, opened': async (verdict) => {
      const badge = await make('touchmark-badge', { verdict });
      badge.shadowRoot.querySelector('button').click();
      return badge;
    },
    'touchmark-badge, plain': (verdict) => make('touchmark-badge', { verdict }, { plain: '' }),
    'touchmark-details': (verdict) => make('touchmark-details', { verdict }),
    'touchmark-watermark': (verdict) => make('touchmark-watermark', { verdict }),
  };

  for (const [name, kind] of Object.entries(kinds)) {
    test(`9,000 times ${name} comes and goes without growing the page; the control that keeps them grows`, async () => {
      const { page, context } = await openElements();
      const session = await page.context().newCDPSession(page);
      await session.send('Performance.enable');
      const measure = async () => {
        await session.send('HeapProfiler.collectGarbage');
        const { metrics } = await session.send('Performance.getMetrics');
        const { Nodes, JSEventListeners, JSHeapUsedSize } = Object.fromEntries(
          metrics.map(({ name, value }) => [name, value]),
        );
        const wasm = await page.evaluate(() =>
          memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0),
        );
        return { nodes: Nodes, listeners: JSEventListeners, heap: JSHeapUsedSize, wasm };
      };
      const grown = (before, after) =>
        Object.fromEntries(Object.entries(after).map(([name, value]) => [name, value - before[name]]));
      await page.evaluate(prepareCycles);
      await page.evaluate(`void (globalThis.one = ${kind})`);
      const cycle = (keep, count) =>
        page.evaluate(([keep, count]) => globalThis.cycle(keep, count), [keep, count]);

      await cycle(false, 500);
      const start = await measure();
      assert.ok(start.wasm > 0, 'no Wasm memory was seen');
      await cycle(false, 9000);
      const after = grown(start, await measure());
      const leaks = Object.entries(after).filter(
        ([what, value]) => value > { nodes: 1000, listeners: 1000, heap: 2 << 20, wasm: 0 }[what],
      );
      assert.deepEqual(leaks, []);
      await cycle(true, 500);
      const kept = grown(start, await measure());
      assert.ok(kept.nodes > 1000, `the measure would have noticed: ${JSON.stringify(kept)}`);
      await context.close();
    });
  }
});

/** Runs in the page: `cycle(keep, count)` shows so many elements, 100 at a time, and takes them away again. */
async function prepareCycles() {
  const main = document.querySelector('main');
  const verifier = await touchmark.createVerifier({ trust, policy });
  const verdict = await verifier.verify(records[0]);
  const drawn = async (element) => {
    while (!element.shadowRoot.querySelector('.mount')?.childElementCount)
      await new Promise(requestAnimationFrame);
    return element;
  };
  globalThis.make = (tag, properties, attributes = {}) => {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    main.append(element);
    Object.assign(element, properties);
    return drawn(element);
  };
  globalThis.kept = [];
  globalThis.cycle = async (keep, count) => {
    for (let done = 0; done < count; done += 100) {
      const elements = await Promise.all(Array.from({ length: 100 }, () => one(verdict)));
      main.replaceChildren();
      if (keep) kept.push(...elements);
      await new Promise((resolve) => setTimeout(resolve));
    }
  };
}

describe('when it cannot start', () => {
  /** What a start is refused with when requests for `pattern` are answered so. */
  async function refusal(pattern, answer, options = {}) {
    const { page, context, troubles } = await open(browser, (options.site ?? site).url);
    if (pattern) await page.route(pattern, answer);
    const error = await page.evaluate(
      async ([entry, timeout, engine]) => {
        const { createVerifier } = await import(entry);
        const read = async (name) => (await fetch(`/data/${name}.json`)).json();
        const [trust, policy] = await Promise.all(['trust', 'policy'].map(read));
        try {
          await createVerifier({ trust, policy, timeout, engine });
          return null;
        } catch ({ name, code, message }) {
          return { name, code, message };
        }
      },
      [installed.entry('touchmark'), options.timeout, options.engine],
    );
    assert.deepEqual(
      troubles.filter((trouble) => /uncaught|unhandled/.test(trouble)),
      [],
    );
    await context.close();
    assert.equal(error?.name, 'TouchmarkError');
    return `${error.code}: ${error.message}`;
  }

  test('the file is not there', async () => {
    assert.match(
      await refusal('**/*.wasm', (route) => route.fulfill({ status: 404 }), { engine: 'wasm' }),
      /^wasm-not-found: .*touchmark_wasm_bg\.wasm answered 404\. Publish/,
    );
  });

  test('the server sends a page in its place', async () => {
    const html = { contentType: 'text/html', body: '<!doctype html>' };
    assert.match(
      await refusal('**/*.wasm', (route) => route.fulfill(html), { engine: 'wasm' }),
      /^wasm-unreadable: .*text\/html/,
    );
  });

  test('the network is gone', async () => {
    assert.match(
      await refusal('**/*.wasm', (route) => route.abort(), { engine: 'wasm' }),
      /^wasm-unreachable: .*connect-src/,
    );
  });

  test('the answer never comes', async () => {
    assert.match(await refusal('**/*.wasm', () => {}, { timeout: 100 }), /^timeout: .*100 ms/);
  });

  test('the file is damaged', async () => {
    const wasm = await readFile(
      join(installed.folder, 'node_modules/touchmark/dist/wasm/touchmark_wasm_bg.wasm'),
    );
    const body = wasm.subarray(0, wasm.length / 2);
    assert.match(
      await refusal('**/*.wasm', (route) => route.fulfill({ contentType: 'application/wasm', body }), {
        engine: 'wasm',
      }),
      /^wasm-unreadable: /,
    );
  });

  for (const [what, answer] of [
    ['is not there', { status: 404 }],
    ['is a page', { contentType: 'text/html', body: '<!doctype html>' }],
    ['is damaged', { contentType: 'application/wasm', body: 'asm' }],
  ]) {
    test(`a file that ${what} leaves the engine without WebAssembly, and says so once`, async () => {
      const { page, context } = await open(browser, site.url);
      const said = [];
      page.on('console', (message) => said.push(message.text()));
      await page.route('**/*.wasm', (route) => route.fulfill(answer));
      const kind = await page.evaluate(
        async ([entry, files]) => {
          const { createVerifier } = await import(entry);
          const [trust, policy] = await Promise.all(files.map(async (file) => (await fetch(file)).text()));
          return (await createVerifier({ trust, policy })).engine;
        },
        [installed.entry('touchmark'), ['/data/trust.json', '/data/policy.json']],
      );
      assert.equal(kind, 'fallback');
      assert.equal(said.filter((line) => /works without WebAssembly/.test(line)).length, 1);
      await context.close();
    });
  }

  test('the policy of the page refuses WebAssembly', async () => {
    const strict = await serve({ root: installed.folder, csp: "script-src 'self'" });
    assert.match(
      await refusal(null, null, { site: strict, engine: 'wasm' }),
      /^wasm-refused: .*'wasm-unsafe-eval'/,
    );
    await strict.close();
  });

  test('the wrong MIME type alone is no hindrance', async () => {
    const { page, context } = await open(browser, site.url);
    await page.route('**/*.wasm', async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { 'content-type': 'application/octet-stream' } });
    });
    assert.deepEqual(await page.evaluate(countContacts, installed.entry('touchmark')), expected);
    await context.close();
  });

  test('a provider says so once, in the language of the page, and its badges say that they could not check', async () => {
    const { page, context, troubles } = await openElements();
    const said = await page.evaluate(async () => {
      document.documentElement.lang = 'en';
      const provider = document.createElement('touchmark-provider');
      provider.setAttribute('trust', '/data/nothing-here.json');
      provider.setAttribute('policy', '/data/policy.json');
      const badge = document.createElement('touchmark-badge');
      badge.record = records[0];
      provider.append(badge);
      const failed = new Promise((resolve) => {
        document.addEventListener('touchmark-error', ({ detail }) => resolve(detail.error), { once: true });
      });
      document.querySelector('main').append(provider);
      const { code, message } = await failed;
      await settled(badge);
      const status = provider.shadowRoot.querySelector('[role=status]').textContent;
      return { code, message, status, state: badge.state, error: provider.error.code };
    });
    assert.equal(said.code, 'trust-unreadable');
    assert.match(said.message, /nothing-here\.json \(trust\) answered 404/);
    assert.match(said.status, /could not be made/);
    assert.equal(said.state, 'could-not-check');
    assert.equal(said.error, 'trust-unreadable');
    assert.deepEqual(
      troubles.filter((trouble) => /uncaught|unhandled/.test(trouble)),
      [],
    );
    await context.close();
  });

  test('a badge that nobody answers says that it could not check, and recovers when somebody does', async () => {
    const { page, context } = await openElements();
    const states = await page.evaluate(async () => {
      const badge = document.createElement('touchmark-badge');
      badge.record = records[0];
      document.querySelector('main').append(badge);
      const states = [await settled(badge)];
      touchmark.use(await touchmark.createVerifier({ trust, policy }));
      while (badge.state === 'could-not-check') await new Promise(requestAnimationFrame);
      return [...states, badge.state];
    });
    assert.deepEqual(states, ['could-not-check', 'verified']);
    await context.close();
  });

  describe('without the component artefact', () => {
    /** What two badges show, one for a record and one with nobody to check it. */
    const plain = async ([entries, lang]) => {
      const { createVerifier } = await import(entries.package);
      await import(entries.define);
      const read = async (name) => (await fetch(`/data/${name}.json`)).json();
      const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
      const verifier = await createVerifier({ trust, policy });
      const shown = [];
      const flagged = { ...records[0], Synthetic_Data__c: false };
      for (const record of [records[0], flagged, { not: 'a record' }]) {
        const badge = document.createElement('touchmark-badge');
        badge.lang = lang;
        badge.textContent = 'Synthetic data (not yet checked)';
        document.querySelector('main').append(badge);
        badge.verdict = await verifier.verify(record);
        while (badge.state === 'checking') await new Promise(requestAnimationFrame);
        const notice = badge.shadowRoot.querySelector('.notice');
        const fallback = !badge.shadowRoot.querySelector('slot').hidden;
        shown.push({ state: badge.state, said: notice.textContent, lang: notice.lang, fallback });
        if (record !== records[0]) continue;
        // Nothing of it stands while another record is checked.
        badge.verdict = null;
        badge.record = record;
        shown[0].then = [badge.state, notice.textContent, badge.shadowRoot.querySelector('slot').hidden];
      }
      return [verifier.engine, shown];
    };
    const entries = {
      package: installed.entry('touchmark'),
      define: installed.entry('touchmark/define'),
    };
    const english = [
      {
        state: 'verified',
        said: 'Synthetic data · signature valid',
        lang: 'en',
        fallback: false,
        then: ['checking', '', false],
      },
      {
        state: 'changed',
        said: 'Synthetic data · changed since signing · needs attention',
        lang: 'en',
        fallback: false,
      },
      { state: 'could-not-check', said: ' · Could not check', lang: 'en', fallback: true },
    ];

    test('a verdict is said in plain text, origin first', async () => {
      const { page, context } = await open(browser, site.url);
      await page.route('**/*wasm_ui_bg.wasm', (route) => route.fulfill({ status: 404 }));
      assert.deepEqual(await page.evaluate(plain, [entries, 'en']), ['wasm', english]);
      await context.close();
    });

    test('so it is where the policy of the page refuses WebAssembly, in every language', async () => {
      const csp =
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self'";
      const strict = await serve({ root: installed.folder, csp });
      const { page, context, troubles } = await open(browser, strict.url);
      assert.deepEqual(await page.evaluate(plain, [entries, 'en-IE']), ['fallback', english]);
      const german = JSON.parse(
        await readFile(new URL('../../src/words/catalogue/de.json', import.meta.url), 'utf8'),
      );
      const [, [{ said, lang }]] = await page.evaluate(plain, [entries, 'de']);
      assert.equal(said, `${german['origin.synthetic']} · ${german['group.verified']}`);
      assert.equal(lang, 'de');
      // A policy that refuses is told so by the browser itself.
      assert.deepEqual(
        troubles.filter((trouble) => !/wasm-eval|WebAssembly/i.test(trouble)),
        [],
      );
      await context.close();
      await strict.close();
    });
  });
});
