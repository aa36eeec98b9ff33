// What runs in the page of the table: 1,000 rows whose last cell says what the verifier of this package found, as a badge
// of ours, as the same badge in Lit, or as plain text.
import { defineLitBadge } from './lit-badge.mjs';

globalThis.table = { prepare, rows, mount, same };

const ROWS = 1000;
const scroller = document.getElementById('scroller');
let records;
let verdicts;
/** The cells that wait for what is said of their row. */
let cells;

/** Checks the records of the table, makes both badges ready, and answers how many show what; nothing of this is timed. */
async function prepare() {
  const json = async (name) => (await fetch(`./data/${name}.json`)).json();
  const [vc, trust, policy] = await Promise.all(['vc', 'trust', 'policy'].map(json));
  const { createVerifier, isVerdict } = await import(
    new URL('./touchmark/dist/index.js', location.href).href
  );
  await import(new URL('./touchmark/dist/define.js', location.href).href);
  records = vc.records.slice(0, ROWS).map(asTheyCome);
  const verifier = await createVerifier({ trust, policy, workers: 0 });
  verdicts = await verifier.verifyAll(records);
  defineLitBadge({ icons: await harvestIcons(), isVerdict });
  const counts = {};
  for (const { disclosure } of verdicts) counts[disclosure.group] = (counts[disclosure.group] ?? 0) + 1;
  return counts;
}

/** Of 20 records, one has been changed since, three have no seal. */
function asTheyCome(record, at) {
  if (at % 20 === 7) return { ...record, Title: `${record.Title} (changed)` };
  return at % 7 === 3 ? { ...record, Provenance_Seal__c: null } : record;
}

/** How the badge of each state draws its icons, by what they stand for. */
async function harvestIcons() {
  const icons = {};
  for (const verdict of new Map(verdicts.map((verdict) => [verdict.disclosure.group, verdict])).values()) {
    const badge = document.createElement('touchmark-badge');
    badge.verdict = verdict;
    scroller.replaceChildren(badge);
    await drawn([badge]);
    const within = (selector) => {
      const icon = badge.shadowRoot.querySelector(`${selector} > svg`);
      return icon && shapeOf(icon);
    };
    icons[verdict.origin] ??= within('.touchmark-origin');
    icons[verdict.disclosure.group] = within('.touchmark-trust');
    icons.open = within('button');
  }
  scroller.replaceChildren();
  return Object.fromEntries(Object.entries(icons).filter(([, markup]) => markup));
}

/** What a cell says of a verdict, on each side. */
const SIDES = {
  touchmark: (verdict) => badgeOf('touchmark-badge', verdict),
  lit: (verdict) => badgeOf('lit-badge', verdict),
  text: (verdict) => document.createTextNode(`${verdict.origin} · ${verdict.trust}`),
};

function badgeOf(name, verdict) {
  const badge = document.createElement(name);
  badge.setAttribute('size', 'cell');
  badge.verdict = verdict;
  return badge;
}

/** Makes the rows around the badges anew; nothing of this is timed. */
async function rows() {
  const body = document.createElement('tbody');
  cells = records.map((record) => {
    const row = body.insertRow();
    for (const name of ['FirstName', 'LastName', 'Title', 'Email'])
      row.insertCell().textContent = record[name];
    return row.insertCell();
  });
  scroller.replaceChildren(document.createElement('table'));
  await frame();
}

/**
 * Draws the table of a side, and answers how many milliseconds that took: from the first element that is made for a
 * verdict to the end of the frame after the last microtask.
 */
async function mount(side) {
  const start = performance.now();
  cells.forEach((cell, at) => cell.append(SIDES[side](verdicts[at])));
  scroller.firstChild.append(cells[0].closest('tbody'));
  if (side !== 'text') await drawn(cells.map((cell) => cell.firstChild));
  await frame();
  return performance.now() - start;
}

/** Once every badge has drawn its verdict: after microtasks alone, unless something must be fetched first. */
async function drawn(badges) {
  for (const badge of badges) {
    for (let turn = 0; !badge.shadowRoot?.querySelector('.touchmark'); turn += 1) {
      await (turn < 100 ? null : frame());
    }
  }
}

/** The end of the next frame: after its layout and painting. */
function frame() {
  return new Promise((resolve) => {
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = resolve;
      port2.postMessage(null);
    });
  });
}

/** Rows in which the two badges do not have the same elements, attributes and text: none, or the comparison is not one. */
async function same() {
  const markup = async (side) => {
    await rows();
    await mount(side);
    return cells.map((cell) => shapeOf(cell.firstChild.shadowRoot.querySelector('.touchmark')));
  };
  const [ours, theirs] = [await markup('touchmark'), await markup('lit')];
  return ours.flatMap((one, at) => (one === theirs[at] ? [] : [[one, theirs[at]]]));
}

/** An element as markup: attributes sorted, and the number left out that makes an id unique in a page. */
function shapeOf(element) {
  const attributes = [...element.attributes]
    .map(({ name, value }) => `${name}="${value.replace(/touchmark-details(-\d+)?/, 'details')}"`)
    .sort();
  const inside = [...element.childNodes]
    .filter((node) => node.nodeType !== Node.COMMENT_NODE)
    .map((node) => (node.nodeType === Node.TEXT_NODE ? node.data : shapeOf(node)));
  return `<${[element.localName, ...attributes].join(' ')}>${inside.join('')}</${element.localName}>`;
}
