// Lists in Lightning: a list with its seals beside the same list as it is written without us, on pages of the rig of lwc-wrapper,
// which have the platform's own table, its security runtime and its policy.

import { contacts } from '../../lwc-wrapper/tests/rig/org.mjs';
import { openRig } from '../../lwc-wrapper/tests/rig/rig.mjs';
import { median } from './report.mjs';

/** A list as long as the platform's own views give it at once, of an object as wide as those of grown orgs. */
const ROWS = 200;
const FIELDS = 200;

const BROWSERS = { chromium: 'Chromium', firefox: 'Firefox', webkit: 'WebKitGTK' };

const COLUMNS = ['Name', 'Title', 'Email', 'Phone', 'MailingCity', 'Birthdate'];

/** Milliseconds in which a list must be there. */
const PATIENCE = 120_000;

/** What a page has in each turn. The last only counts: no row of it is drawn. */
const SIDES = {
  plain: { is: 'c-rig-plain-list', props: { columns: COLUMNS.join(',') }, rows: ['lightning-datatable'] },
  table: {
    is: 'c-touchmark-table',
    props: { columns: COLUMNS.join(',') },
    rows: ['c-touchmark-datatable'],
  },
  summary: { is: 'c-touchmark-summary', props: {} },
};

/**
 * Each browser's medians in milliseconds, of a new page each time: from when the component is placed until every row, and every
 * verdict, can be read; and the longest task in between, which Chromium alone tells. The sides take turns, and what is
 * compared is of the same turn; the first is not counted.
 */
export async function measureLists(rounds) {
  const rig = await openRig();
  try {
    const browsers = {};
    for (const [browser, name] of Object.entries(BROWSERS)) {
      console.log(`  a list of ${ROWS} rows and ${FIELDS} fields in ${name}`);
      browsers[browser] = { name, ...(await inBrowser(rig, browser, rounds)) };
    }
    return { rows: ROWS, fields: FIELDS, browsers };
  } finally {
    await rig.close();
  }
}

async function inBrowser(rig, browser, rounds) {
  const turns = [];
  for (let round = 0; round <= rounds; round += 1) {
    const turn = {};
    for (const side of Object.keys(SIDES)) turn[side] = await onPage(rig, browser, SIDES[side]);
    if (round === 0) continue;
    turns.push(turn);
    console.log(`    round ${round}: ${line(turn)}`);
  }
  const side = (name, what) => median(turns.map((turn) => turn[name][what]));
  const ratio = (name) => median(turns.map((turn) => turn[name].milliseconds / turn.plain.milliseconds));
  return {
    sides: Object.fromEntries(
      Object.keys(SIDES).map((name) => [
        name,
        { milliseconds: side(name, 'milliseconds'), longest: side(name, 'longest') },
      ]),
    ),
    tableVsPlain: ratio('table'),
    summaryVsPlain: ratio('summary'),
  };
}

async function onPage(rig, browser, { is, props, rows }) {
  const ends = [];
  const records = contacts().slice(0, ROWS);
  const page = await rig.open(
    { after: (end) => ends.push(end) },
    {
      browser,
      components: [],
      org: {
        records,
        lists: { 'Contact/All': { ids: records.map(({ Id }) => Id), label: 'All', columns: COLUMNS } },
        objects: { Contact: { fieldCount: FIELDS } },
      },
    },
  );
  const list = { objectApiName: 'Contact', listViewApiName: 'All', maxRecords: ROWS };
  try {
    return await page.evaluate(measure, {
      component: { is, props: { ...props, ...list } },
      rows: rows && [is, ...rows, 'tbody tr'],
      count: ROWS,
      patience: PATIENCE,
    });
  } finally {
    for (const end of ends.toReversed()) await end();
  }
}

/** Runs in the page. */
async function measure({ component, rows, count, patience }) {
  const tasks = [];
  const observer = new PerformanceObserver((list) => tasks.push(...list.getEntries()));
  if (PerformanceObserver.supportedEntryTypes.includes('longtask')) observer.observe({ type: 'longtask' });
  const start = performance.now();
  globalThis.rig.place(component);
  while (!isThere()) {
    if (performance.now() - start > patience) throw new Error(`no list: ${globalThis.rig.text()}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  const milliseconds = performance.now() - start;
  await new Promise((resolve) => setTimeout(resolve, 100));
  const seen = globalThis.rig.text();
  if (/Checking|Could not check/.test(seen)) throw new Error(`not every verdict is there: ${seen}`);
  const longest = Math.max(0, ...tasks.map(({ duration }) => duration));
  return { milliseconds, longest };

  /** Looked at often, so at little: the rows that there are, and the words of the last. */
  function isThere() {
    if (!rows) return /\d \/ \d/.test(globalThis.rig.text(component.is));
    let scopes = [document];
    for (const part of rows)
      scopes = scopes.flatMap((scope) => [...(scope.shadowRoot ?? scope).querySelectorAll(part)]);
    if (scopes.length < count) return false;
    const last = globalThis.rig.textOf(scopes.at(-1));
    return last !== '' && !last.includes('Checking');
  }
}

function line(turn) {
  const told = Object.entries(turn).map(
    ([name, { milliseconds, longest }]) =>
      `${name} ${milliseconds.toFixed(0)} ms${longest ? ` (longest task ${longest.toFixed(0)})` : ''}`,
  );
  return told.join(' · ');
}
