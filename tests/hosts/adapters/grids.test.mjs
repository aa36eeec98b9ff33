// What docs/grids.md shows, as it stands there, in the grids themselves.
// Functions handed to `page.evaluate` run in the page, where the application has put these:
/* global stage, grid, draw */

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { after, test } from 'node:test';
import { contentSecurityPolicy, open, packageInBrowser, serve } from '../../browser/harness.mjs';
import { bundle } from './stage.mjs';

const { installed, site, browser } = await packageInBrowser();
const docs = await readFile(new URL('../../../docs/grids.md', import.meta.url), 'utf8');

function snippets(language) {
  return [...docs.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`$`, 'gms'))].map((match) => match[1]);
}

/** What each row says: its record's id by the badge in it, and the name beside that. */
const shownIn = (selector) =>
  [...document.querySelectorAll(selector)].map((row) => {
    const badge = row.querySelector('touchmark-badge');
    return { id: badge?.verdict?.record.id, state: badge?.state, text: row.textContent.trim() };
  });

/** Every row that is shown is that of its record: none has the badge of another. */
function assertRows(rows, records) {
  assert.ok(rows.length > 10, `${rows.length} rows`);
  for (const { id, state, text } of rows) {
    const record = records.find(({ Id }) => Id === id);
    assert.ok(record, `a verdict on ${id}`);
    assert.equal(state, 'verified');
    assert.ok(text.startsWith(record.LastName), `${text} has the badge of ${record.LastName}`);
  }
}

test('AG Grid shows a badge for each row, checks in batches, and follows its rows', async () => {
  // AG Grid writes style elements, and HTML.
  const csp = contentSecurityPolicy
    .replace("style-src 'self'", "style-src 'self' 'unsafe-inline'")
    .replace("; require-trusted-types-for 'script'", '')
    .replace("img-src 'self'", "img-src 'self' data:")
    .concat('; font-src data:');
  const own = await serve({ root: installed.folder, csp });
  after(() => own.close());
  const [cell, ahead, ...others] = snippets('js');
  assert.deepEqual(others, []);
  const [imports, ...body] = cell.split('\n\n');
  const path = await bundle(installed, 'ag-grid', {
    'app.js': `${imports}
import { records, verifier } from './stage.js';
const place = document.createElement('div');
place.id = 'grid';
place.setAttribute('style', 'block-size: 600px; inline-size: 700px');
document.body.append(place);
${body.join('\n\n')}
globalThis.grid = grid;
globalThis.checkAhead = () => { ${ahead} };
`,
  });
  const { page, context, troubles } = await open(browser, new URL(path, own.url).href);
  const all = await page
    .waitForFunction(() => globalThis.grid && stage.records)
    .then((handle) => handle.jsonValue());
  const settled = () =>
    page.waitForFunction(() => {
      const badges = [...document.querySelectorAll('#grid .ag-row touchmark-badge')];
      return badges.length > 10 && badges.every(({ state }) => state !== 'checking');
    });
  await settled();
  const rows = await page.evaluate(shownIn, '#grid .ag-row');
  assertRows(rows, all);
  // A cell that keeps the badge of another row is noticed.
  const swapped = rows.map((row, at) => ({ ...row, id: rows.at(at - 1).id }));
  assert.throws(() => assertRows(swapped, all), /has the badge of/);
  const batches = await page.evaluate(() => stage.batches);
  assert.ok(batches.length <= 3, `batches of ${batches}`);

  await page.evaluate(() => grid.applyColumnState({ state: [{ colId: 'LastName', sort: 'desc' }] }));
  await page.evaluate(() => grid.ensureIndexVisible(stage.records.length - 1));
  await settled();
  assertRows(await page.evaluate(shownIn, '#grid .ag-row'), all);

  // The same row with another record.
  const [first, second] = all;
  await page.evaluate(
    ([first, second]) => {
      grid.setGridOption('getRowId', undefined);
      grid.setGridOption('rowData', [first]);
      grid.getDisplayedRowAtIndex(0).setData(second);
    },
    [first, second],
  );
  await page.waitForFunction(
    (id) => document.querySelector('#grid .ag-row touchmark-badge')?.verdict?.record.id === id,
    second.Id,
  );

  await page.evaluate(() => {
    grid.setGridOption('rowData', stage.records);
    globalThis.checkAhead();
  });
  await page.waitForFunction(() =>
    [...document.querySelectorAll('#grid [col-id=origin].ag-cell')].every(
      (cell) => cell.textContent === 'synthetic',
    ),
  );
  assert.deepEqual(troubles, []);
  await context.close();
});

test('TanStack Table shows a badge for each row, checks in one batch, and follows its rows', async () => {
  const [table, ...others] = snippets('jsx');
  assert.deepEqual(others, []);
  const path = await bundle(
    installed,
    'tanstack',
    {
      'app.jsx': `import { createRoot } from 'react-dom/client';
import { records } from './stage.js';
${table}
const root = createRoot(document.getElementById('app'));
globalThis.draw = (records) => root.render(<Contacts records={records} />);
draw(records);
`,
    },
    { jsx: 'automatic' },
  );
  const { page, context, troubles } = await open(browser, new URL(path, site.url).href);
  const all = await page
    .waitForFunction(() => globalThis.draw && stage.records)
    .then((handle) => handle.jsonValue());
  const settled = (count) =>
    page.waitForFunction((count) => {
      const badges = [...document.querySelectorAll('tr touchmark-badge')];
      return badges.length === count && badges.every(({ state }) => state !== 'checking');
    }, count);
  await settled(all.length);
  assertRows(await page.evaluate(shownIn, 'tr'), all);
  const batches = await page.evaluate(() => stage.batches);
  assert.deepEqual(batches, [all.length]);
  await page.evaluate(() => draw(stage.records.toReversed().slice(0, 20)));
  await settled(20);
  assertRows(await page.evaluate(shownIn, 'tr'), all);
  assert.deepEqual(troubles, []);
  await context.close();
});
