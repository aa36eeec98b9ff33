// What is said of the verdicts on file, of which the other surfaces' tests read the same files.

import assert from 'node:assert/strict';
import { readFile, readdir } from 'node:fs/promises';
import { basename } from 'node:path';
import { test } from 'node:test';
import { questionOf } from '../scripts/acceptance-case.mjs';
import { built } from './built.mjs';

const { createVerifier } = await import(built('dist/node.js'));
const { summaryLine, wordsFor } = await import(built('dist/disclosure.js'));

const DATA = new URL('../../tests/data/', import.meta.url);
const read = async (name) => JSON.parse(await readFile(new URL(name, DATA), 'utf8'));
const { cases } = await read('seal-cases.json');
const words = await wordsFor('en');

for (const file of await readdir(new URL('accounts/', DATA))) {
  const id = basename(file, '.json');
  const one = cases.find((one) => one.id === id);
  // One is made up, and no engine of this page would stand for it.
  if (!one) continue;
  test(`${id}: a list calls it as on file`, async () => {
    const { english, verdict: expected } = await read(`accounts/${file}`);
    const { options, record } = questionOf(one);
    const verdict = await (await createVerifier(options)).verify(record);
    assert.equal(JSON.stringify(verdict.disclosure), JSON.stringify(expected.disclosure));
    assert.match(summaryLine([verdict], { words }), new RegExp(`: ${english.counted}: 1 · `));
  });
}

test('there are as many as there should be', async () => {
  const files = await readdir(new URL('accounts/', DATA));
  assert.ok(files.filter((file) => cases.some(({ id }) => id === basename(file, '.json'))).length > 15);
});
