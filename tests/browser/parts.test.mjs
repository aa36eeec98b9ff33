// What is said of a list, and what goes with a record, in a page with a strict policy: from the packed tarball.
// Functions handed to `page.evaluate` run in the page, where `openParts` has put these:
/* global touchmark, records, until, main, verdicts, verifier, list, slow, answer */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { accessibilityTree, axe, open, packageInBrowser } from './harness.mjs';

const { installed, site, browser } = await packageInBrowser();

/** A page with the elements, 40 contacts of each kind, their verdicts, and a table that shows them. */
async function openParts(options = {}) {
  const opened = await open(browser, site.url, options);
  await opened.page.evaluate(
    async (entry) => {
      globalThis.touchmark = await import(entry.package);
      await import(entry.define);
      const read = async (name) => (await fetch(`/data/${name}.json`)).json();
      const [contacts, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
      const verifier = await touchmark.createVerifier({ trust, policy });
      touchmark.use(verifier);
      /** Resolves with what `get` answers, once that is something. */
      globalThis.until = async (get) => {
        const patience = performance.now() + 20_000;
        for (;;) {
          if (performance.now() > patience) throw new Error(`still waiting for ${get}`);
          const found = get();
          if (found) return found;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      };
      const all = await verifier.verifyAll(contacts.records);
      const of = (origin) => contacts.records.filter((_, at) => all[at].origin === origin).slice(0, 40);
      const records = { synthetic: of('synthetic'), masked: of('masked'), unknown: of('unknown') };
      const changed = structuredClone(records.synthetic[0]);
      changed.LastName = 'Somebody';
      records.changed = [changed];
      globalThis.verdicts = {};
      for (const [kind, list] of Object.entries(records)) verdicts[kind] = await verifier.verifyAll(list);
      Object.assign(globalThis, { records, verifier, main: document.querySelector('main') });
      /** A table with a badge for each record. */
      globalThis.list = (records) => {
        const table = document.createElement('table');
        table.id = 'list';
        for (const record of records) {
          const badge = document.createElement('touchmark-badge');
          badge.record = record;
          table
            .insertRow()
            .insertCell()
            .append(record.LastName ?? '', ' ', badge);
        }
        return table;
      };
    },
    { package: installed.entry('touchmark'), define: installed.entry('touchmark/define') },
  );
  return opened;
}

test('a banner says what a page states, and nothing where there is nothing', async () => {
  const { page, context, troubles } = await openParts();
  const said = await page.evaluate(async () => {
    const banner = document.createElement('touchmark-banner');
    banner.setAttribute('says', 'synthetic');
    banner.setAttribute('environment', 'sandbox');
    banner.textContent = 'Contains test data';
    main.append(banner);
    const before = banner.innerText;
    const note = await until(() => banner.shadowRoot.querySelector('[role=note]'));
    const stated = note.innerText;
    banner.removeAttribute('says');
    banner.removeAttribute('environment');
    banner.verdicts = [];
    await until(() => banner.getBoundingClientRect().height === 0);
    return [before, stated, banner.getBoundingClientRect().height];
  });
  assert.equal(said[0], 'Contains test data');
  assert.match(
    said[1],
    /^Contains synthetic data\. Synthetic records are not real people or transactions\.\s+Environment: sandbox$/,
  );
  assert.equal(said[2], 0, 'no empty box');
  assert.deepEqual(troubles, []);
  await context.close();
});

test('what an attribute misspells is named in the console, and holds nothing back less', async () => {
  const { page, context, troubles } = await openParts();
  const warnings = [];
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()));
  const found = await page.evaluate(async () => {
    const make = (name, attributes, text) => {
      const made = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
      made.textContent = text;
      main.append(made);
      return made;
    };
    const banner = make('touchmark-banner', { says: 'ai-generated' }, 'Written by a machine');
    const guard = make('touchmark-guard', { action: 'hide', on: 'masked fake' }, 'Balance: 12');
    guard.verdict = verdicts.masked[0];
    make('touchmark-summary', { for: 'nowhere' }, '');
    await until(() => guard.shadowRoot.querySelector('[part~=guard]')?.dataset.held === 'true');
    const { action, held } = guard.shadowRoot.querySelector('[part~=guard]').dataset;
    return {
      banner: banner.innerText,
      action,
      held,
      inert: Boolean(guard.shadowRoot.querySelector('[inert]')),
    };
  });
  assert.deepEqual(found, { banner: 'Written by a machine', action: 'block', held: 'true', inert: true });
  const expected = [
    /says="ai-generated".*synthetic, ai, masked, influence/,
    /action="hide"/,
    /on="fake"/,
    /for="nowhere"/,
  ];
  for (const pattern of expected) {
    if (!warnings.some((text) => pattern.test(text)))
      await page.waitForEvent('console', { predicate: (message) => pattern.test(message.text()) });
  }
  assert.deepEqual(troubles, []);
  await context.close();
});

test('a banner says by itself what a list holds, from verdicts only', async () => {
  const { page, context, troubles } = await openParts();
  const said = await page.evaluate(async () => {
    const banner = document.createElement('touchmark-banner');
    banner.setAttribute('for', 'list');
    // The banner comes first; the list, and a row of it, come later.
    main.append(banner);
    const table = list([...records.synthetic.slice(0, 12), ...records.unknown.slice(0, 27)]);
    main.append(table);
    const text = () => banner.shadowRoot.querySelector('[role=note]')?.innerText ?? '';
    await until(() => text().includes('12 / 39'));
    table.append(...list(records.changed).rows);
    // The same record once more: the louder of its verdicts counts, and it counts once.
    await until(() => text().includes('Needs attention: 1 / 39'));
    const given = document.createElement('touchmark-banner');
    given.verdicts = [structuredClone(verdicts.synthetic[0]), { disclosure: { group: 'verified' } }];
    main.append(given);
    const refused = await until(() => given.shadowRoot?.querySelector('[role=note]')?.innerText);
    return [text(), refused];
  });
  assert.match(said[0], /Contains synthetic data.*Synthetic data: 12 \/ 39/s);
  assert.match(said[1], /^Needs attention: 2 \/ 2$/);
  assert.deepEqual(troubles, []);
  await context.close();
});

test('a summary counts as verdicts come, announces the end once, and hides rows of the list', async () => {
  const { page, context, troubles } = await openParts();
  const seen = await page.evaluate(async () => {
    const summary = document.createElement('touchmark-summary');
    summary.setAttribute('for', 'list');
    summary.total = 30;
    main.append(summary);
    const announced = [];
    const part = (name) => summary.shadowRoot.querySelector(`[part~=${name}]`);
    const table = list([...records.synthetic.slice(0, 10), ...records.masked.slice(0, 10)]);
    main.append(table);
    await until(() => part('summary')?.innerText.includes('Checked: 20 / 30'));
    const region = summary.shadowRoot.querySelector('[role=status]');
    const early = region.textContent;
    new MutationObserver(() => announced.push(region.textContent)).observe(region, {
      childList: true,
      characterData: true,
      subtree: true,
    });
    table.append(...list(records.unknown.slice(0, 10)).rows);
    await until(() => part('counts')?.innerText.includes('/ 30'));
    const events = [];
    main.addEventListener('touchmark-hide', (event) =>
      events.push([event.detail.hide, event.composed, event.bubbles, event.cancelable]),
    );
    part('hide').focus();
    part('hide').click();
    await until(() => part('hidden')?.innerText === 'Hidden: 10');
    const visible = () => [...table.rows].filter((row) => row.checkVisibility()).length;
    const hidden = visible();
    table.append(...list(records.synthetic.slice(10, 12)).rows);
    await until(() => part('hidden')?.innerText === 'Hidden: 12');
    const late = visible();
    const focused = summary.shadowRoot.activeElement === part('hide');
    const height = part('hide').getBoundingClientRect().height;
    const checked = part('hide').getAttribute('aria-checked');
    part('hide').click();
    await until(() => !part('hidden'));
    return { early, announced, hidden, late, focused, height, checked, shown: visible(), events };
  });
  assert.equal(seen.early, '', 'nothing is announced on the way');
  assert.match(seen.announced.join('|'), /Synthetic data: 10/);
  assert.equal(seen.hidden, 20);
  assert.equal(seen.late, 20, 'late rows too');
  assert.equal(seen.shown, 32);
  assert.ok(seen.focused, 'the switch keeps the focus');
  assert.ok(seen.height >= 24, `${seen.height} px`);
  assert.equal(seen.checked, 'true');
  assert.deepEqual(seen.events, [
    [true, true, true, true],
    [false, true, true, true],
  ]);
  const tree = await accessibilityTree(page);
  assert.ok(tree.some(({ role, name }) => role === 'switch' && name === 'Hide synthetic records'));
  assert.ok(tree.some(({ role, name }) => role === 'list' && name === 'Records by origin and seal'));
  assert.deepEqual(troubles, []);
  await context.close();
});

test('a page that cancels hiding does it itself; a row that others hid stays theirs', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const summary = document.createElement('touchmark-summary');
    summary.setAttribute('for', 'list');
    const table = list(records.synthetic.slice(0, 3));
    table.rows[0].hidden = true;
    main.append(summary, table);
    const part = (name) => summary.shadowRoot?.querySelector(`[part~=${name}]`);
    const hidden = () => [...table.rows].map((row) => row.hidden);
    await until(() => part('hide'));
    main.addEventListener('touchmark-hide', (event) => event.preventDefault(), { once: true });
    part('hide').click();
    await until(() => part('hidden'));
    const cancelled = hidden();
    part('hide').click();
    await until(() => !part('hidden'));
    part('hide').click();
    await until(() => part('hidden'));
    const on = hidden();
    summary.hide = false;
    await until(() => !part('hidden'));
    return [cancelled, on, hidden()];
  });
  assert.deepEqual(seen, [
    [true, false, false],
    [true, true, true],
    [true, false, false],
  ]);
  await context.close();
});

test('a summary says most of a list once, and splits a figure', async () => {
  const { page, context } = await openParts();
  const text = await page.evaluate(async () => {
    const summary = document.createElement('touchmark-summary');
    summary.verdicts = [...verdicts.synthetic, ...verdicts.unknown.slice(0, 4)];
    summary.sums = {
      total: '€4.2 M',
      parts: [
        { origin: 'origin.synthetic', group: 'verified', level: 'notice', flagged: false, amount: '€1.1 M' },
      ],
    };
    main.append(summary);
    await until(() => summary.shadowRoot?.querySelector('[part~=main]'));
    return summary.shadowRoot.querySelector('[part~=summary]').innerText;
  });
  assert.match(text, /^Unless marked otherwise: Synthetic data \(40 \/ 44\)/);
  assert.match(text, /Origin not disclosed: 4/);
  assert.match(text, /€4\.2 M, of which €1\.1 M is “Synthetic data”/);
  await context.close();
});

test('a guard holds back until it knows, and then by what it is told', async () => {
  const { page, context, troubles } = await openParts();
  const seen = await page.evaluate(async () => {
    const guard = document.createElement('touchmark-guard');
    guard.setAttribute('action', 'block');
    guard.textContent = 'Dear Ms Atkins';
    main.append(guard);
    const content = () => guard.shadowRoot.querySelector('[part=content]');
    const note = () => guard.shadowRoot.querySelector('[part~=guard]');
    const states = [[content().inert, guard.innerText]];
    await until(() => note());
    states.push([content().inert, note().innerText]);
    guard.verdict = verdicts.masked[0];
    await until(() => !content().inert);
    states.push([content().inert, note().innerText]);
    guard.setAttribute('on', 'masked');
    await until(() => content().inert);
    states.push([content().inert, note().innerText]);
    guard.removeAttribute('on');
    guard.verdict = verdicts.changed[0];
    await until(() => note().innerText.includes('Changed') || note().innerText.includes('changed'));
    states.push([content().inert, content().checkVisibility()]);
    guard.verdict = structuredClone(verdicts.masked[0]);
    await until(() => note().innerText.includes('Could not check'));
    states.push([content().inert, content().checkVisibility()]);
    return states;
  });
  assert.equal(seen[0][0], true, 'from the first moment');
  assert.match(seen[1][1], /Held back until its origin has been checked/);
  assert.deepEqual(seen[2], [false, '']);
  assert.match(
    seen[3][1],
    /Held back on this page\.\s+Masked data · signature valid\s+because this page does not show “Masked data”\s+If you need to see it/,
  );
  assert.deepEqual(seen.slice(4), [
    [true, false],
    [true, false],
  ]);
  assert.deepEqual(troubles, []);
  await context.close();
});

test('a blurred guard is out of the tree until somebody asks, by keyboard', async () => {
  const { page, context, troubles } = await openParts();
  await page.evaluate(async () => {
    const guard = document.createElement('touchmark-guard');
    guard.id = 'guard';
    guard.setAttribute('action', 'blur');
    const link = document.createElement('a');
    link.href = '#';
    link.textContent = 'Dear Ms Atkins';
    guard.append(link);
    guard.verdicts = verdicts.synthetic;
    main.append(guard);
    await until(() => guard.shadowRoot.querySelector('[part=reveal]'));
  });
  const look = async () => {
    const tree = await accessibilityTree(page);
    const button = tree.find(({ role }) => role === 'button');
    return [
      tree.some(({ name }) => name.includes('Atkins')),
      button?.name,
      button?.expanded,
      await page.evaluate(() => {
        const root = document.getElementById('guard').shadowRoot;
        return [
          root.activeElement?.getAttribute('part') ?? null,
          getComputedStyle(root.querySelector('[part=content]')).filter,
        ];
      }),
    ];
  };
  assert.deepEqual(await look(), [false, 'Show anyway', false, [null, 'blur(8px)']]);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.getElementById('guard').shadowRoot.querySelector('[inert]'));
  await page.waitForFunction(
    () => document.getElementById('guard').shadowRoot.activeElement?.textContent === 'Blur again',
  );
  assert.deepEqual((await look()).slice(0, 3), [true, 'Blur again', true]);
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => document.getElementById('guard').shadowRoot.querySelector('[inert]'));
  assert.equal((await look())[3][0], 'reveal', 'the focus stays');
  // What was asked for is not what comes later.
  await page.keyboard.press('Enter');
  await page.waitForFunction(() => !document.getElementById('guard').shadowRoot.querySelector('[inert]'));
  await page.evaluate(() => (document.getElementById('guard').verdicts = verdicts.changed));
  await page.waitForFunction(() => document.getElementById('guard').shadowRoot.querySelector('[inert]'));
  await page.evaluate(() => document.getElementById('guard').setAttribute('no-reveal', ''));
  await page.waitForFunction(
    () => !document.getElementById('guard').shadowRoot.querySelector('[part=reveal]'),
  );
  assert.deepEqual(troubles, []);
  await context.close();
});

test('what is blurred is not printed, and not shown under forced colours', async () => {
  for (const media of [{ media: 'print' }, { forcedColors: 'active' }]) {
    const { page, context } = await openParts();
    await page.emulateMedia(media);
    const shown = await page.evaluate(async () => {
      const guard = document.createElement('touchmark-guard');
      guard.setAttribute('action', 'blur');
      guard.textContent = 'Dear Ms Atkins';
      guard.verdict = verdicts.synthetic[0];
      main.append(guard);
      const note = await until(() => guard.shadowRoot.querySelector('[data-held=true]'));
      return [guard.shadowRoot.querySelector('[part=content]').checkVisibility(), note.checkVisibility()];
    });
    assert.deepEqual(shown, [false, true], JSON.stringify(media));
    await context.close();
  }
});

test('without the component artefact a guard goes on holding back, and says why', async () => {
  const { page, context } = await open(browser, site.url);
  await page.route('**/*wasm_ui_bg.wasm', (route) => route.fulfill({ status: 404 }));
  const seen = await page.evaluate(async (entry) => {
    await import(entry);
    const guard = document.createElement('touchmark-guard');
    guard.setAttribute('action', 'blur');
    guard.textContent = 'Dear Ms Atkins';
    document.querySelector('main').append(guard);
    while (!guard.shadowRoot.querySelector('[part=notice]')?.textContent) {
      await new Promise(requestAnimationFrame);
    }
    return [
      guard.shadowRoot.querySelector('[part=content]').inert,
      guard.shadowRoot.querySelector('[part=notice]').textContent,
    ];
  }, installed.entry('touchmark/define'));
  assert.deepEqual(seen, [true, 'Could not check']);
  await context.close();
});

test('a guard goes by the badges inside another element', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const guard = document.createElement('touchmark-guard');
    guard.setAttribute('action', 'blur');
    guard.setAttribute('for', 'list');
    guard.textContent = 'Total: 12';
    main.append(guard, list(records.masked.slice(0, 5)));
    const content = () => guard.shadowRoot.querySelector('[part=content]');
    const first = content().inert;
    await until(() => !content().inert);
    document.getElementById('list').append(...list(records.synthetic.slice(0, 1)).rows);
    await until(() => content().inert);
    await until(() => guard.shadowRoot.querySelector('[part=reason]'));
    return [first, guard.shadowRoot.querySelectorAll('[part=reason]').length];
  });
  assert.deepEqual(seen, [true, 1]);
  await context.close();
});

test('a lineage shows the current seal, and refuses verdicts of others', async () => {
  const { page, context, troubles } = await openParts();
  const seen = await page.evaluate(async () => {
    const lineage = document.createElement('touchmark-lineage');
    lineage.verdict = verdicts.synthetic[0];
    lineage.earlier = [verdicts.changed[0], structuredClone(verdicts.changed[0])];
    main.append(lineage);
    const entries = () => [...(lineage.shadowRoot?.querySelectorAll('[part=entry]') ?? [])];
    await until(() => entries().length === 2 && entries()[1].dataset.group);
    const said = entries().map((entry) => entry.innerText);
    lineage.verdict = verdicts.synthetic[1];
    await until(() => entries()[0].textContent.includes(verdicts.synthetic[1].seal.id));
    return [...said, lineage.shadowRoot.textContent.includes('does not name')];
  });
  assert.match(seen[0], /^Current seal\s+Synthetic data · signature valid/);
  assert.match(seen[1], /^Earlier seal\s+.*\s+The newer seal does not name this one\./);
  assert.equal(seen[2], false, 'no history of another record');
  assert.deepEqual(troubles, []);
  await context.close();
});

test('details copy as text and download evidence, or let the page do it', async () => {
  const { page, context, troubles } = await openParts({ acceptDownloads: true });
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(site.url).origin });
  const copied = await page.evaluate(async () => {
    const details = document.createElement('touchmark-details');
    details.id = 'details';
    details.verdict = verdicts.synthetic[0];
    main.append(details);
    const part = (name) => details.shadowRoot.querySelector(`[part~=${name}]`);
    await until(() => part('copy'));
    part('copy').click();
    await until(() => part('told').textContent);
    const said = part('told').textContent;
    const text = await navigator.clipboard.readText();
    main.addEventListener(
      'touchmark-copy',
      (event) => {
        event.preventDefault();
        globalThis.cancelled = event.detail.text;
      },
      { once: true },
    );
    await navigator.clipboard.writeText('mine');
    part('copy').click();
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [said, text, await navigator.clipboard.readText(), globalThis.cancelled === text];
  });
  assert.equal(copied[0], 'Copied');
  assert.match(
    copied[1],
    /^Synthetic data · signature valid\nRecord: Contact 003\w+\nSeal ID: .+\nChecked: .+$/,
  );
  assert.deepEqual(copied.slice(2), ['mine', true]);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.evaluate(() =>
      document.getElementById('details').shadowRoot.querySelector('[part~=download]').click(),
    ),
  ]);
  assert.match(download.suggestedFilename(), /^touchmark-003\w{15}\.json$/);
  const evidence = JSON.parse(await readFile(await download.path(), 'utf8'));
  assert.equal(evidence.trust, 'verified');
  assert.deepEqual(troubles, []);
  await context.close();
});

test('evidence counts withheld fields and does not name them; where copying is refused, the text is selected', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const partial = structuredClone(records.synthetic[0]);
    delete partial.FirstName;
    const details = document.createElement('touchmark-details');
    details.verdict = await globalThis.verifier.verify(partial);
    main.append(details);
    const part = (name) => details.shadowRoot.querySelector(`[part~=${name}]`);
    await until(() => part('download'));
    let evidence;
    main.addEventListener('touchmark-evidence', (event) => {
      event.preventDefault();
      evidence = event.detail.evidence;
    });
    part('download').click();
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    part('copy').click();
    const text = await until(() => part('told').querySelector('textarea'));
    return {
      trust: details.verdict.trust,
      withheld: evidence.withheld,
      named: JSON.stringify(evidence).includes('FirstName'),
      told: part('told').textContent,
      selected: text.selectionEnd - text.selectionStart === text.value.length && text.value.length > 20,
      focused: details.shadowRoot.activeElement === text,
    };
  });
  assert.deepEqual(seen, {
    trust: 'verified-partial',
    withheld: 1,
    named: false,
    told: 'This page may not copy. Select the text and copy it by hand.',
    selected: true,
    focused: true,
  });
  await context.close();
});

for (const what of [
  'taken away',
  'hidden',
  'given a style',
  'given another class',
  'given other words',
  'emptied',
  'taken out with its place',
]) {
  test(`a watermark that is ${what} is restored`, async () => {
    const { page, context, troubles } = await openParts();
    const seen = await page.evaluate(async (what) => {
      const watermark = document.createElement('touchmark-watermark');
      watermark.setAttribute('environment', 'Sandbox');
      watermark.textContent = 'Region';
      main.append(watermark);
      const layer = () => watermark.shadowRoot.querySelector('.touchmark-watermark');
      const first = await until(layer);
      const drawn = () => {
        const attributes = [...layer().attributes].map(({ name, value }) => `${name}=${value}`);
        return [...attributes, layer().querySelectorAll('*').length, layer().textContent].join();
      };
      const before = drawn();
      const alterations = {
        'taken away': () => first.remove(),
        hidden: () => (first.hidden = true),
        'given a style': () => first.style.setProperty('opacity', '0'),
        'given another class': () => (first.className = ''),
        'given other words': () => (first.querySelector('text').firstChild.data = 'Real data'),
        emptied: () => first.replaceChildren(),
        'taken out with its place': () => first.parentElement.remove(),
      };
      alterations[what]();
      await until(() => layer() && layer() !== first);
      return [drawn() === before, watermark.innerText];
    }, what);
    assert.deepEqual(seen, [true, 'Region']);
    assert.deepEqual(troubles, []);
    await context.close();
  });
}

test('a watermark does not fight for ever, and does not give up either', async () => {
  const { page, context } = await openParts();
  const warnings = [];
  page.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  const seen = await page.evaluate(async () => {
    const watermark = document.createElement('touchmark-watermark');
    watermark.setAttribute('environment', 'Sandbox');
    main.append(watermark);
    const layer = () => watermark.shadowRoot.querySelector('.touchmark-watermark');
    await until(layer);
    let fights = 0;
    const enemy = new MutationObserver(() => {
      const found = layer();
      if (!found) return;
      fights += 1;
      found.remove();
    });
    enemy.observe(watermark.shadowRoot, { childList: true, subtree: true });
    layer().remove();
    await new Promise((resolve) => setTimeout(resolve, 2500));
    enemy.disconnect();
    const restored = Boolean(await until(layer));
    return [fights, restored];
  });
  assert.ok(seen[0] >= 5 && seen[0] <= 20, `${seen[0]} times in 2.5 s`);
  assert.ok(seen[1], 'back at the end');
  assert.equal(warnings.filter((text) => text.includes('again and again')).length, 1);
  await context.close();
});

test('a watermark cannot be uncovered by styles of the page on its host, and is printed', async () => {
  const { page, context } = await openParts();
  await page.emulateMedia({ media: 'print' });
  const seen = await page.evaluate(async () => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(
      'touchmark-watermark { display: contents !important; position: static !important; visibility: hidden !important } p { visibility: visible; z-index: 9; position: relative }',
    );
    document.adoptedStyleSheets = [sheet];
    const watermark = document.createElement('touchmark-watermark');
    watermark.setAttribute('environment', 'Sandbox');
    watermark.append(Object.assign(document.createElement('p'), { textContent: 'Region' }));
    main.append(watermark);
    const layer = await until(() => watermark.shadowRoot.querySelector('.touchmark-watermark'));
    const [over, of] = [layer.getBoundingClientRect(), watermark.getBoundingClientRect()];
    const style = getComputedStyle(layer.querySelector('svg'));
    return [over.height === of.height && over.height > 0, style.visibility, style.display];
  });
  assert.deepEqual(seen, [true, 'visible', 'block']);
  await context.close();
});

test('axe finds nothing in any of them, with every rule', async () => {
  const { page, context, troubles } = await openParts();
  await page.evaluate(async () => {
    const heading = document.createElement('h1');
    heading.textContent = 'Contacts';
    main.append(heading);
    const all = Object.values(verdicts).flat();
    const make = (name, properties, attributes = {}) => {
      const element = document.createElement(name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      main.append(Object.assign(element, properties));
      return element;
    };
    const drawn = [
      make('touchmark-banner', { verdicts: all }, { environment: 'sandbox', says: 'influence' }),
      make('touchmark-summary', { verdicts: all, hide: true }),
      make('touchmark-guard', { verdicts: all, textContent: 'Blurred' }, { action: 'blur' }),
      make('touchmark-guard', { verdicts: all, textContent: 'Blocked' }, { action: 'block' }),
      make('touchmark-guard', { verdicts: all, textContent: 'Flagged' }),
      make('touchmark-lineage', { verdict: verdicts.synthetic[0], earlier: verdicts.masked.slice(0, 1) }),
      make('touchmark-details', { verdict: verdicts.synthetic[0], label: 'Carrie Atkins' }),
      make('touchmark-summary', { verdicts: all, filter: true, chosen: 'origin.masked.verified.notice' }),
      make('touchmark-watermark', { verdicts: all, textContent: 'Region' }, { environment: 'sandbox' }),
      make('touchmark-badge', { verdict: verdicts.synthetic[0], compact: true, label: 'Carrie Atkins' }),
      make('touchmark-badge', { verdict: verdicts.synthetic[1], compact: true, plain: true, label: 'Omar' }),
      make('touchmark-badge', { verdict: verdicts.changed[0], field: 'LastName' }),
    ];
    for (const element of drawn) await until(() => element.shadowRoot.querySelector('.touchmark *'));
  });
  assert.deepEqual(await axe(page), []);
  assert.deepEqual(troubles, []);
  await context.close();
});

test('a watermark carries the origins of a list, and is drawn without WebAssembly too', async () => {
  const { page, context } = await openParts();
  const lines = await page.evaluate(async () => {
    const watermark = document.createElement('touchmark-watermark');
    watermark.setAttribute('environment', 'sandbox');
    watermark.verdicts = [...verdicts.synthetic, ...verdicts.unknown.slice(0, 20), { forged: true }];
    main.append(watermark);
    const line = () => watermark.shadowRoot.querySelector('text').textContent;
    const said = [line()];
    watermark.verdicts = verdicts.masked;
    said.push(line());
    watermark.verdicts = null;
    said.push(line());
    watermark.verdict = verdicts.changed[0];
    return [...said, line()];
  });
  assert.deepEqual(lines, [
    'Synthetic data: 40 / 61 · sandbox',
    'Masked data: 40 / 40 · sandbox',
    'sandbox',
    'Synthetic data · sandbox',
  ]);
  await context.close();

  const bare = await open(browser, site.url);
  await bare.page.addInitScript(() => delete globalThis.WebAssembly);
  await bare.page.reload();
  const said = await bare.page.evaluate(async (entry) => {
    await import(entry);
    const watermark = document.createElement('touchmark-watermark');
    watermark.setAttribute('host', 'crm.example');
    watermark.append('Region');
    document.querySelector('main').append(watermark);
    const layer = watermark.shadowRoot.querySelector('.touchmark-watermark');
    const { width, height } = layer.getBoundingClientRect();
    return [layer.textContent, width > 100 && height > 10, typeof WebAssembly];
  }, installed.entry('touchmark/define'));
  assert.deepEqual(said, ['crm.examplecrm.exampleWatermark over this area: crm.example', true, 'undefined']);
  assert.deepEqual(bare.troubles, []);
  await bare.context.close();
});

test('badges of a table share their drawing and not their names; a name that changes changes both', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const badges = ['Carrie Atkins', 'Omar Reid'].map((label, at) => {
      const badge = document.createElement('touchmark-badge');
      badge.label = label;
      badge.verdict = verdicts.synthetic[at];
      main.append(badge);
      return badge;
    });
    const button = (badge) => badge.shadowRoot.querySelector('button');
    await until(() => badges.every(button));
    const names = () => badges.map((badge) => button(badge).getAttribute('aria-label'));
    const said = [names()];
    button(badges[1]).click();
    const title = await until(() => badges[1].shadowRoot.querySelector('.touchmark-record'));
    said.push([title.textContent, names()[1]]);
    badges[1].shadowRoot.querySelector('[popover]').hidePopover();
    button(badges[1]).focus();
    badges[1].label = 'Omar Reid junior';
    badges[0].label = null;
    await until(() => names()[1].startsWith('Omar Reid junior'));
    await until(() => !names()[0].startsWith('Carrie'));
    return [...said, names(), badges[1].shadowRoot.activeElement === button(badges[1])];
  });
  const name = 'Origin: synthetic data. Signature valid. Details';
  assert.deepEqual(seen, [
    [`Carrie Atkins. ${name}`, `Omar Reid. ${name}`],
    ['Omar Reid', `Omar Reid. ${name}`],
    [name, `Omar Reid junior. ${name}`],
    true,
  ]);
  await context.close();
});

test('counts narrow a list by the key that lineOf says; who is on one stays on it while others come', async () => {
  const { page, context, troubles } = await openParts();
  const seen = await page.evaluate(async (entry) => {
    const { lineOf } = await import(entry);
    const summary = document.createElement('touchmark-summary');
    summary.setAttribute('for', 'list');
    summary.filter = true;
    const table = list([...records.synthetic.slice(0, 5), ...records.masked.slice(0, 3)]);
    main.append(summary, table);
    const choice = (key) =>
      [...(summary.shadowRoot?.querySelectorAll('[part=choice]') ?? [])].find(
        (one) => one.dataset.key === key,
      );
    const keys = { synthetic: lineOf(verdicts.synthetic[0]).key, masked: lineOf(verdicts.masked[0]).key };
    await until(() => choice(keys.masked)?.textContent.endsWith('3') && choice(keys.synthetic));
    const visible = () => [...table.rows].filter((row) => row.checkVisibility()).length;
    const events = [];
    main.addEventListener('touchmark-filter', ({ detail, cancelable, composed }) =>
      events.push([detail.chosen, cancelable, composed]),
    );
    choice(keys.masked).focus();
    choice(keys.masked).click();
    await until(() => choice(keys.masked).ariaPressed === 'true');
    const counts = [visible(), summary.chosen === keys.masked];
    // Louder ones come before it, and it is another button by now.
    const louder = [...list(records.changed).rows];
    table.append(...louder, ...list(records.masked.slice(3, 12)).rows);
    await until(() => summary.shadowRoot.querySelector('[part=shown]').textContent === 'Shown: 12 / 17');
    counts.push(summary.shadowRoot.activeElement === choice(keys.masked), visible());
    summary.chosen = null;
    counts.push(visible());
    main.addEventListener('touchmark-filter', (event) => event.preventDefault(), { once: true });
    choice(keys.synthetic).click();
    await until(() => choice(keys.synthetic).ariaPressed === 'true');
    counts.push(visible(), summary.chosen === keys.synthetic);
    // Fewer lines: the one that the reader is on has the place of another, and its own is gone.
    for (const row of [...table.rows].slice(8 + louder.length)) row.remove();
    await until(() => choice(keys.masked).textContent.endsWith('3'));
    choice(keys.masked).focus();
    const last = summary.shadowRoot.activeElement;
    for (const row of louder) row.remove();
    await until(() => !last.isConnected);
    counts.push(summary.shadowRoot.activeElement === choice(keys.masked));
    return { keys, counts, events };
  }, installed.entry('touchmark/disclosure'));
  const { keys } = seen;
  assert.equal(keys.masked, 'origin.masked.verified.notice');
  assert.deepEqual(seen.counts, [3, true, true, 12, 18, 18, true, true]);
  assert.deepEqual(seen.events, [
    [keys.masked, true, true],
    [keys.synthetic, true, true],
  ]);
  assert.deepEqual(troubles, []);
  await context.close();
});

test('the key of a line is the same in the page and in what is drawn, for everything that a verdict can say', async () => {
  const { page, context } = await openParts();
  const differ = await page.evaluate(async (entry) => {
    const { lineOf } = await import(entry);
    const summary = document.createElement('touchmark-summary');
    summary.filter = true;
    main.append(summary);
    const all = Object.values(verdicts).flatMap((list) => list.slice(0, 1));
    const other = await verifier.verifyAll([
      { ...records.synthetic[0], Id: '003000000000001AAA' },
      { attributes: { type: 'Contact' }, Synthetic_Data__c: true },
      'no record',
    ]);
    summary.verdicts = [...all, ...other, {}];
    await until(() => summary.shadowRoot?.querySelectorAll('[part=choice]').length > 4);
    const drawn = [...summary.shadowRoot.querySelectorAll('[part=choice]')].map(({ dataset }) => dataset.key);
    const said = [...new Set([...all, ...other, {}].map((verdict) => lineOf(verdict).key))];
    return [
      drawn.filter((key) => key !== '' && !said.includes(key)),
      said.filter((key) => !drawn.includes(key)),
      said.length,
    ];
  }, installed.entry('touchmark/disclosure'));
  assert.deepEqual(differ.slice(0, 2), [[], []]);
  assert.ok(differ[2] > 5, `${differ[2]} lines`);
  await context.close();
});

test('a banner mentions who said nothing, and says how far it is while more are coming', async () => {
  const { page, context } = await openParts();
  const said = await page.evaluate(async () => {
    const banner = document.createElement('touchmark-banner');
    banner.total = 100;
    banner.verdicts = [...verdicts.synthetic, ...verdicts.unknown.slice(0, 20)];
    main.append(banner);
    const text = () => banner.shadowRoot?.querySelector('[role=note]')?.innerText ?? '';
    await until(text);
    const first = text();
    banner.total = null;
    await until(() => !text().includes('so far'));
    return [first, text()];
  });
  assert.match(said[0], /Synthetic data: 40\s+Origin not disclosed: 20\s+Checked so far: 60 \/ 100$/);
  assert.match(said[1], /Synthetic data: 40 \/ 60\s+Origin not disclosed: 20 \/ 60$/);
  await context.close();
});

/** What the guard and the summary below are tried with: a verifier that answers when it is told to. */
const slowly = () => {
  const waiting = [];
  globalThis.answer = () => waiting.splice(0).forEach((go) => go());
  globalThis.slow = {
    verifyAll: (records) =>
      new Promise((resolve) => waiting.push(() => resolve(globalThis.verifier.verifyAll(records)))),
  };
};

test('a guard shows nothing of a row that is used again, not for a frame', async () => {
  const { page, context } = await openParts();
  await page.evaluate(slowly);
  const seen = await page.evaluate(async () => {
    const [guard, summary] = ['guard', 'summary'].map((name) => document.createElement(`touchmark-${name}`));
    guard.setAttribute('action', 'block');
    for (const element of [guard, summary]) element.setAttribute('for', 'list');
    const table = list(records.masked.slice(0, 3));
    guard.append(table);
    main.append(summary, guard);
    const content = guard.shadowRoot.querySelector('[part=content]');
    await until(() => !content.inert);
    touchmark.use(slow);
    answer();
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    await frame();
    table.querySelector('touchmark-badge').record = records.synthetic[0];
    await frame();
    const held = content.inert;
    await until(() => summary.shadowRoot.textContent.includes('Checked: 2 / 3'));
    await until(() => (answer(), guard.shadowRoot.querySelector('[part=reason]')));
    const heldStill = content.inert;
    // A whole list in place of the other.
    table.replaceWith(list(records.masked.slice(0, 3)));
    await until(() => (answer(), !content.inert));
    document.getElementById('list').replaceWith(list(records.synthetic.slice(0, 1)));
    await frame();
    const other = content.inert;
    answer();
    return [held, heldStill, other];
  });
  assert.deepEqual(seen, [true, true, true]);
  await context.close();
});

test('badges inside other shadow roots count before they are checked, and those that were there first', async () => {
  const { page, context } = await openParts();
  await page.evaluate(slowly);
  const seen = await page.evaluate(async () => {
    const target = document.createElement('div');
    target.id = 'list';
    const cell = (record) => {
      const host = document.createElement('div');
      const badge = document.createElement('touchmark-badge');
      badge.record = record;
      host.attachShadow({ mode: 'closed' }).append(badge);
      target.append(host);
      return badge;
    };
    const early = cell(records.synthetic[0]);
    target.append(...list(records.masked.slice(0, 1)).rows);
    main.append(target);
    await until(() => early.verdict);
    const [guard, summary] = ['guard', 'summary'].map((name) => document.createElement(`touchmark-${name}`));
    guard.setAttribute('action', 'block');
    for (const element of [guard, summary]) element.setAttribute('for', 'list');
    main.append(summary, guard);
    await until(() => guard.shadowRoot.querySelector('[part=reason]'));
    touchmark.use(slow);
    answer();
    await new Promise((resolve) => setTimeout(resolve, 50));
    cell(records.unknown[0]);
    const text = await until(() => /Checked: 2 \/ 3/.exec(summary.shadowRoot.textContent)?.[0]);
    answer();
    return text;
  });
  assert.equal(seen, 'Checked: 2 / 3');
  await context.close();
});

test('a record without a seal does not hide another that has its id', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const posing = {
      object: 'Contact',
      id: records.synthetic[0].Id,
      fields: { LastName: 'Poser' },
      seal: null,
    };
    const real = await globalThis.verifier.verify(records.synthetic[0]);
    const { uuid } = real.record;
    if (uuid) posing.uuid = uuid;
    const banner = document.createElement('touchmark-banner');
    const guard = document.createElement('touchmark-guard');
    guard.setAttribute('action', 'block');
    for (const element of [banner, guard]) element.setAttribute('for', 'list');
    // Two of one record: the one that the reader meets first says less.
    main.append(banner, guard, list([posing, records.synthetic[0], records.synthetic[0]]));
    await until(() => banner.shadowRoot.textContent.includes('Synthetic data: 1 / 2'));
    await until(() => guard.shadowRoot.querySelector('[part=reason]'));
    return guard.shadowRoot.querySelector('[part=content]').inert;
  });
  assert.equal(seen, true);
  await context.close();
});

test('what a reader asked to see of one record is not shown of the next', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const guard = document.createElement('touchmark-guard');
    guard.setAttribute('action', 'blur');
    guard.record = records.synthetic[0];
    guard.textContent = 'Dear Ms Atkins';
    main.append(guard);
    const content = () => guard.shadowRoot.querySelector('[part=content]');
    const reveal = () => guard.shadowRoot.querySelector('[part=reveal]');
    (await until(reveal)).click();
    await until(() => !content().inert);
    const settled = async () => {
      await until(() => guard.verdict && reveal());
      await new Promise((resolve) => setTimeout(resolve, 50));
      return content().inert;
    };
    guard.record = { ...records.synthetic[0] };
    const same = await settled();
    guard.record = records.synthetic[1];
    const other = await settled();
    reveal().click();
    await until(() => !content().inert);
    guard.verdict = verdicts.synthetic[2];
    return [same, other, await settled()];
  });
  assert.deepEqual(seen, [false, true, true], 'the same record, another, a verdict on another');
  await context.close();
});

test('a guard that is told to do more does it before its words have come, and blurs at once', async () => {
  const { page, context } = await openParts();
  let send;
  await page.route('**/words/de.json', (route) => (send = () => route.continue()));
  const seen = await page.evaluate(async () => {
    const guard = document.createElement('touchmark-guard');
    guard.verdict = verdicts.synthetic[0];
    guard.textContent = 'Dear Ms Atkins';
    main.append(guard);
    const content = guard.shadowRoot.querySelector('[part=content]');
    await until(() => guard.shadowRoot.querySelector('[part=reason]'));
    const before = content.inert;
    guard.lang = 'de';
    guard.setAttribute('action', 'blur');
    const { filter } = getComputedStyle(content);
    return [before, content.inert, filter];
  });
  assert.deepEqual(seen, [false, true, 'blur(8px)']);
  send?.();
  await context.close();
});

test('a badge that is given a verdict does not go on saying the last one while words are on their way', async () => {
  const { page, context } = await openParts();
  let send;
  await page.route('**/words/de.json', (route) => (send = () => route.continue()));
  const seen = await page.evaluate(async () => {
    const badges = ['badge', 'details', 'guard'].map((name) => document.createElement(`touchmark-${name}`));
    badges[2].setAttribute('action', 'block');
    for (const badge of badges) badge.verdict = verdicts.masked[0];
    main.append(...badges);
    const said = (badge) => badge.shadowRoot.querySelector('.mount').textContent;
    await until(() => badges.slice(0, 2).every((badge) => said(badge).includes('Masked')));
    await until(() => !badges[2].shadowRoot.querySelector('[part=content]').inert);
    document.documentElement.lang = 'de';
    for (const badge of badges) badge.verdict = verdicts.changed[0];
    await new Promise((resolve) => requestAnimationFrame(resolve));
    return [
      ...badges.slice(0, 2).map((badge) => said(badge).includes('Masked')),
      badges[2].shadowRoot.querySelector('[part=content]').inert,
    ];
  });
  assert.deepEqual(seen, [false, false, true]);
  send?.();
  await context.close();
});

test('a badge that was moved is told of a new verifier, and believes the provider it is in', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const policy = await (await fetch('/data/policy.json')).json();
    const trust = await (await fetch('/data/trust.json')).json();
    const elsewhere = await touchmark.createVerifier({
      trust,
      policy: { ...policy, tenant: '00DQx000000zZzZMAU' },
    });
    const provider = document.createElement('touchmark-provider');
    provider.verifier = globalThis.verifier;
    const other = document.createElement('touchmark-provider');
    other.verifier = elsewhere;
    const table = list(records.synthetic.slice(0, 3));
    provider.append(table);
    main.append(provider, other);
    const badges = [...table.querySelectorAll('touchmark-badge')];
    await until(() => badges.every((badge) => badge.state === 'verified'));
    const told = [];
    main.addEventListener('touchmark-verdict', () => told.push(1));
    // Sorted the other way round: nothing is checked again.
    table.tBodies[0].append(...[...table.rows].reverse());
    const kept = badges.every((badge) => badge.state === 'verified');
    await new Promise((resolve) => setTimeout(resolve, 100));
    const quiet = told.length;
    other.append(badges[0]);
    const moved = badges[0].state;
    await until(() => badges[0].state === 'wrong-place');
    provider.verifier = elsewhere;
    await until(() => badges.every((badge) => badge.state === 'wrong-place'));
    return [kept, quiet, moved];
  });
  assert.deepEqual(seen, [true, 0, 'checking']);
  await context.close();
});

test('text that could not be copied goes with the verdict it is about', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const details = document.createElement('touchmark-details');
    details.verdict = verdicts.synthetic[0];
    main.append(details);
    const part = (name) => details.shadowRoot.querySelector(`[part~=${name}]`);
    await until(() => part('copy'));
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true });
    part('copy').click();
    await until(() => part('told').querySelector('textarea'));
    details.verdict = verdicts.synthetic[1];
    await until(() => part('copy').dataset.text.includes(records.synthetic[1].Id));
    const gone = part('told').textContent + part('told').childElementCount;
    // An answer that comes late is about what was copied, and not about what stands there now.
    let refuse;
    const writeText = () => new Promise((_, reject) => (refuse = reject));
    Object.defineProperty(navigator, 'clipboard', { value: { writeText }, configurable: true });
    part('copy').click();
    details.verdict = verdicts.synthetic[2];
    await until(() => part('copy').dataset.text.includes(records.synthetic[2].Id));
    refuse(new Error('no'));
    await new Promise((resolve) => setTimeout(resolve, 20));
    return [gone, part('told').childElementCount];
  });
  assert.deepEqual(seen, ['0', 0]);
  await context.close();
});

test('the switch hides rows of its list, and not what is around it', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const item = document.createElement('li');
    const summary = document.createElement('touchmark-summary');
    summary.setAttribute('for', 'list');
    const target = document.createElement('div');
    target.id = 'list';
    for (const record of [records.synthetic[0], records.masked[0]]) {
      const badge = document.createElement('touchmark-badge');
      badge.record = record;
      target.append(badge);
    }
    target.append(...[list([records.synthetic[1]])]);
    target.querySelector('table').id = '';
    item.append(summary, target);
    main.append(document.createElement('ul'));
    main.lastChild.append(item);
    const hide = () => summary.shadowRoot.querySelector('[part=hide]');
    (await until(hide)).click();
    await until(() => target.querySelector('tr').hidden);
    return item.hidden;
  });
  assert.equal(seen, false);
  await context.close();
});

test('a watermark is not silenced by an empty text, nor by a verdict that it refuses', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const watermarks = [
      document.createElement('touchmark-watermark'),
      document.createElement('touchmark-watermark'),
    ];
    watermarks[0].setAttribute('text', ' ');
    watermarks[0].verdict = verdicts.synthetic[0];
    watermarks[1].verdict = structuredClone(verdicts.synthetic[0]);
    main.append(...watermarks);
    return Promise.all(
      watermarks.map((watermark) => until(() => watermark.shadowRoot.querySelector('text')?.textContent)),
    );
  });
  assert.deepEqual(seen, ['Synthetic data', 'Could not check']);
  await context.close();
});

test('a banner understands lists with commas and capitals, and stays with its words where it does not', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const [banner, other] = [
      document.createElement('touchmark-banner'),
      document.createElement('touchmark-banner'),
    ];
    banner.setAttribute('says', 'Synthetic, AI');
    other.setAttribute('says', 'sythetic');
    other.textContent = 'Contains test data';
    main.append(banner, other);
    const note = await until(() => banner.shadowRoot.querySelector('[role=note]'));
    await new Promise((resolve) => setTimeout(resolve, 50));
    return [note.querySelectorAll('[part=statement]').length, other.getBoundingClientRect().height > 0];
  });
  assert.deepEqual(seen, [2, true]);
  await context.close();
});

test('the status line of a summary says what the list says, when that changes too', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const summary = document.createElement('touchmark-summary');
    summary.verdicts = verdicts.synthetic.slice(0, 5);
    main.append(summary);
    const status = () => summary.shadowRoot.querySelector('[role=status]').textContent;
    await until(() => summary.shadowRoot.querySelector('[role=status]')?.textContent);
    const first = status();
    summary.verdicts = verdicts.masked.slice(0, 3);
    await until(() => summary.shadowRoot.querySelector('[part=main]').textContent.includes('Masked'));
    return [first, status()];
  });
  assert.deepEqual(seen, ['All 5 records: Synthetic data', 'All 3 records: Masked data']);
  await context.close();
});

test('a guard whose action is misspelt holds back', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const guards = ['Blur', 'hide', ''].map((action) => {
      const guard = document.createElement('touchmark-guard');
      guard.setAttribute('action', action);
      guard.verdict = verdicts.synthetic[0];
      guard.textContent = 'Dear Ms Atkins';
      main.append(guard);
      return guard;
    });
    await until(() => guards.every((guard) => guard.shadowRoot.querySelector('[part=reason]')));
    return guards.map(({ shadowRoot }) => {
      const { inert, dataset } = shadowRoot.querySelector('[part=content]');
      return [inert, dataset.action];
    });
  });
  assert.deepEqual(seen, [
    [true, 'blur'],
    [true, 'block'],
    [false, 'flag'],
  ]);
  await context.close();
});

test('a guard holds back records that nobody said anything of where it is told to, however that is written', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    const isHeld = (guard) => guard.shadowRoot.querySelector('[part=content]').inert;
    const isNoted = (guard) => guard.shadowRoot.querySelector('[part=reason]') !== null;
    const guards = [null, 'allow', ' Allow ', 'hold', '', 'no'].map((unsealed) => {
      const guard = document.createElement('touchmark-guard');
      guard.setAttribute('action', 'block');
      if (unsealed !== null) guard.setAttribute('unsealed', unsealed);
      guard.verdict = verdicts.unknown[0];
      guard.textContent = 'Dear Ms Atkins';
      main.append(guard);
      return guard;
    });
    await until(() => guards.every((guard) => isNoted(guard) || !isHeld(guard)));
    const written = guards.map((guard) => [guard.unsealed, isHeld(guard)]);
    // Told otherwise while it is shown, as an attribute and as a property.
    const [first, second] = guards;
    first.unsealed = 'hold';
    second.setAttribute('unsealed', 'hold');
    await until(() => [first, second].every(isNoted));
    const later = [first, second].map((guard) => [guard.getAttribute('unsealed'), isHeld(guard)]);
    first.unsealed = 'allow';
    second.removeAttribute('unsealed');
    await until(() => ![first, second].some(isNoted));
    return { written, later, last: [first, second].map((guard) => [guard.unsealed, isHeld(guard)]) };
  });
  const [allowed, held] = [
    ['allow', false],
    ['hold', true],
  ];
  assert.deepEqual(seen, {
    written: [allowed, allowed, allowed, held, held, held],
    later: [held, held],
    last: [allowed, allowed],
  });
  await context.close();
});

test('guard, switch and counts go by what is clean, over everything that a verdict can say', async () => {
  const { page, context, troubles } = await openParts();
  const found = await page.evaluate(async () => {
    const TRUST = [
      ...['malformed', 'unsupported', 'invalid', 'untrusted-issuer', 'revoked', 'superseded', 'wrong-record'],
      ...['wrong-environment', 'altered', 'not-yet-valid', 'expired', 'unapproved', 'verified-partial'],
      ...['verified', 'missing-expected-seal', 'declared-unsigned', 'unsealed', 'unchecked'],
    ];
    const ORIGINS = ['synthetic', 'ai-generated', 'ai-modified', 'masked', 'recorded', 'unknown'];
    const CLAIMS = [undefined, 'synthetic', 'ai-generated', 'ai-modified', 'masked'];
    const FLAGS = [undefined, 'label-contradiction', 'status-unknown', 'not-comparable'];
    const FIELDS = [['match'], ['withheld', 'match'], ['withheld'], ['salt-missing', 'match']];
    const reasonOf = { withheld: 'field-withheld', 'salt-missing': 'field-salt-missing' };
    const situations = [];
    for (const trust of TRUST)
      for (const origin of ORIGINS)
        for (const claim of origin === 'unknown' ? CLAIMS : [undefined])
          for (const flag of FLAGS)
            for (const declared of [undefined, true])
              for (const isListed of [false, true])
                for (const fields of trust === 'verified-partial' ? FIELDS : FIELDS.slice(0, 1))
                  situations.push({ trust, origin, claim, flag, declared, isListed, fields });
    /** As an engine writes it. */
    const written = ({ trust, origin, claim, flag, declared, isListed, fields }) => {
      const isSealed = !['unsealed', 'declared-unsigned', 'missing-expected-seal'].includes(trust);
      const codes = [
        isSealed ? undefined : 'no-seal',
        ...(isSealed ? fields.map((state) => reasonOf[state]) : []),
        isListed && !trust.startsWith('verified') ? 'seal-expected' : undefined,
        ['verified', 'verified-partial'].includes(trust) || !isSealed ? undefined : 'validity-ended',
      ];
      return {
        ...JSON.parse(JSON.stringify(verdicts.synthetic[0])),
        trust,
        origin,
        claimedOrigin: claim,
        cleanAs: undefined,
        disclosure: {
          ...verdicts.synthetic[0].disclosure,
          origin: origin === 'unknown' ? undefined : `origin.${origin}`,
          claim: claim && `claim.${claim}`,
        },
        flags: flag ? [flag] : [],
        reasons: codes.filter(Boolean).map((code) => ({ code })),
        declared: declared === undefined ? undefined : { isSynthetic: declared },
        fields: isSealed ? fields.map((state, at) => ({ name: `Field${at}`, state })) : [],
      };
    };
    /** Profile §5, "Clean", word by word. */
    const isClean = ({ trust, origin, flag, isListed, fields }, on, unsealed) => {
      if (flag && flag !== 'status-unknown') return false;
      if (trust === 'unsealed') return !isListed && unsealed;
      const holds =
        trust === 'verified' ||
        (trust === 'verified-partial' &&
          fields.includes('match') &&
          fields.every((state) => ['match', 'withheld'].includes(state)));
      return holds && origin !== 'unknown' && !on.includes(origin);
    };
    // The engine answers what the test says: nothing else makes a verdict.
    const verifier = await touchmark.createVerifier({
      trust: await (await fetch('/data/trust.json')).json(),
      policy: await (await fetch('/data/policy.json')).json(),
      workers: 0,
    });
    const made = [];
    for (const situation of situations) {
      const { parse } = JSON;
      JSON.parse = (text) => {
        JSON.parse = parse;
        const answer = JSON.parse(text);
        return Array.isArray(answer) ? parse(JSON.stringify([written(situation)])) : answer;
      };
      made.push(await verifier.verify(records.synthetic[0]));
    }
    const wrong = [];
    const guard = document.createElement('touchmark-guard');
    guard.textContent = 'Dear Ms Atkins';
    main.append(guard);
    const summary = document.createElement('touchmark-summary');
    summary.hide = true;
    main.append(summary);
    const note = () => guard.shadowRoot.querySelector('[part~=guard]');
    const rules = [
      ['block', 'synthetic ai-generated', null],
      ['blur', 'masked', 'hold'],
      ['flag', 'recorded', null],
      ['block', 'unknown', null],
      ['flag', 'synthetic', 'never'],
    ];
    await until(note);
    // Messages: nested timers wait.
    const { port1, port2 } = new MessageChannel();
    const turn = () =>
      new Promise((resolve) => {
        port1.onmessage = resolve;
        port2.postMessage(null);
      });
    const look = () => [
      note().querySelector('[part=reason]') !== null,
      guard.shadowRoot.querySelector('[part=content]').inert,
    ];
    for (const [at, situation] of situations.entries()) {
      const [action, on, unsealed] = rules[at % rules.length];
      // Something else before, so that what is seen is about this one.
      guard.verdicts = [];
      guard.setAttribute('action', action);
      guard.setAttribute('on', on);
      if (unsealed === null) guard.removeAttribute('unsealed');
      else guard.setAttribute('unsealed', unsealed);
      for (let round = 0; look().join() !== [false, action !== 'flag'].join(); round += 1) {
        if (round > 10_000) throw new Error('the guard does not hold back what is not known');
        await turn();
      }
      guard.verdicts = [made[at]];
      const isShown = isClean(situation, on.split(' '), unsealed === null && !on.includes('unknown'));
      const expected = [!isShown, !isShown && action !== 'flag'].join();
      await turn();
      for (let round = 0; round < 40 && look().join() !== expected; round += 1) await turn();
      await turn();
      if (look().join() !== expected) wrong.push([situation, action, on, unsealed, look()]);
    }
    summary.verdicts = made;
    await until(() => summary.shadowRoot.querySelector('[part=hidden]'));
    const synthetic = situations.filter(
      ({ origin, claim }) => origin === 'synthetic' || claim === 'synthetic',
    ).length;
    return {
      count: situations.length,
      wrong: wrong.slice(0, 5),
      hidden: [
        summary.shadowRoot.querySelector('[part=hidden]').textContent.replace(/\D/g, ''),
        String(synthetic),
      ],
    };
  });
  assert.deepEqual(found.wrong, []);
  assert.ok(found.count > 2000, `${found.count} situations`);
  assert.equal(...found.hidden);
  assert.deepEqual(troubles, []);
  await context.close();
});

test('the switch hides rows of synthetic data and of what is said to be, whoever says so, and no others', async () => {
  const { page, context } = await openParts();
  const seen = await page.evaluate(async () => {
    // The list of whom to trust has ended: nothing can be checked, and what the records say of themselves stays.
    const trust = await (await fetch('/data/trust.json')).json();
    const policy = await (await fetch('/data/policy.json')).json();
    const stale = await touchmark.createVerifier({
      trust: { ...trust, issued: '2020-01-01T00:00:00Z', expires: '2020-02-01T00:00:00Z' },
      policy,
    });
    const foreign = { ...records.synthetic[0], Provenance_Seal__c: '{"seal":"x"}' };
    const shown = [
      ...[foreign, records.synthetic[1], records.masked[0], records.unknown[0]].map((one) => [one, stale]),
      ...[records.synthetic[2], records.masked[1], records.unknown[1]].map((one) => [one, null]),
    ];
    const table = document.createElement('table');
    table.id = 'list';
    for (const [record, verifier] of shown) {
      const badge = document.createElement('touchmark-badge');
      if (verifier) badge.verdict = await verifier.verify(record);
      else badge.record = record;
      table.insertRow().insertCell().append(badge);
    }
    const summary = document.createElement('touchmark-summary');
    summary.setAttribute('for', 'list');
    main.append(summary, table);
    const part = (name) => summary.shadowRoot?.querySelector(`[part~=${name}]`);
    await until(() => part('hide') && part('counts').textContent.includes('/ 7'));
    const counts = part('counts').innerText;
    part('hide').click();
    await until(() => part('hidden'));
    return {
      counts,
      hidden: part('hidden').textContent,
      rows: [...table.rows].map((row) => row.hidden),
    };
  });
  // The box of masked contacts is ticked too: unsigned, it says synthetic.
  assert.match(seen.counts, /Could not check · said to be synthetic: 3 \/ 7/);
  assert.equal(seen.hidden, 'Hidden: 4');
  assert.deepEqual(seen.rows, [true, true, true, false, true, false, false]);
  await context.close();
});
