// Guard and banner for a use, in a page with a strict policy: from the packed tarball.
// Functions handed to `page.evaluate` run in the page, where `openUses` has put these:
/* global until, main, verdicts, guardFor, heard, partsOf */

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { accessibilityTree, axe, open, packageInBrowser } from './harness.mjs';

const { installed, site, browser } = await packageInBrowser();

/** A page with the elements, verdicts by a policy that names uses, and `guardFor`, which puts a guard onto it. */
async function openUses(options = {}) {
  const opened = await open(browser, site.url, options);
  await opened.page.evaluate(
    async (entry) => {
      const touchmark = await import(entry.package);
      await import(entry.define);
      const read = async (name) => (await fetch(`/data/${name}.json`)).json();
      const [contacts, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
      const uses = {
        testing: { origins: ['synthetic'], codes: ['non-ai-staging'], owner: 'QA' },
        scoring: { origins: ['recorded'], owner: 'Risk' },
      };
      const verifier = await touchmark.createVerifier({ trust, policy: { ...policy, uses } });
      globalThis.until = async (get) => {
        const patience = performance.now() + 20_000;
        while (!get()) {
          if (performance.now() > patience) throw new Error(`still waiting for ${get}`);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      };
      const all = await verifier.verifyAll(contacts.records);
      const record = (origin) => contacts.records[all.findIndex((verdict) => verdict.origin === origin)];
      const verdicts = {};
      for (const origin of ['synthetic', 'unknown']) verdicts[origin] = await verifier.verify(record(origin));
      const changed = { ...record('synthetic'), LastName: 'Somebody' };
      verdicts.changed = await verifier.verify(changed);
      Object.assign(globalThis, { verdicts, main: document.querySelector('main'), heard: [] });
      globalThis.partsOf = (guard) => {
        const part = (name) => guard.shadowRoot.querySelector(`[part~=${name}]`);
        return { content: part('content'), note: part('guard'), ask: part('ask'), outcome: part('outcome') };
      };
      globalThis.guardFor = async (use, verdict, slots = ['']) => {
        const guard = document.createElement('touchmark-guard');
        guard.setAttribute('use', use);
        for (const slot of slots) {
          const link = Object.assign(document.createElement('a'), { href: '#x', slot });
          link.textContent = slot ? 'Ask Risk' : 'The score';
          guard.append(link);
        }
        main.append(guard);
        await until(() => partsOf(guard).outcome);
        new MutationObserver(() => {
          const said = partsOf(guard).outcome?.textContent ?? '';
          if (said && heard.at(-1) !== said) heard.push(said);
        }).observe(guard.shadowRoot, { subtree: true, childList: true, characterData: true });
        if (verdict) {
          guard.verdict = verdict;
          await until(() => partsOf(guard).outcome.textContent);
        }
        return guard;
      };
    },
    { package: installed.entry('touchmark'), define: installed.entry('touchmark/define') },
  );
  return opened;
}

test('a guard shows its content only where the policy lets the record through', async () => {
  const { page, context, troubles } = await openUses();
  const seen = await page.evaluate(async () => {
    const guard = document.createElement('touchmark-guard');
    guard.setAttribute('use', 'testing');
    guard.textContent = 'The score';
    main.append(guard);
    const look = () => {
      const { content, note } = partsOf(guard);
      const box = note?.querySelector('.touchmark-held');
      if (!content.inert && box?.checkVisibility()) throw new Error('an empty box');
      return [content.inert, content.checkVisibility(), note?.innerText.replaceAll(/\s+/g, ' ').trim()];
    };
    const states = [look()];
    let flickers = 0;
    new MutationObserver(() => {
      if (partsOf(guard).content.checkVisibility() && guard.verdict !== verdicts.synthetic) flickers += 1;
    }).observe(guard.shadowRoot, { subtree: true, childList: true, attributes: true });
    for (const [use, verdict] of [
      ['testing', verdicts.changed],
      ['testing', verdicts.unknown],
      ['scoring', verdicts.synthetic],
      ['training', verdicts.synthetic],
      ['', verdicts.synthetic],
      ['testing', structuredClone(verdicts.synthetic)],
      ['testing', verdicts.synthetic],
    ]) {
      guard.use = use;
      guard.verdict = verdict;
      await new Promise((resolve) => setTimeout(resolve, 50));
      states.push(look());
    }
    return { states, flickers };
  });
  const [first, ...states] = seen.states;
  assert.deepEqual(first.slice(0, 2), [true, false], 'from the first moment');
  for (const [at, state] of states.entries())
    assert.deepEqual(state.slice(0, 2), at === 6 ? [false, true] : [true, false]);
  assert.equal(seen.flickers, 0);
  const said = states.map(([, , text]) => text);
  assert.match(
    said[0],
    /“testing”\? No .*changed since signing The seal does not hold for this record\. Answers for this use: QA/,
  );
  assert.match(said[1], /“testing”\? Not known .*policy does not say whether/);
  assert.match(
    said[2],
    /“scoring”\? No .*takes no records of this origin\. Answers for this use: Risk Leave it out/,
  );
  assert.match(said[3], /The policy names no such use\..*can name the use in its policy/);
  assert.match(said[4], /The policy names no such use\./);
  assert.match(said[5], /“testing”\? Not known .*Whether the seal holds could not be told/);
  assert.match(said[6], /“testing”\? Nothing speaks against it/);
  assert.deepEqual(
    troubles.filter((trouble) => !/could not check/.test(trouble)),
    [],
  );
  await context.close();
});

test('a person is asked by keyboard, and the page hears of keys and no values', async () => {
  const { page, context, troubles } = await openUses();
  for (const takes of [false, true]) {
    await page.evaluate(async (takes) => {
      main.replaceChildren();
      heard.length = 0;
      globalThis.asked = [];
      document.addEventListener(
        'touchmark-ask',
        (event) => {
          if (takes) event.preventDefault();
          asked.push(event.detail);
        },
        { once: true },
      );
      await guardFor('scoring', verdicts.synthetic);
    }, takes);
    await page.keyboard.press('Tab');
    const tree = await accessibilityTree(page);
    assert.ok(tree.some(({ role, name }) => role === 'button' && name === 'Ask a person'));
    assert.ok(tree.some(({ role }) => role === 'status'));
    assert.ok(!tree.some(({ name }) => name.includes('The score')), 'out of reach');
    await page.keyboard.press('Enter');
    const expected = takes ? /^Your question was passed on\./ : /^Nothing was passed on from this page\./;
    await page.waitForFunction(() => heard.length > 1);
    const { asked, said, focus } = await page.evaluate(() => ({
      asked: globalThis.asked,
      said: heard,
      focus: document.activeElement.shadowRoot.activeElement?.getAttribute('part'),
    }));
    assert.equal(focus, 'ask', 'the button keeps the focus');
    assert.equal(said.length, 2, 'the answer, then the outcome, each once');
    assert.match(said[0], /“scoring”\? No This use takes no records of this origin\.$/);
    assert.match(said[1], expected);
    const [{ use, records }] = asked;
    assert.equal(use, 'scoring');
    assert.equal(records.length, 1);
    assert.deepEqual(Object.keys(records[0]), ['record', 'decision']);
    assert.deepEqual(Object.keys(records[0].record).sort(), ['id', 'object', 'uuid']);
    assert.equal(records[0].decision.owner, 'Risk');
  }
  assert.deepEqual(troubles, []);
  await context.close();
});

test('another way to a person takes the place of the button', async () => {
  const { page, context } = await openUses();
  const seen = await page.evaluate(async () => {
    const guard = await guardFor('scoring', verdicts.synthetic, ['ask', '']);
    const [link] = guard.children;
    link.focus();
    return [link.checkVisibility(), partsOf(guard).ask.checkVisibility(), document.activeElement === link];
  });
  assert.deepEqual(seen, [true, false, true]);
  await context.close();
});

test('whoever was on what goes away is taken to what comes in its place', async () => {
  const { page, context } = await openUses();
  const seen = await page.evaluate(async () => {
    const guard = await guardFor('testing', verdicts.synthetic);
    const { content } = partsOf(guard);
    await until(() => !content.inert);
    guard.querySelector('a').focus();
    guard.verdict = verdicts.changed;
    await until(() => content.inert);
    const focused = () => guard.shadowRoot.activeElement?.getAttribute('part');
    const taken = [focused()];
    partsOf(guard).ask.focus();
    guard.verdict = verdicts.synthetic;
    await until(() => !content.inert);
    taken.push(focused());
    // Whoever is elsewhere stays there.
    document.activeElement.blur();
    guard.verdict = verdicts.changed;
    await until(() => content.inert);
    return [...taken, document.activeElement === document.body];
  });
  assert.deepEqual(seen, ['guard', 'content', true]);
  await context.close();
});

test('what was let through of old is not shown while words of another language are on their way', async () => {
  const { page, context } = await openUses();
  await page.route('**/*touchmark_words*', () => {});
  await page.route('**/words/**', () => {});
  await page.route(/[/.]de\.(?:js|json)/, () => {});
  const seen = await page.evaluate(async () => {
    const changes = {
      use: (guard) => guard.setAttribute('use', 'scoring'),
      verdicts: (guard) => {
        guard.verdicts = [verdicts.changed];
      },
      verdict: (guard) => {
        guard.verdict = verdicts.changed;
      },
    };
    const held = {};
    for (const [name, change] of Object.entries(changes)) {
      const guard = await guardFor('testing', verdicts.synthetic);
      const { content } = partsOf(guard);
      await until(() => !content.inert);
      guard.lang = 'de';
      change(guard);
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      held[name] = content.inert;
    }
    return held;
  });
  assert.deepEqual(seen, { use: true, verdicts: true, verdict: true });
  await context.close();
});

test('what a reader asked to see of blurred content is not shown once a use decides', async () => {
  const { page, context } = await openUses();
  const seen = await page.evaluate(async () => {
    const guard = document.createElement('touchmark-guard');
    guard.setAttribute('action', 'blur');
    guard.append('The score');
    guard.verdict = verdicts.synthetic;
    main.append(guard);
    const reveal = () => guard.shadowRoot?.querySelector('[part~=reveal]');
    await until(reveal);
    reveal().click();
    const { content } = partsOf(guard);
    await until(() => !content.inert);
    const held = [];
    for (const [name, value] of [
      ['use', 'scoring'],
      ['action', 'block'],
    ]) {
      guard.setAttribute(name, value);
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
      held.push(content.inert);
    }
    return held;
  });
  assert.deepEqual(seen, [true, true]);
  await context.close();
});

test('a banner counts what may be used for something, the strictest first', async () => {
  const { page, context } = await openUses();
  const text = await page.evaluate(async () => {
    const banner = document.createElement('touchmark-banner');
    banner.setAttribute('use', 'testing');
    banner.verdicts = [verdicts.synthetic, verdicts.synthetic, verdicts.changed, verdicts.unknown];
    main.append(banner);
    await until(() => banner.shadowRoot?.querySelector('[part~=statement]'));
    return banner.shadowRoot.querySelector('[part~=statement]').innerText.replaceAll(/\s+/g, ' ');
  });
  assert.match(
    text,
    /^May these records be used for “testing”\? ?No: 1 \/ 4 ?Not known: 1 \/ 4 ?Nothing speaks against it: 2 \/ 4/,
  );
  await context.close();
});

for (const [name, options] of Object.entries({
  'as it is': {},
  dark: { colorScheme: 'dark' },
  'in forced colours': { forcedColors: 'active' },
  narrow: { viewport: { width: 320, height: 800 } },
})) {
  test(`axe finds nothing, ${name}`, async () => {
    const { page, context } = await openUses(options);
    await page.evaluate(async (dark) => {
      if (dark) Object.assign(document.documentElement.style, { colorScheme: 'dark', background: '#000' });
      main.append(Object.assign(document.createElement('h1'), { textContent: 'Contacts' }));
      for (const kind of ['changed', 'unknown', 'synthetic']) await guardFor('testing', verdicts[kind]);
      await guardFor('scoring', verdicts.synthetic);
      const banner = document.createElement('touchmark-banner');
      banner.setAttribute('use', 'testing');
      banner.verdicts = Object.values(verdicts);
      main.firstChild.after(banner);
      await until(() => banner.shadowRoot?.querySelector('[part~=statement]'));
      partsOf(document.querySelector('touchmark-guard')).ask.click();
    }, name === 'dark');
    assert.deepEqual(await axe(page), []);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(wide, false, 'nothing is cut off');
    if (process.env.TOUCHMARK_PICTURES) {
      await page.screenshot({ path: `${process.env.TOUCHMARK_PICTURES}/uses ${name}.png`, fullPage: true });
    }
    await context.close();
  });
}
