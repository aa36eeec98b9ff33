// Disclosure beyond the screen, the parts of it that need no screen.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { built } from './built.mjs';

const { createVerifier, TouchmarkError } = await import(built('dist/node.js'));
const { formatSplit, splitSum, tally, wordsFor } = await import(built('dist/disclosure.js'));

const data = async (name) => JSON.parse(await readFile(built(`demo/dist/data/${name}.json`), 'utf8'));
const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(data));
const verifier = await createVerifier({ trust, policy });
const english = await wordsFor('en');

const [synthetic, altered, masked, undisclosed] = await verifier.verifyAll([
  records[0],
  { ...records[0], LastName: 'Changed' },
  records[3],
  records[6],
]);

describe('a tally', () => {
  test('counts by what may be said, the most frequent first', () => {
    assert.deepEqual(tally([undisclosed, synthetic, altered, synthetic]), [
      { origin: 'origin.synthetic', group: 'verified', level: 'notice', flagged: false, count: 2 },
      { group: 'not-disclosed', level: 'notice', flagged: false, count: 1 },
      { origin: 'origin.synthetic', group: 'changed', level: 'alert', flagged: false, count: 1 },
    ]);
    assert.deepEqual(tally([]), []);
  });

  test('believes nothing that no engine made', () => {
    const could = { group: 'could-not-check', level: 'caution', flagged: false, count: 7 };
    const forged = [
      { ...synthetic },
      structuredClone(synthetic),
      Object.create(synthetic),
      null,
      undefined,
      'verified',
      1,
    ];
    assert.deepEqual(tally(forged), [could]);
  });
});

describe('a split sum', () => {
  const sum = (amounts, verdictOf = () => synthetic) =>
    splitSum(amounts, { verdictOf, amountOf: (amount) => amount });

  test('adds decimals exactly, whatever form they come in', () => {
    assert.equal(sum([0.1, 0.2]).total, '0.3');
    assert.equal(sum(['0.10', '.2', '1e-3', '+2.', 3n, -5, 1e21]).total, '1000000000000000000000.301');
    assert.equal(sum(['99999999999999999999.99', '0.01']).total, '100000000000000000000');
    assert.equal(sum(['-0.5', '0.25']).total, '-0.25');
    assert.equal(sum([-1, 1]).total, '0');
    assert.equal(sum([]).total, '0');
    assert.equal(sum([5e-324, Number.MAX_VALUE]).total.length, 309 + 1 + 324);
  });

  test('has a part for each thing that may be said', () => {
    const verdicts = [synthetic, undisclosed, synthetic, masked, { ...synthetic }];
    const split = sum(['1.10', '2', '0.90', '7', '100'], (_, index) => verdicts[index]);
    assert.equal(split.total, '111');
    assert.deepEqual(
      split.parts.map(({ origin, group, amount }) => [origin, group, amount]),
      [
        ['origin.synthetic', 'verified', '2'],
        [undefined, 'not-disclosed', '2'],
        ['origin.masked', 'verified', '7'],
        [undefined, 'could-not-check', '100'],
      ],
    );
  });

  test('refuses what is no number, and names the row', () => {
    for (const amount of [
      '',
      ' ',
      '.',
      '1,5',
      '0x10',
      'NaN',
      NaN,
      Infinity,
      null,
      undefined,
      {},
      [1],
      true,
      '1e9999',
      '1e-401',
      '9'.repeat(401),
      Symbol('1'),
    ]) {
      assert.throws(
        () => sum([1, 2, amount]),
        (error) =>
          error instanceof TouchmarkError &&
          error.code === 'rows-invalid' &&
          /row 2 is no number/.test(error.message),
      );
    }
  });

  test('is written as the language writes it, without loss', async () => {
    const verdicts = [synthetic, undisclosed, masked];
    const split = sum(['1100000', '3000000', '100000'], (_, index) => verdicts[index]);
    assert.equal(
      formatSplit(split, { words: english, currency: 'EUR', numbers: { notation: 'compact' } }),
      '€4.2M, of which Synthetic data: €1.1M, Origin not disclosed: €3M, Masked data: €100K',
    );
    const big = sum(['12345678901234567890.12']);
    assert.equal(
      formatSplit(big, { words: english, lang: 'de-AT', numbers: { minimumFractionDigits: 2 } }),
      '12.345.678.901.234.567.890,12, of which Synthetic data: 12.345.678.901.234.567.890,12'.replaceAll(
        '.',
        '\u00a0',
      ),
    );
    assert.equal(formatSplit(sum([]), { words: english }), '0');
  });
});

describe('words', () => {
  test('are English where there is no other, and never throw', async () => {
    for (const tag of ['en', 'en-GB', '', 'x', 'not a tag', '../../secret']) {
      const words = await wordsFor(tag);
      assert.equal(words.text('origin.synthetic'), 'Synthetic data');
      assert.doesNotThrow(() => new Intl.NumberFormat(words.lang));
    }
    assert.equal(english.text('no.such.key'), 'no.such.key');
    assert.equal(english.text('constructor'), 'constructor');
  });

  test('are filled in one pass', () => {
    assert.equal(english.fill('summary.count', { label: '{count}', count: '$&' }), '{count}: $&');
    assert.equal(english.fill('summary.count', {}), '{label}: {count}');
  });
});
