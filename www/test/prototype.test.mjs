// A page on which some library has written to `Object.prototype`: whatever the name, nothing that this package says changes.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { built } from './built.mjs';

const { createVerifier } = await import(built('dist/node.js'));
const disclosure = await import(built('dist/disclosure.js'));
const data = async (name) => JSON.parse(await readFile(built(`demo/dist/data/${name}.json`), 'utf8'));
const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(data));
const words = await disclosure.wordsFor('en');

/** Members of verdicts that may be absent, by what they are members of. */
const optional = {
  verdict: ['claimedOrigin', 'cleanAs', 'seal', 'issuer', 'claims', 'log', 'declared'],
  record: ['object', 'id', 'uuid'],
  seal: ['id'],
  issuer: ['name'],
  claims: [
    ...['validUntil', 'digitalSourceType', 'generationMethod', 'generator', 'responsibleEntity'],
    ...['retainUntil', 'confidenceScore', 'previousSeal', 'sealedAt'],
  ],
  generator: ['name', 'version', 'algorithm', 'parametersDigest'],
  declared: ['isSynthetic', 'provenanceSource', 'generationMethod', 'confidenceScore', 'created'],
  trustBundle: ['expires'],
  disclosure: ['origin', 'environment', 'claim', 'issuer'],
  reason: ['detail'],
  approval: ['name'],
  field: ['hint'],
};

const names = new Set([
  ...Object.values(optional).flat(),
  // Members that are never absent, in case something is read off what is no verdict.
  ...['trust', 'origin', 'flags', 'reasons', 'record', 'disclosure', 'group', 'level', 'flagged', 'count'],
  ...['code', 'state', 'fields', 'coverage', 'environment', 'checkedAt', 'profile', 'approvals'],
  // Options; not `signal`, which ends Node itself: the browser's test has it.
  ...['policy', 'registry', 'now', 'timeout', 'engine', 'workers', 'first', 'onProgress'],
  ...['words', 'host', 'lang', 'currency', 'numbers', 'verdictOf', 'amountOf', 'columns', 'url'],
  ...['guardFormulas', 'every', 'tally', 'icon', 'total', 'parts', 'amount', 'text', 'fill'],
  // What a record, a row, a cell or a sidecar could have.
  ...[
    'queried',
    'companions',
    'attributes',
    'apiName',
    'node',
    'data',
    'payload',
    'Title',
    'Extra',
    'toJSON',
  ],
  ...['row', 'notes', 'sha256', 'rows', 'cause'],
  // What the platform reads: options of Intl.
  ...['style', 'notation', 'type', 'dateStyle', 'timeStyle', 'timeZone', 'hour12', 'minimumFractionDigits'],
]);

/** What a script could leave there: a word that says all is well, a number, a yes, something to call. */
const left = ['origin.recorded', 'recorded', Date.parse('2040-01-01'), true, ['Title'], {}, () => 'recorded'];

const polluted = async (name, value, run) => {
  Object.prototype[name] = value;
  try {
    return await run();
  } finally {
    Reflect.deleteProperty(Object.prototype, name);
  }
};

/** Each member that may be absent, as anybody would read it. */
function read(verdict) {
  const of = (object, kind) => object && optional[kind].map((name) => [kind, name, object[name]]);
  const { record, seal, issuer, claims, declared, trustBundle, disclosure: said } = verdict;
  return [
    of(verdict, 'verdict'),
    of(record, 'record'),
    of(seal, 'seal'),
    of(issuer, 'issuer'),
    of(claims, 'claims'),
    of(claims?.generator, 'generator'),
    of(declared, 'declared'),
    of(trustBundle, 'trustBundle'),
    of(said, 'disclosure'),
    verdict.reasons.map((reason) => of(reason, 'reason')),
    verdict.approvals.map((approval) => of(approval, 'approval')),
    verdict.fields.map((field) => of(field, 'field')),
  ];
}

/** All that the package says of some records, as text: nothing in it stems from a prototype. */
async function everything() {
  const said = [];
  const options = Object.assign(Object.create(null), { trust, policy });
  for (const given of [{ trust, policy, now: AT }, { trust, policy, now: () => LATER }, options]) {
    const verifier = await createVerifier(given);
    if (given === options) continue;
    const verdicts = await verifier.verifyAll([
      ...[records[0], records[3], records[6], { ...records[0], LastName: 'Changed' }],
      { ...records[0], Provenance_Seal__c: '{}' },
      { object: 'Contact', fields: {}, seal: null },
      { object: 'Contact', fields: {} },
      { Title: undefined },
      'no record',
    ]);
    verdicts.push(await verifier.verify(records[1]));
    const mixed = [...verdicts, { ...verdicts[2] }, {}, null];
    const counted = disclosure.tally(mixed);
    const rows = mixed.map((_, at) => ({ Amount: `${at}.5`, Name: '=1+1' }));
    const split = disclosure.splitSum(rows, {
      verdictOf: (_row, at) => mixed[at],
      amountOf: ({ Amount }) => Amount,
    });
    const { csv, sidecar } = await disclosure.csvWithOrigin([...rows.slice(1), { Amount: 1 }], mixed);
    const { rows: told } = disclosure.readSidecar(sidecar);
    said.push(
      verdicts,
      verdicts.map(read),
      counted.map((line) => [line, line.origin, line.claim]),
      split.parts.map((part) => [part, part.origin, part.claim]),
      disclosure.formatSplit(split, { words }),
      disclosure.formatSplit(JSON.parse(JSON.stringify(split)), { words, currency: 'EUR' }),
      disclosure.summaryLine(mixed, { words }),
      [csv, sidecar],
      told.map((row) => [row, row.record, row.flags, row.seal, row.checkedAt]),
      await disclosure.matchesSidecar(csv, sidecar),
      disclosure.markText('one two three', '0f8fad5b-d9cb-469f-a165-70867728950f'),
      disclosure.seriesLabel('Pipeline', 'masked', words),
      mixed.map((one) => disclosure.isClean(one, ['recorded', 'unsealed', 'masked'])),
      mixed.map((one) => disclosure.isOrClaims(one, 'synthetic')),
      words.fill('summary.count', {}),
    );
  }
  return plain(said);
}

/** As text, by own members alone: the comparison must not be misled either. */
function plain(value) {
  if (Array.isArray(value)) return `[${value.map(plain).join()}]`;
  if (typeof value !== 'object' || value === null) return `${typeof value} ${String(value)}`;
  return `{${Object.keys(value).map((name) => `${name}:${plain(value[name])}`)}}`;
}

const AT = Date.parse(trust.issued) + 86_400_000;
const LATER = AT + 5 * 365 * 86_400_000;
const expected = await everything();

/** What was said under each name. Before any test runs: the tests' own program must not be among what is tried. */
const found = new Map();
for (const name of names) {
  const outcomes = [];
  for (const value of left) {
    // Whoever can put a function where JSON looks for one writes the page's scripts, and what they say.
    if (name === 'toJSON' && typeof value === 'function') continue;
    outcomes.push([
      value,
      await polluted(name, value, () => everything().catch((error) => `threw ${error.stack}`)),
    ]);
  }
  found.set(name, outcomes);
}

describe('with any name on Object.prototype', () => {
  test('the check is awake: it holds what the package says', () => {
    for (const part of ['string verified', 'string unchecked', 'origin.synthetic', 'could-not-check'])
      assert.ok(expected.includes(part), part);
  });

  for (const name of names) {
    test(name, () => {
      for (const [value, said] of found.get(name)) {
        assert.ok(said === expected, `${name} = ${String(value)}: ${difference(said)}`);
      }
    });
  }

  test('what is not given is missed, and not found there', async () => {
    for (const missing of ['trust', 'policy']) {
      const given = missing === 'trust' ? { policy } : { trust };
      const outcome = () =>
        createVerifier(given).then(
          () => 'made',
          ({ code }) => code,
        );
      assert.equal(await polluted(missing, { trust, policy }[missing], outcome), `${missing}-unreadable`);
    }
    const outcome = () => {
      try {
        return disclosure.summaryLine([], {});
      } catch ({ code }) {
        return code;
      }
    };
    assert.equal(await polluted('words', words, outcome), 'options-invalid');
  });
});

function difference(said) {
  if (said.startsWith('threw')) return said;
  const at = [...expected].findIndex((character, index) => character !== said[index]);
  const [before, after] = [expected, said].map((text) => text.slice(Math.max(0, at - 60), at + 60));
  return `…${before}… became …${after}…`;
}
