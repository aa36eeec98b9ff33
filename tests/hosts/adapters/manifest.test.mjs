// The custom elements manifest beside what the elements do: those of the packed tarball, and all states of the gallery.
// Functions handed to `page.evaluate` run in the page.

import assert from 'node:assert/strict';
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { open, packageInBrowser, servePortal } from '../../browser/harness.mjs';
import { manifest as manifestOf } from '../../../www/scripts/manifest.mjs';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const { installed, site, browser } = await packageInBrowser();
const packed = join(installed.folder, 'node_modules/touchmark');
const read = async (name) => JSON.parse(await readFile(join(packed, 'dist', name), 'utf8'));
const said = await read('custom-elements.json');

const elementsIn = ({ modules }) =>
  modules.flatMap(({ declarations }) => declarations).filter(({ customElement }) => customElement);

/** What the manifest says, in the form of what is found. */
function claims(manifest) {
  const names = (list) => list.map(({ name }) => name).sort();
  return Object.fromEntries(
    elementsIn(manifest).map((element) => [
      element.tagName,
      {
        className: element.name,
        attributes: names(element.attributes),
        properties: element.members
          .map(
            ({ name, readonly, reflects }) =>
              `${name}${readonly ? ', read only' : ''}${reflects ? ', reflected' : ''}`,
          )
          .sort(),
        slots: names(element.slots),
        events: names(element.events),
        parts: names(element.cssParts),
        states: names(element.cssStates),
        tokens: element.cssParts.length > 1 || element.cssProperties.length > 0,
      },
    ]),
  );
}

/** What differs, a line each. */
function drift(manifest, found) {
  const differences = [];
  const claimed = claims(manifest);
  for (const tag of new Set([...Object.keys(claimed), ...Object.keys(found)])) {
    for (const what of Object.keys(found[tag] ?? claimed[tag])) {
      if (what === 'rules') continue;
      const [one, other] = [claimed[tag]?.[what], found[tag]?.[what]].map((value) => JSON.stringify(value));
      if (one !== other) differences.push(`${tag} ${what}: the manifest has ${one}, the element ${other}`);
    }
  }
  return differences;
}

/** Of the elements in the packed tarball, by their tags. */
async function findInPackage() {
  const { page, context } = await open(browser, site.url);
  const found = await page.evaluate(
    async ({ entries, tags, events }) => {
      const touchmark = await import(entries.touchmark);
      const classes = await import(entries.define);
      const read = async (name) => (await fetch(`/data/${name}.json`)).json();
      const [contacts, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
      const verifier = await touchmark.createVerifier({ trust, policy });
      touchmark.use(verifier);
      const fired = new Map(tags.map((tag) => [tag, new Set()]));
      for (const name of events) {
        document.addEventListener(name, (event) => {
          fired.get(event.target.localName).add(name);
          // Nothing is copied, saved or hidden.
          event.preventDefault();
        });
      }
      const until = async (get) => {
        const patience = performance.now() + 20_000;
        for (;;) {
          const found = get();
          if (found) return found;
          if (performance.now() > patience) throw new Error(`still waiting for ${get}`);
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      };
      const main = document.querySelector('main');
      // What is out of order is drawn as well.
      const record = { ...contacts.records[0], LastName: 'Somebody else' };
      const made = new Map();
      for (const tag of tags) {
        const element = document.createElement(tag);
        made.set(tag, element);
        if ('record' in element) element.record = record;
        if ('verdicts' in element && !('record' in element))
          element.verdicts = [await verifier.verify(record)];
        if (tag === 'touchmark-provider') element.setAttribute('trust', '/data/nowhere.json');
        main.append(element);
      }
      // Held back for a use, a guard has a way to a person.
      const held = document.createElement('touchmark-guard');
      held.setAttribute('use', 'a-use-that-no-policy-names');
      held.record = record;
      main.append(held);
      const inside = (tag, part) => made.get(tag).shadowRoot.querySelector(`[part~=${part}]`);
      const shown = (tag) =>
        [made.get(tag), ...(tag === held.localName ? [held] : [])].map((one) => one.shadowRoot);
      (await until(() => inside('touchmark-badge', 'badge'))).click();
      for (const tag of ['touchmark-badge', 'touchmark-details'])
        for (const part of ['copy', 'download']) (await until(() => inside(tag, part))).click();
      (await until(() => inside('touchmark-summary', 'hide'))).click();
      made.get('touchmark-summary').filter = true;
      (await until(() => inside('touchmark-summary', 'counts').querySelector('[data-key*=origin]'))).click();
      await until(() => inside('touchmark-summary', 'shown'));
      for (const tag of tags)
        if ('record' in made.get(tag)) await until(() => fired.get(tag).has('touchmark-verdict'));
      await until(() => fired.get('touchmark-provider').size > 0);
      (await until(() => held.shadowRoot.querySelector('button[part~=ask]'))).click();
      await until(() => held.shadowRoot.querySelector('[part~=outcome]'));

      const sample = { boolean: true, string: 'synthetic', number: 7 };
      return Object.fromEntries(
        tags.map((tag) => {
          const element = made.get(tag);
          const properties = [];
          for (
            let at = Object.getPrototypeOf(element);
            at !== HTMLElement.prototype;
            at = Object.getPrototypeOf(at)
          ) {
            for (const [name, { get, set }] of Object.entries(Object.getOwnPropertyDescriptors(at))) {
              if (!get) continue;
              const fresh = document.createElement(tag);
              // A property that is reflected leaves an attribute, whatever it was given.
              for (const value of Object.values(sample)) {
                try {
                  if (set && fresh.getAttributeNames().length === 0) fresh[name] = value;
                } catch {
                  // Not of its kind.
                }
              }
              const isReflected = fresh.getAttributeNames().length > 0;
              properties.push(`${name}${set ? '' : ', read only'}${isReflected ? ', reflected' : ''}`);
            }
          }
          const rules = element.shadowRoot.adoptedStyleSheets.flatMap((sheet) =>
            [...sheet.cssRules].map((rule) => rule.cssText),
          );
          return [
            tag,
            {
              className: Object.entries(classes).find(([, value]) => value === customElements.get(tag))?.[0],
              attributes: [...customElements.get(tag).observedAttributes].sort(),
              properties: properties.sort(),
              slots: [
                ...new Set(
                  shown(tag).flatMap((root) => [...root.querySelectorAll('slot')].map(({ name }) => name)),
                ),
              ].sort(),
              events: [...fired.get(tag)].sort(),
              parts: shown(tag).flatMap((root) =>
                [...root.querySelectorAll('[part]')].flatMap(({ part }) => [...part]),
              ),
              rules: [...new Set(rules.join('\n').match(/--touchmark-[a-z-]+/g))].sort(),
            },
          ];
        }),
      );
    },
    {
      entries: { touchmark: installed.entry('touchmark'), define: installed.entry('touchmark/define') },
      tags: elementsIn(said).map(({ tagName }) => tagName),
      events: [...new Set(elementsIn(said).flatMap(({ events }) => events.map(({ name }) => name)))],
    },
  );
  await context.close();
  return found;
}

/** The parts and custom states of everything in the gallery, and what is drawn where nothing can be drawn. */
async function findInGallery() {
  const portal = await servePortal();
  const parts = new Map();
  const states = new Map();
  const look = async (page) => {
    const found = await page.evaluate(async () => {
      const hosts = [...document.querySelectorAll('main *, body *')].filter(
        ({ shadowRoot, localName }) => shadowRoot && localName.startsWith('touchmark-'),
      );
      for (const badge of document.querySelectorAll('touchmark-badge')) {
        badge.shadowRoot.querySelector('button')?.click();
        await new Promise((resolve) => setTimeout(resolve, 0));
      }
      return hosts.map(({ localName, shadowRoot, state }) => [
        localName,
        [...shadowRoot.querySelectorAll('[part]')].flatMap((element) => [...element.part]),
        state,
      ]);
    });
    for (const [tag, some, state] of found) {
      parts.set(tag, new Set([...(parts.get(tag) ?? []), ...some]));
      if (state) states.set(tag, new Set([...(states.get(tag) ?? []), state]));
    }
  };
  try {
    const { page, context } = await open(browser, `${portal.url}gallery/`);
    await page.waitForFunction(
      () =>
        [...document.querySelectorAll('main [data-state]')].every(
          ({ dataset, shadowRoot }) => dataset.state === 'fallback' || shadowRoot?.querySelector('[part]'),
        ) && document.querySelectorAll('main [data-state]').length > 0,
    );
    await page.evaluate(() => {
      for (const summary of document.querySelectorAll('touchmark-summary')) summary.hide = true;
    });
    await page.waitForFunction(() =>
      [...document.querySelectorAll('touchmark-summary')].some(({ shadowRoot }) =>
        shadowRoot.querySelector('[part~=hidden]'),
      ),
    );
    await look(page);
    await context.close();
    const plain = await open(browser, 'about:blank');
    await plain.page.route('**/*ui_bg*.wasm', (route) => route.abort());
    await plain.page.goto(`${portal.url}gallery/`);
    await plain.page.waitForFunction(() =>
      document.querySelector('touchmark-badge')?.shadowRoot?.querySelector('[part=notice]'),
    );
    await look(plain.page);
    await plain.context.close();
  } finally {
    await portal.close();
  }
  return { parts, states };
}

describe('the custom elements manifest', () => {
  let found;
  let rules;
  before(async () => {
    const [inPackage, { parts, states }] = [await findInPackage(), await findInGallery()];
    rules = new Set(Object.values(inPackage).flatMap((one) => one.rules));
    found = Object.fromEntries(
      Object.entries(inPackage).map(([tag, one]) => [
        tag,
        { ...one, parts: [...new Set([...one.parts, ...(parts.get(tag) ?? [])])].sort() },
      ]),
    );
    assert.ok(states.get('touchmark-badge').size > 10);
    for (const [tag, seen] of states) {
      const { cssStates } = elementsIn(said).find(({ tagName }) => tagName === tag);
      for (const state of seen)
        assert.ok(
          cssStates.some(({ name }) => name === state),
          `${tag}: ${state}`,
        );
    }
  });

  it('says what the elements do', () => {
    assert.deepEqual(drift(said, found), []);
  });

  it('is noticed when it says anything else', () => {
    const change = (edit) => {
      const copy = structuredClone(said);
      const element = elementsIn(copy).find(({ tagName }) => tagName === 'touchmark-badge');
      edit(element);
      return drift(copy, found);
    };
    for (const [what, edit] of Object.entries({
      attributes: ({ attributes }) => attributes.pop(),
      properties: ({ members }) => members.push({ name: 'colour' }),
      'properties: ': ({ members }) => delete members.find(({ name }) => name === 'state').readonly,
      slots: ({ slots }) => slots.push({ name: 'icon' }),
      events: ({ events }) => events.shift(),
      parts: ({ cssParts }) => (cssParts[0].name = 'bagde'),
      className: (element) => (element.name = 'Badge'),
    })) {
      const [difference, ...others] = change(edit);
      assert.ok(difference?.startsWith(`touchmark-badge ${what}`), `${what}: ${difference}`);
      assert.deepEqual(others, []);
    }
  });

  it('has the tokens that the style sheet reads', () => {
    const tokens = new Set(
      elementsIn(said).flatMap(({ cssProperties }) => cssProperties.map(({ name }) => name)),
    );
    assert.deepEqual([...tokens].sort(), [...rules].sort());
  });

  it('is what editors are told, and what the documentation has', async () => {
    const [web, html] = [await read('web-types.json'), await read('html-custom-data.json')];
    const docs = await readFile(join(repository, 'docs/components.md'), 'utf8');
    const { version } = JSON.parse(await readFile(join(packed, 'package.json'), 'utf8'));
    assert.equal(web.version, version);
    for (const element of elementsIn(said)) {
      const { tagName } = element;
      const inWeb = web.contributions.html.elements.find(({ name }) => name === tagName);
      const inHtml = html.tags.find(({ name }) => name === tagName);
      const names = (list) => list.map(({ name }) => name);
      assert.deepEqual(names(inWeb.attributes), names(element.attributes));
      assert.deepEqual(names(inHtml.attributes), names(element.attributes));
      assert.deepEqual(names(inWeb.js.events), names(element.events));
      const section = docs.slice(docs.indexOf(`# \`<${tagName}>\``)).split(/\n##/)[0];
      const row = (name) => section.split('\n').find((line) => line.startsWith(`| ${name} `)) ?? '';
      const undocumented = [
        ...element.attributes.filter(({ name }) => !row('attributes').includes(`\`${name}\``)),
        ...element.members.filter(({ name }) => !row('properties').includes(`\`${name}\``)),
        ...element.events.filter(({ name }) => !row('events').includes(`\`${name}\``)),
        ...element.cssParts.filter(
          ({ name }) =>
            !row('parts').includes(`\`${name}\``) &&
            !(row('parts').includes('those of the details') && docs.includes(`\`${name}\``)),
        ),
      ].map(({ name }) => name);
      assert.deepEqual(undocumented, [], `${tagName} in docs/components.md`);
    }
  });
});

describe('the sources', () => {
  let folder;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'touchmark-'));
    for (const part of ['src', 'package.json', 'tsconfig.json'])
      await cp(join(repository, 'www', part), join(folder, part), { recursive: true });
    await symlink(join(repository, 'node_modules'), join(folder, 'node_modules'));
  });
  after(() => folder && rm(folder, { recursive: true, force: true }));

  const style = join(repository, 'src/components/style/touchmark.css');
  for (const [what, name, right, wrong, message] of [
    [
      'an attribute without words',
      'badge.ts',
      ' * @attr {boolean} plain - Text',
      ' * Text',
      /touchmark-badge.*plain/,
    ],
    ['words for no attribute', 'badge.ts', "    'plain',\n", '', /touchmark-badge.*plain/],
    [
      'an event that there is not',
      'badge.ts',
      '@fires touchmark-copy',
      '@fires touchmark-copied',
      /touchmark-copied/,
    ],
    ['a property without words', 'badge.ts', '/** Whether it is text only. */', '', /plain has no comment/],
  ]) {
    it(`make no manifest with ${what}`, async () => {
      const file = join(folder, 'src/elements', name);
      const before = await readFile(file, 'utf8');
      assert.ok(before.includes(right), right);
      try {
        await writeFile(file, before.replace(right, wrong));
        await assert.rejects(manifestOf({ www: folder, style }), message);
      } finally {
        await writeFile(file, before);
      }
    });
  }

  it('make no manifest with a token that no rule reads, or that nobody is told of', async () => {
    const css = await readFile(style, 'utf8');
    const file = join(folder, 'style.css');
    for (const [right, wrong] of [
      ['   --touchmark-radius  ', '   --touchmark-corner  '],
      ['var(--touchmark-font, inherit)', 'var(--touchmark-face, inherit)'],
    ]) {
      assert.ok(css.includes(right));
      await writeFile(file, css.replace(right, wrong));
      await assert.rejects(manifestOf({ www: folder, style: file }), /style sheet/);
    }
  });
});
