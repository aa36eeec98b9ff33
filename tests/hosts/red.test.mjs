// Each gate of the rig turns red: what must not pass is planted in a project, and named.

import assert from 'node:assert/strict';
import { appendFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { launch } from '../browser/harness.mjs';
import { launchOther } from '../webdriver.mjs';
import { hosts, lookElsewhere, measure, pack, prepare, samples, unwrittenSteps } from './rig.mjs';
import { differences, rowsOf, tableOf } from './table.mjs';

const all = await hosts({ every: false });
const hostOf = (name) => all.find((host) => host.name === name);
const html = { ...hostOf('html'), browsers: [] };
const [byModule] = html.ways;

/** Milliseconds after which a page that will never be right is given up: it can only be red for it. */
const HASTE = 2_000;

let packed, data, browser;

before(async () => {
  [packed, data, browser] = await Promise.all([pack(), samples(), launch()]);
});

after(async () => {
  await browser?.close();
  await packed?.remove();
});

/** A project with something changed in it, for as long as the work takes. */
async function changed(host, { given = data, before, after = async () => {} }, work) {
  const project = await prepare(host, packed, given, before);
  try {
    await after(project.folder);
    return await work(project);
  } finally {
    await project.remove();
  }
}

const planted = (script) => (folder) =>
  appendFile(join(folder, byModule.page), `<script type="module">${script}</script>`);

describe('a page is not passed', () => {
  for (const [name, change, reason] of [
    [
      'whose trust file lists nobody',
      { given: () => ({ ...data, trust: { ...data.trust, issuers: [] } }) },
      /The badges say/,
    ],
    [
      'whose contacts are both as they were sealed',
      { given: () => ({ ...data, contacts: [data.contacts[0], data.contacts[0]] }) },
      /The badges say/,
    ],
    [
      'that has no elements',
      { after: (folder) => rm(join(folder, 'touchmark/define.js')) },
      /The badges say/,
    ],
    [
      'whose Wasm file is missing',
      { after: (folder) => rm(join(folder, 'touchmark/wasm'), { recursive: true }) },
      /the console|Wasm files|The badges say/,
    ],
    [
      'that fetches a Wasm file twice',
      { after: planted("await (await fetch('/touchmark/wasm/touchmark_wasm_bg.wasm?again')).blob();") },
      /Wasm files: /,
    ],
    ['that logs an error', { after: planted("console.error('planted');") }, /console: planted/],
    ['that throws', { after: planted("throw new Error('planted');") }, /uncaught: planted/],
    ['that rejects', { after: planted("Promise.reject('planted');") }, /unhandled: planted/],
    ['that misses a file', { after: planted("await fetch('/missing.js');") }, /console: Failed to load/],
  ]) {
    test(name, async () => {
      const given = change.given?.() ?? data;
      await changed(html, { ...change, given }, (project) =>
        assert.rejects(measure(project, byModule, browser, given, HASTE), reason),
      );
    });
  }

  test('and one with nothing planted is', () =>
    changed(html, {}, (project) => measure(project, byModule, browser, data)));
});

for (const name of ['firefox', 'webkit']) {
  describe(`in ${name} a page is not passed`, () => {
    let other;
    before(async () => (other = await launchOther(name)));
    after(() => other?.close());

    test('whose contacts are both as they were sealed', async () => {
      const given = { ...data, contacts: [data.contacts[0], data.contacts[0]] };
      await changed(html, { given }, (project) =>
        assert.rejects(lookElsewhere(other, project, byModule, given, HASTE), /The badges say/),
      );
    });

    test('that logs an error', () =>
      changed(html, { after: planted("console.error('planted');") }, (project) =>
        assert.rejects(lookElsewhere(other, project, byModule, data), /planted/),
      ));
  });
}

test('a program is not passed that prints something else', () =>
  changed(
    { ...hostOf('node'), check: undefined },
    { given: { ...data, contacts: [...data.contacts].reverse() } },
    (project) =>
      assert.rejects(measure(project, hostOf('node').ways[0], browser, data), /node main\.mjs in Node/),
  ));

test('a project is not prepared whose types do not hold', () =>
  assert.rejects(
    changed(
      hostOf('node'),
      {
        before: (folder) => appendFile(join(folder, 'types.mts'), 'export const wrong: number = verdicts;\n'),
      },
      () => {},
    ),
    /`tsc` failed[^]*TS2322/,
  ));

test('a build that fails is told with what it said', () =>
  changed(
    hostOf('vite'),
    { before: (folder) => writeFile(join(folder, 'main.js'), "import 'touchmark/no-such-entry';\n") },
    (project) =>
      assert.rejects(
        measure(project, hostOf('vite').ways[0], browser, data),
        /`vite build` failed[^]*no-such-entry/,
      ),
  ));

test('a step that no file has is named', () =>
  changed({ ...html, steps: ['src="/touchmark/define.js"', 'planted();'] }, {}, async (project) =>
    assert.deepEqual(await unwrittenSteps(project), ['planted();']),
  ));

describe('the table', () => {
  const rows = [
    ['HTML', '', 'module', 'works', '0', '2', '187 KB', '9', '–'],
    ['Vite', '8.0.0', 'build', 'works', '0', '2', '184 KB', '8', '1'],
  ];
  const said = () => rowsOf(`# Hosts\n\n<!-- hosts -->\n\n${tableOf(rows)}\n\n<!-- /hosts -->\n`);

  test('says what it was given', () => assert.deepEqual(differences(said(), rows, { whole: true }), []));

  test('is not asked for bytes and warnings, which others change', () => {
    const other = rows.map((cells) => [...cells.slice(0, 6), '200 KB', '10', '3']);
    assert.deepEqual(differences(said(), other, { whole: true }), []);
  });

  test('is red for each of the others', () => {
    for (let at = 0; at < 6; at += 1) {
      const other = rows.map((cells) => cells.with(at, 'other'));
      assert.equal(differences(said(), other, { whole: false }).length, 2, `column ${at}`);
    }
  });

  test('is red where it has a host that no longer is', () => {
    assert.deepEqual(differences(said(), rows.slice(1), { whole: true }).length, 1);
    assert.deepEqual(differences(said(), rows.slice(1), { whole: false }), []);
  });
});
