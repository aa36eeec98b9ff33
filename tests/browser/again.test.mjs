// Elements on pages that stay open, and who may say whom they trust: from the packed tarball.
// Functions handed to `page.evaluate` run in the page, where `openList` has put these:
/* global touchmark, records, trust, policy, until, badges, main, told, clock */

import assert from 'node:assert/strict';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { open, packageInBrowser } from './harness.mjs';

const MINUTES = 60_000;

// Addresses of every kind are let through, so that it is the package that refuses them.
const csp =
  "default-src 'self' data: blob: http://127.0.0.1:*; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; base-uri *";
const { installed, site, browser } = await packageInBrowser({ csp });
const foreign = await openToAll();
after(() => foreign.close());

/** Trusts nobody, and so is another page's than that of the sealed contacts. */
const nobody = {
  trustBundle: 'crm-trust/1',
  version: 1,
  issued: '2020-01-01T00:00:00Z',
  expires: '2090-01-01T00:00:00Z',
  issuers: [],
};
await writeFile(join(installed.folder, 'data/nobody.json'), JSON.stringify(nobody));

/** Another origin: what is here, open to every page, and what it was asked for. */
async function openToAll() {
  const asked = [];
  const server = createServer(async ({ url }, response) => {
    asked.push(url);
    const body = await readFile(join(installed.folder, url)).catch(() => undefined);
    response.writeHead(body ? 200 : 404, { 'Access-Control-Allow-Origin': '*' }).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    server.closeAllConnections();
  };
  return { url: `http://127.0.0.1:${server.address().port}/`, asked, close };
}

/** A page with the elements and the contacts at hand, and a clock that stands in the hands of the test. */
async function openList({ now, url = site.url } = {}) {
  const opened = await open(browser, 'about:blank');
  const { page } = opened;
  const warnings = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  if (now !== undefined) await page.clock.install({ time: now });
  await page.goto(url);
  await page.evaluate(
    async (entry) => {
      // Timers that run for minutes: each is work that a page has. And how files are asked for.
      Object.assign(globalThis, { longTimers: 0, asked: [] });
      const { setTimeout, fetch: real } = globalThis;
      globalThis.setTimeout = (run, delay, ...rest) => {
        if (delay > 100_000) globalThis.longTimers += 1;
        return setTimeout(run, delay, ...rest);
      };
      globalThis.fetch = (address, options) => {
        globalThis.asked.push([String(address), options?.cache]);
        return real(address, options);
      };
      globalThis.touchmark = await import(entry.package);
      await import(entry.define);
      const read = async (name) => (await fetch(`/data/${name}.json`)).json();
      const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
      const main = document.querySelector('main');
      Object.assign(globalThis, { records, trust, policy, main, told: [] });
      document.addEventListener('touchmark-verdict', (event) => told.push(event.detail.verdict.trust));
      /** Resolves with what `get` answers, once that is something. */
      globalThis.until = async (get) => {
        for (let round = 0; round < 1500; round += 1) {
          const found = get();
          if (found) return found;
          const { port1, port2 } = new MessageChannel();
          const turn = new Promise((resolve) => (port1.onmessage = resolve));
          port2.postMessage(null);
          await turn;
          if (round > 200) await new Promise(requestAnimationFrame);
        }
        throw new Error(`still waiting for ${get}`);
      };
      globalThis.badges = (home, count = 3) =>
        records.slice(0, count).map((record) => {
          const badge = document.createElement('touchmark-badge');
          badge.record = record;
          home.append(badge);
          return badge;
        });
    },
    { package: installed.entry('touchmark'), define: installed.entry('touchmark/define') },
  );
  return { ...opened, warnings };
}

/** A list of three under a verifier whose clock is `clock.now`; what it is asked is counted. */
const list = async (isOwn) => {
  globalThis.clock = { now: Date.now(), asked: [] };
  const verifier = await touchmark.createVerifier({ trust, policy, now: () => clock.now });
  const { verifyAll } = Object.getPrototypeOf(verifier);
  const counted = function (all, options) {
    clock.asked.push(all.length);
    return verifyAll.call(verifier, all, options);
  };
  // By an object of the page's own, or by the package's, whose clock is known.
  if (isOwn) verifier.verifyAll = counted;
  touchmark.use(isOwn ? verifier : { verify: null, verifyAll: counted });
  globalThis.shown = badges(main);
  await until(() => globalThis.shown.every(({ state }) => state === 'verified'));
};

const states = (page) => page.evaluate(() => [...new Set(globalThis.shown.map(({ state }) => state))]);

describe('a page that stays open', () => {
  for (const isOwn of [true, false]) {
    const whose = isOwn ? 'the package’s verifier' : 'an object of the page’s own';

    test(`looks again every ten minutes, in one batch, and says nothing where nothing changed (${whose})`, async () => {
      const { page, context, troubles } = await openList({ now: new Date() });
      await page.evaluate(list, isOwn);
      const before = await page.evaluate(() => {
        globalThis.first = globalThis.shown.map(({ verdict }) => verdict);
        globalThis.drawn = globalThis.shown.map(({ shadowRoot }) => shadowRoot.querySelector('button'));
        clock.now += 600_000;
        return [clock.asked.splice(0), told.splice(0)];
      });
      assert.deepEqual(before, [[3], ['verified', 'verified', 'verified']]);
      await page.clock.fastForward(10 * MINUTES);
      const after = await page.evaluate(async () => {
        await until(() => globalThis.shown.every(({ verdict }, at) => verdict !== globalThis.first[at]));
        return {
          asked: clock.asked,
          told,
          drawn: globalThis.shown.every(
            ({ shadowRoot }, at) => shadowRoot.querySelector('button') === globalThis.drawn[at],
          ),
          later: globalThis.shown.every(
            ({ verdict }, at) => verdict.checkedAt > globalThis.first[at].checkedAt,
          ),
        };
      });
      assert.deepEqual(after, { asked: [3], told: [], drawn: true, later: true });
      // Years later, the list of whom to trust has ended.
      await page.evaluate(() => (clock.now = Date.parse('2029-06-01')));
      await page.clock.fastForward(10 * MINUTES);
      await page.evaluate(() =>
        until(() => globalThis.shown.every(({ verdict }) => verdict.trust === 'unchecked')),
      );
      assert.deepEqual(await states(page), ['could-not-check']);
      assert.deepEqual(troubles, []);
      await context.close();
    });

    test(`looks again when the reader comes back, and does nothing while nobody looks (${whose})`, async () => {
      const { page, context } = await openList({ now: new Date() });
      await page.evaluate(list, isOwn);
      await page.evaluate(() => {
        clock.asked = [];
        clock.now = Date.parse('2029-06-01');
        Object.defineProperty(document, 'hidden', { value: true, configurable: true });
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await page.clock.fastForward(60 * MINUTES);
      assert.deepEqual(await page.evaluate(() => clock.asked), []);
      await page.evaluate(() => {
        delete document.hidden;
        document.dispatchEvent(new Event('visibilitychange'));
      });
      await page.evaluate(() => until(() => clock.asked.length > 0));
      await page.evaluate(() =>
        until(() => globalThis.shown.every(({ state }) => state === 'could-not-check')),
      );
      assert.deepEqual(await page.evaluate(() => clock.asked), [3]);
      await context.close();
    });

    test(`shows no answer of years ago when an element comes back (${whose})`, async () => {
      const { page, context } = await openList();
      await page.evaluate(list, isOwn);
      const seen = await page.evaluate(async () => {
        const [badge] = globalThis.shown;
        badge.remove();
        await new Promise((resolve) => setTimeout(resolve));
        clock.now = Date.parse('2029-06-01');
        main.append(badge);
        const atOnce = badge.state;
        await until(() => badge.verdict?.trust === 'unchecked');
        return [atOnce, badge.state];
      });
      assert.equal(seen[1], 'could-not-check');
      // An object of the page's own has a clock that nobody knows: there the answer is asked for, and what it said stands till then.
      if (isOwn) assert.equal(seen[0], 'checking');
      await context.close();
    });
  }

  test('shows no answer again that is old by the page’s own clock, where the verifier’s is not known', async () => {
    const { page, context } = await openList({ now: new Date() });
    await page.evaluate(list, false);
    const comeBack = () =>
      page.evaluate(() => {
        const [badge] = globalThis.shown;
        main.append(badge);
        return badge.state;
      });
    await page.evaluate(() => globalThis.shown[0].remove());
    assert.equal(await comeBack(), 'verified', 'what was said a moment ago stands till the answer is there');
    await page.evaluate(() => globalThis.shown[0].remove());
    await page.clock.fastForward(11 * MINUTES);
    assert.equal(await comeBack(), 'checking');
    await page.evaluate(() => until(() => globalThis.shown[0].state === 'verified'));
    await context.close();
  });

  test('asks again at once when an answer has run out a moment ago', async () => {
    const { page, context } = await openList();
    await page.evaluate(list, true);
    const seen = await page.evaluate(async () => {
      const ends = Date.parse(trust.expires);
      clock.now = ends - 1000;
      for (const badge of globalThis.shown) badge.record = { ...badge.record };
      await until(() => globalThis.shown.every(({ state }) => state === 'verified'));
      clock.now = ends + 1000;
      const [badge, another] = globalThis.shown;
      main.append(badge);
      await until(() => badge.verdict?.trust === 'unchecked');
      document.dispatchEvent(new Event('visibilitychange'));
      await until(() => another.verdict?.trust === 'unchecked');
      return [badge.state, another.state];
    });
    assert.deepEqual(seen, ['could-not-check', 'could-not-check']);
    await context.close();
  });

  test('from the browser’s cache of pages is looked at again', async () => {
    const { page, context } = await openList();
    await page.evaluate(list, true);
    await page.evaluate(() => {
      clock.now = Date.parse('2029-06-01');
      dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      return until(() => globalThis.shown.every(({ state }) => state === 'could-not-check'));
    });
    await context.close();
  });

  test('is not asked again where it was asked a moment ago: a table that is sorted is no work', async () => {
    const { page, context } = await openList();
    await page.evaluate(list, true);
    const asked = await page.evaluate(async () => {
      clock.asked = [];
      main.append(...[...main.children].reverse());
      document.dispatchEvent(new Event('visibilitychange'));
      await new Promise((resolve) => setTimeout(resolve, 50));
      return clock.asked;
    });
    assert.deepEqual(asked, []);
    await context.close();
  });

  test('has one timer, however many elements, and none when they are gone', async () => {
    const { page, context } = await openList({ now: new Date() });
    await page.evaluate(list, true);
    const timers = await page.evaluate(async () => {
      badges(main, 200);
      await until(() => [...main.children].every(({ state }) => state !== 'checking'));
      return globalThis.longTimers;
    });
    assert.equal(timers, 1);
    await page.evaluate(() => {
      clock.asked = [];
      globalThis.gone = [...main.children];
      main.replaceChildren();
    });
    await page.clock.fastForward(60 * MINUTES);
    assert.deepEqual(await page.evaluate(() => [clock.asked, globalThis.longTimers]), [[], 1]);
    await context.close();
  });

  test('leaves a verdict alone that the page set', async () => {
    const { page, context } = await openList({ now: new Date() });
    await page.evaluate(list, true);
    await page.evaluate(() => {
      globalThis.kept = globalThis.shown[0].verdict;
      globalThis.shown[0].verdict = globalThis.kept;
      clock.now = Date.parse('2029-06-01');
    });
    await page.clock.fastForward(10 * MINUTES);
    const kept = await page.evaluate(async () => {
      await until(() => globalThis.shown[1].state === 'could-not-check');
      return globalThis.shown[0].verdict === globalThis.kept;
    });
    assert.ok(kept);
    await context.close();
  });
});

describe('a provider', () => {
  /** Badges in a provider of the markup, whose list of whom to trust the test may change. */
  async function openProvider() {
    const opened = await openList({ now: new Date() });
    const { page } = opened;
    const server = { requests: [], body: undefined, fails: false };
    await page.route('**/data/trust.json', async (route) => {
      server.requests.push(route.request().url());
      if (server.fails) return route.fulfill({ status: 503 });
      return server.body ? route.fulfill({ json: server.body }) : route.continue();
    });
    await page.evaluate(async () => {
      const provider = document.createElement('touchmark-provider');
      provider.setAttribute('trust', '/data/trust.json');
      provider.setAttribute('policy', '/data/policy.json');
      main.append(provider);
      globalThis.provider = provider;
      globalThis.shown = badges(provider);
      await until(() => globalThis.shown.every(({ state }) => state === 'verified'));
      told.length = 0;
    });
    return { ...opened, server };
  }

  const withdrawn = (trust) => ({
    ...trust,
    version: 2,
    revocations: [{ key: trust.issuers[0].keys[0].publicKeyMultibase, reason: 'compromised' }],
  });

  test('reads its files anew every hour, past the cache, and its elements ask again', async () => {
    const { page, context, server, troubles } = await openProvider();
    server.body = withdrawn(await page.evaluate(() => trust));
    server.requests.length = 0;
    await page.clock.fastForward(20 * MINUTES);
    assert.equal(server.requests.length, 0, 'not every ten minutes');
    await page.clock.fastForward(40 * MINUTES);
    await page.evaluate(() =>
      until(() => globalThis.shown.every(({ verdict }) => verdict.trust === 'revoked')),
    );
    assert.equal(server.requests.length, 1);
    const past = await page.evaluate(() => globalThis.asked.filter(([, cache]) => cache === 'no-cache'));
    assert.equal(past.length, 4, 'both files, each time');
    assert.deepEqual(troubles, []);
    await context.close();
  });

  test('tells nobody where nothing is new', async () => {
    const { page, context, server } = await openProvider();
    server.requests.length = 0;
    await page.clock.fastForward(60 * MINUTES);
    while (server.requests.length === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
    await page.evaluate(() => new Promise(requestAnimationFrame));
    assert.deepEqual(await page.evaluate(() => told), []);
    assert.deepEqual(await states(page), ['verified']);
    await context.close();
  });

  test('goes on with its list where a new one cannot be had, says so once, and ends with it', async () => {
    const { page, context, server, warnings } = await openProvider();
    for (const failing of [{ fails: true }, { fails: false, body: { trustBundle: 'crm-trust/9' } }]) {
      Object.assign(server, failing);
      server.requests.length = 0;
      await page.clock.fastForward(60 * MINUTES);
      while (server.requests.length === 0) await page.evaluate(() => new Promise(requestAnimationFrame));
      await page.evaluate(() => new Promise(requestAnimationFrame));
      assert.deepEqual(await states(page), ['verified']);
    }
    const said = warnings.filter((text) => /could not read its files anew/.test(text));
    assert.equal(said.length, 1, warnings.join('\n'));
    assert.match(said[0], /trust-unreadable.*503.*until the trust list expires/s);
    assert.equal(await page.evaluate(() => globalThis.provider.error), null);
    const left = await page.evaluate(() => Date.parse(trust.expires) - Date.now());
    await page.clock.fastForward(left + 60 * MINUTES);
    await page.evaluate(() =>
      until(() => globalThis.shown.every(({ verdict }) => verdict.trust === 'unchecked')),
    );
    await context.close();
  });

  test('that could not start tries again, and says so once', async () => {
    const { page, context, warnings } = await openList({ now: new Date() });
    let isThere = false;
    await page.route('**/data/late.json', (route) =>
      isThere ? route.fulfill({ json: nobody }) : route.fulfill({ status: 404 }),
    );
    await page.evaluate(async () => {
      globalThis.events = 0;
      document.addEventListener('touchmark-error', () => (globalThis.events += 1));
      const provider = document.createElement('touchmark-provider');
      provider.setAttribute('trust', '/data/late.json');
      provider.setAttribute('policy', '/data/policy.json');
      main.append(provider);
      globalThis.shown = badges(provider);
      await until(() => globalThis.shown.every(({ state }) => state === 'could-not-check'));
    });
    await page.clock.fastForward(10 * MINUTES);
    isThere = true;
    await page.clock.fastForward(10 * MINUTES);
    await page.evaluate(() =>
      until(() => globalThis.shown.every(({ state }) => state === 'unrecognised-issuer')),
    );
    assert.equal(await page.evaluate(() => globalThis.events), 1);
    assert.equal(warnings.filter((text) => /could not start/.test(text)).length, 1);
    await context.close();
  });
});

describe('markup that brings its own trust', () => {
  /**
   * The page's script trusts nobody; markup, as somebody may have written it, trusts the issuer of the contacts. What a badge
   * inside it says tells whom it believed.
   */
  const inMarkup = async ([address, order, by, elsewhere]) => {
    const addresses = {
      own: '/data/trust.json',
      data: `data:application/json,${encodeURIComponent(JSON.stringify(trust))}`,
      blob: URL.createObjectURL(new Blob([JSON.stringify(trust)])),
      elsewhere: `${elsewhere}data/trust.json`,
    };
    const bundle = await (await fetch('/data/nobody.json')).json();
    const verifier = await touchmark.createVerifier({ trust: bundle, policy });
    const speak = () => {
      if (by === 'use') touchmark.use(verifier);
      if (by === 'use, allowing') touchmark.use(verifier, { allowProviders: true });
      if (by === 'allowed') {
        touchmark.use(verifier);
        document.getElementById('markup').allowed = true;
      }
      if (by === 'another provider') {
        const other = document.createElement('touchmark-provider');
        other.verifier = verifier;
        main.append(other);
      }
    };
    const write = () => {
      const markup = document.createElement('div');
      const written = new DOMParser().parseFromString(
        '<touchmark-provider id="markup" policy="/data/policy.json"><touchmark-badge></touchmark-badge></touchmark-provider>',
        'text/html',
      );
      markup.append(...written.body.children);
      markup.firstChild.setAttribute('trust', addresses[address]);
      markup.querySelector('touchmark-badge').setAttribute('record', JSON.stringify(records[0]));
      main.append(document.importNode(markup, true));
    };
    const badge = () => document.querySelector('#markup touchmark-badge');
    if (order === 'script first' && by !== 'allowed') speak();
    write();
    if (order === 'markup first') await until(() => badge().state !== 'checking');
    const between = badge().state;
    if (order === 'markup first' || by === 'allowed') speak();
    // What was said by whom nobody believes does not stand until something better is known.
    const atOnce = badge().state;
    await until(() => badge().state !== 'checking' && document.getElementById('markup').error !== undefined);
    const settled = () => badge().state;
    for (let last; last !== settled();) {
      last = settled();
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return { between, atOnce, state: settled(), code: document.getElementById('markup').error?.code ?? null };
  };

  const cases = [
    // address, order, who spoke → what the badge says in the end
    ['own', 'markup first', 'nobody', 'verified', null],
    ['data', 'markup first', 'nobody', 'could-not-check', 'trust-unreadable'],
    ['blob', 'markup first', 'nobody', 'could-not-check', 'trust-unreadable'],
    ['elsewhere', 'markup first', 'nobody', 'could-not-check', 'trust-unreadable'],
    ...['own', 'data', 'blob', 'elsewhere'].flatMap((address) =>
      ['script first', 'markup first'].map((order) => [
        ...[address, order, 'use', 'unrecognised-issuer', 'provider-refused'],
      ]),
    ),
    ['own', 'script first', 'use, allowing', 'verified', null],
    ['own', 'markup first', 'use, allowing', 'verified', null],
    ['data', 'script first', 'use, allowing', 'could-not-check', 'trust-unreadable'],
    ['own', 'script first', 'allowed', 'verified', null],
    ['data', 'script first', 'allowed', 'verified', null],
    ['blob', 'script first', 'allowed', 'verified', null],
    ['elsewhere', 'script first', 'allowed', 'verified', null],
    ['own', 'script first', 'another provider', 'could-not-check', 'provider-refused'],
    ['own', 'markup first', 'another provider', 'could-not-check', 'provider-refused'],
  ];
  for (const [address, order, by, state, code] of cases) {
    test(`${address} address, ${order}, ${by} spoke: ${state}`, async () => {
      const { page, context } = await openList();
      foreign.asked.length = 0;
      const seen = await page.evaluate(inMarkup, [address, order, by, foreign.url]);
      assert.deepEqual([seen.state, seen.code], [state, code]);
      // That somebody reads this page is nobody else's to know.
      const isAsked = address === 'elsewhere' && by === 'allowed';
      assert.deepEqual(foreign.asked, isAsked ? ['/data/trust.json'] : []);
      if (address === 'own' && order === 'markup first') {
        assert.equal(seen.between, 'verified');
        if (code === 'provider-refused') assert.equal(seen.atOnce, 'checking');
      }
      await context.close();
    });
  }

  /** What details call a field, when a script and markup both, or one of them, have labels for it; and once the markup is gone. */
  const called = async ([order, by, isAllowed]) => {
    const verifier = await touchmark.createVerifier({ trust, policy });
    const labels = { Contact: { MailingCity: 'City, says the script' } };
    const options = {
      use: {},
      'use, with labels': { labels },
      'use, allowing': { allowProviders: true },
      'use, with labels, allowing': { labels, allowProviders: true },
    }[by];
    const speak = () => {
      if (options) touchmark.use(verifier, options);
    };
    const details = document.createElement('touchmark-details');
    details.open = true;
    details.verdict = await verifier.verify(records[0]);
    main.append(details);
    const named = () =>
      /City, says the script|City, says markup|Mailing city/.exec(
        (details.shadowRoot ?? details).textContent,
      )?.[0];
    // What is to come has come when nothing changes any more.
    const settled = async () => {
      for (let last; last === undefined || last !== named();) {
        last = named();
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      return named();
    };
    const provider = document.createElement('touchmark-provider');
    for (const name of ['trust', 'policy', 'labels']) provider.setAttribute(name, `/data/${name}.json`);
    provider.allowed = isAllowed;
    if (order === 'script first') speak();
    main.append(provider);
    await settled();
    if (order === 'markup first') speak();
    const together = await settled();
    provider.remove();
    return [together, await settled()];
  };

  const [OF_NAME, OF_SCRIPT, OF_MARKUP] = ['Mailing city', 'City, says the script', 'City, says markup'];
  for (const order of ['script first', 'markup first']) {
    for (const [by, isAllowed, together, after] of [
      ['nobody', false, OF_MARKUP, OF_NAME],
      ['use', false, OF_NAME, OF_NAME],
      ['use', true, OF_MARKUP, OF_NAME],
      ['use, allowing', false, OF_MARKUP, OF_NAME],
      ['use, with labels', false, OF_SCRIPT, OF_SCRIPT],
      ['use, with labels', true, OF_SCRIPT, OF_SCRIPT],
      ['use, with labels, allowing', false, OF_SCRIPT, OF_SCRIPT],
    ]) {
      const who = isAllowed ? 'markup that is allowed' : 'markup';
      test(`${who} and ${by}, ${order}: a field is called "${together}", then "${after}"`, async () => {
        const { page, context } = await openList();
        await page.route('**/data/labels.json', (route) =>
          route.fulfill({ json: { Contact: { MailingCity: 'City, says markup' } } }),
        );
        assert.deepEqual(await page.evaluate(called, [order, by, isAllowed]), [together, after]);
        await context.close();
      });
    }
  }

  test('is not believed below what the page wrote, where no script spoke either', async () => {
    const { page, context } = await openList();
    const seen = await page.evaluate(async () => {
      const provider = (id, trust) => {
        const made = document.createElement('touchmark-provider');
        made.id = id;
        made.setAttribute('trust', trust);
        made.setAttribute('policy', '/data/policy.json');
        return made;
      };
      const outer = provider('outer', '/data/nobody.json');
      const shadow = document.createElement('div').attachShadow({ mode: 'open' });
      const badges = [
        outer,
        provider('inner', '/data/trust.json'),
        provider('deeper', '/data/trust.json'),
      ].map((around) => {
        const badge = document.createElement('touchmark-badge');
        badge.setAttribute('record', JSON.stringify(records[0]));
        around.append(badge);
        return badge;
      });
      outer.append(badges[1].parentNode, shadow.host);
      shadow.append(badges[2].parentNode);
      main.append(outer);
      await until(() => badges.every(({ state }) => state !== 'checking'));
      return badges.map(({ state }) => state);
    });
    assert.deepEqual(seen, Array(3).fill('unrecognised-issuer'));
    await context.close();
  });

  test('cannot lead a relative address elsewhere, by <base> or by a redirect', async () => {
    const { page, context } = await openList();
    await page.route('**/data/moved.json', (route) =>
      route.fulfill({ status: 302, headers: { location: `${foreign.url}data/trust.json` } }),
    );
    for (const [base, trust, isAllowed, expected] of [
      [foreign.url, 'data/trust.json', false, ['could-not-check', 'trust-unreadable']],
      [undefined, '/data/moved.json', false, ['could-not-check', 'trust-unreadable']],
      // Both can be had there: it is the package that refuses them.
      [foreign.url, 'data/trust.json', true, ['verified', null]],
      [undefined, '/data/moved.json', true, ['verified', null]],
    ]) {
      const seen = await page.evaluate(
        async ([base, trust, isAllowed]) => {
          if (base) {
            const made = document.createElement('base');
            made.href = base;
            document.head.append(made);
          }
          const provider = document.createElement('touchmark-provider');
          provider.setAttribute('trust', trust);
          provider.setAttribute('policy', `${location.origin}/data/policy.json`);
          provider.allowed = isAllowed;
          main.append(provider);
          const [badge] = badges(provider, 1);
          await until(() => badge.state !== 'checking');
          document.querySelector('base')?.remove();
          return [badge.state, provider.error?.code ?? null];
        },
        [base, trust, isAllowed],
      );
      assert.deepEqual(seen, expected, `${trust}, ${isAllowed ? 'allowed' : 'not allowed'}`);
    }
    await context.close();
  });
});

describe('an element', () => {
  test('shows a verdict on its own record, and on no other', async () => {
    const { page, context, warnings } = await openList();
    const seen = await page.evaluate(async () => {
      const verifier = await touchmark.createVerifier({ trust, policy });
      const other = await verifier.verify(records[0]);
      const bare = { object: 'Contact', fields: { LastName: 'X' }, seal: null };
      const unsealed = await verifier.verify({ ...bare, fields: { LastName: 'Y' } });
      // Genuine verdicts, by an object that answers for the page: on another record, and on one without a name.
      const answers = {
        'another record': () => other,
        'one without an id': () => unsealed,
        'the same record': (record) => verifier.verify(record),
        'the same record, read again': (record) =>
          verifier.verify(typeof record === 'string' ? JSON.parse(record) : structuredClone(record)),
      };
      const shapes = {
        rest: records[3],
        text: JSON.stringify(records[3]),
        'ui api': { apiName: 'Contact', id: records[3].Id, fields: { LastName: { value: 'X' } } },
        bare,
      };
      const seen = [];
      for (const [answer, verdictOn] of Object.entries(answers)) {
        touchmark.use({
          verify: null,
          verifyAll: (all) => Promise.all(all.map((record) => verdictOn(record))),
        });
        for (const [shape, record] of Object.entries(shapes)) {
          for (const name of ['badge', 'details', 'guard', 'lineage']) {
            const element = document.createElement(`touchmark-${name}`);
            element.record = record;
            main.append(element);
            await until(() => element.verdict);
            const [reason] = element.verdict.reasons;
            seen.push([answer, shape, name, reason?.detail === 'verdict-on-another-record']);
          }
        }
      }
      return seen;
    });
    for (const [answer, shape, name, isRefused] of seen) {
      // A record without ids is known by being the very object, or the very text.
      const expected =
        answer === 'the same record, read again' ? shape === 'bare' : answer !== 'the same record';
      assert.equal(isRefused, expected, `${answer}, ${shape}, ${name}`);
    }
    assert.ok(warnings.some((text) => /on another record/.test(text)));
    await context.close();
  });
});

describe('with any name on Object.prototype', () => {
  /** All that a page of this package shows and says, as text. */
  const everything = async ([disclosureEntry, pollution]) => {
    const disclosure = await import(disclosureEntry);
    const { observe } = customElements.get('touchmark-badge') && (await import(globalThis.elementsEntry));
    const words = await disclosure.wordsFor('en');
    const now = Date.parse(trust.issued) + 60_000;
    const real = await touchmark.createVerifier({ trust, policy, now });
    const verdicts = await real.verifyAll(records.slice(0, 8));
    // Drawn once, so that what is loaded has been loaded.
    const first = document.createElement('touchmark-summary');
    first.verdicts = verdicts;
    main.append(first);
    await until(() => first.shadowRoot.querySelector('[part~=counts]'));
    const show = async () => {
      main.replaceChildren();
      const verifier = await touchmark.createVerifier({ trust, policy, now });
      touchmark.use(verifier, {});
      const make = (name, properties = {}, text = '') => {
        const element = Object.assign(document.createElement(name), properties);
        element.textContent = text;
        main.append(element);
        return element;
      };
      const table = document.createElement('table');
      table.id = 'list';
      for (const [at, record] of records.slice(0, 8).entries()) {
        const row = table.insertRow();
        row.setAttribute('data-record-id', String(at));
        row.insertCell().textContent = record.Name;
      }
      main.append(table);
      const stop = observe(table, { recordOf: (row) => records[Number(row.getAttribute('data-record-id'))] });
      const markup = make('touchmark-provider');
      markup.setAttribute('trust', '/data/nobody.json');
      markup.setAttribute('policy', '/data/policy.json');
      const inside = document.createElement('touchmark-badge');
      inside.setAttribute('record', JSON.stringify(records[0]));
      markup.append(inside);
      const foreign = make('touchmark-badge', { record: { ...records[0], Provenance_Seal__c: '{}' } });
      const details = make('touchmark-details', { record: records[3] });
      const guards = [0, 3, 6].map((at) => {
        const guard = make('touchmark-guard', { record: records[at] }, 'Balance');
        guard.setAttribute('action', 'block');
        return guard;
      });
      const summary = make('touchmark-summary');
      summary.setAttribute('for', 'list');
      const banner = make('touchmark-banner', { verdicts });
      const watermark = make('touchmark-watermark', { verdict: verdicts[0] });
      const takeBack = disclosure.pageContext({ words, tally: disclosure.tally(verdicts) });
      const stopPrinting = disclosure.printLabels(main, { words });
      dispatchEvent(new Event('beforeprint'));
      const printed = main.lastChild.textContent;
      dispatchEvent(new Event('afterprint'));
      stopPrinting();
      const pattern = disclosure.chartPattern(document, { origin: 'synthetic' });
      const drawn = new XMLSerializer()
        .serializeToString(document.getElementById(pattern.id))
        .replaceAll(pattern.id, '');
      pattern.remove();
      const all = [inside, foreign, details, ...guards, ...table.querySelectorAll('touchmark-badge')];
      await until(() => all.every(({ verdict, state }) => verdict && state !== 'checking'));
      const seen = (element) => element.shadowRoot.querySelector('.mount')?.textContent;
      await until(() => [summary, banner].every(seen) && watermark.shadowRoot.querySelector('text'));
      await until(() => seen(summary).includes('/ 8'));
      const said = [
        ...all.map((element) => [element.state, seen(element)]),
        ...[summary, banner].map(seen),
        ...guards.map(({ shadowRoot }) => shadowRoot.querySelector('[part=content]').inert),
        watermark.shadowRoot.querySelector('text').textContent,
        [document.title, printed, drawn, markup.error?.code],
      ];
      stop();
      takeBack();
      return said
        .flat()
        .join('\n')
        .replace(/\d\d:\d\d/g, '');
    };
    const expected = await show();
    const outcomes = {};
    for (const name of pollution.names) {
      for (const value of pollution.values) {
        Object.prototype[name] = value;
        let found;
        try {
          found = await show();
        } catch (error) {
          found = `threw ${error.stack}`;
        } finally {
          Reflect.deleteProperty(Object.prototype, name);
        }
        if (found !== expected) outcomes[`${name} = ${value}`] = [expected, found];
      }
    }
    return { expected, outcomes };
  };

  const names = [
    ...['allowProviders', 'allowed', 'verifier', 'lost', 'trust', 'policy', 'registry', 'now', 'signal'],
    ...['origin', 'claim', 'claimedOrigin', 'cleanAs', 'environment', 'group', 'level', 'flagged', 'total'],
    ...['id', 'uuid', 'object', 'issuer', 'claims', 'seal', 'declared', 'expires', 'hint', 'detail', 'log'],
    ...['plain', 'size', 'selector', 'place', 'tally', 'icon', 'color', 'verdicts', 'host', 'record'],
    ...['cancelable', 'delegatesFocus', 'slotAssignment', 'style', 'hour12', 'cache', 'mode', 'timeout'],
  ];
  test('elements and tools of a page say what they said', async () => {
    const { page, context } = await openList();
    await page.evaluate((entry) => (globalThis.elementsEntry = entry), installed.entry('touchmark/elements'));
    const { expected, outcomes } = await page.evaluate(everything, [
      installed.entry('touchmark/disclosure'),
      { names, values: ['recorded', 1, true] },
    ]);
    assert.match(expected, /Synthetic data · signature valid[^]*provider-refused/);
    assert.deepEqual(outcomes, {});
    await context.close();
  });
});
