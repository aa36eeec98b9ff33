// Answers of APIs, as they came: the package says of each text what the command says of it.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { built } from './built.mjs';

const { createVerifier, TouchmarkError } = await import(built('dist/node.js'));
const read = (name) => readFile(new URL(`../../tests/data/faults/${name}`, import.meta.url), 'utf8');

/** The files were sealed on 29 November 2026. */
const now = Date.parse('2026-11-30T00:00:00Z');
const policy = { policy: 'crm-policy/1', tenant: 'any', environment: 'sandbox' };
const trust = await read('trust.json');
const verifierOf = (engine) => createVerifier({ trust, policy, now, engine });

/** What the command was given as `--object`. */
const objectOf = ({ options }) => options[options.indexOf('--object') + 1];

describe('what people have', async () => {
  const expectations = JSON.parse(await read('expectations.json'));
  const json = expectations.filter(({ file }) => /json$/.test(file));
  assert.ok(json.length > 10);
  for (const engine of ['wasm', 'fallback']) {
    test(`reads as what it is, with ${engine}`, async () => {
      const verifier = await verifierOf(engine);
      for (const one of json) {
        const text = await read(one.file);
        const object = one.options.includes('--object') ? objectOf(one) : undefined;
        // One record a line is one answer a line.
        const answers = one.file.endsWith('l') ? text.trim().split('\n') : [text];
        const trusts = [];
        for (const answer of answers) {
          const { verdicts, isWhole } = await verifier.verifyAnswer(answer, { object });
          assert.equal(isWhole, true, one.file);
          trusts.push(...verdicts.map((verdict) => verdict.trust));
        }
        assert.deepEqual(trusts, one.trust, one.file);
        // The same of what was parsed: these lose nothing by it.
        const [first] = answers;
        const parsed = await verifier.verifyAnswer(JSON.parse(first), { object });
        assert.deepEqual(
          parsed.verdicts.map((verdict) => verdict.trust),
          trusts.slice(0, parsed.verdicts.length),
          one.file,
        );
      }
    });
  }
});

test('an answer that is cut off or failed in a part says so', async () => {
  const verifier = await verifierOf('wasm');
  const record = JSON.parse(await read('06-container-read-as-record/pages.json'))[0].records[0];
  for (const [answer, note] of [
    [
      { totalSize: 4000, done: false, nextRecordsUrl: '/q/01g-2000', records: [record] },
      /the other pages are at/,
    ],
    [
      { totalSize: 3, done: true, records: [record] },
      /cut off: it says that there are 3 records, and holds 1/,
    ],
    [
      { compositeResponse: [{ httpStatusCode: 404, body: [{ errorCode: 'NOT_FOUND', message: 'gone' }] }] },
      /NOT_FOUND: gone/,
    ],
    [
      [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }],
      /INVALID_SESSION_ID: Session expired/,
    ],
  ]) {
    const { isWhole, notes, verdicts } = await verifier.verifyAnswer(answer);
    assert.equal(isWhole, false, JSON.stringify(answer));
    assert.match(notes.join('\n'), note);
    assert.ok(verdicts.every(({ trust }) => trust === 'verified'));
  }
  const { isWhole, notes } = await verifier.verifyAnswer({ totalSize: 1, done: true, records: [record] });
  assert.deepEqual([isWhole, notes], [true, []]);
});

test('a container where one record should be is not judged, and named', async () => {
  const verifier = await verifierOf('wasm');
  for (const [file, words] of [
    ['06-container-read-as-record/uiapi_getRecords.json', /an answer to a batch/],
    ['06-container-read-as-record/composite.json', /an answer of the composite API/],
    ['06-container-read-as-record/pages.json', /a query result/],
    ['06-container-read-as-record/camel_cdc.json', /without its ChangeEventHeader/],
    ['06-container-read-as-record/error.json', /INVALID_SESSION_ID: Session expired/],
    ['05-graphql-alias/alias.json', /a GraphQL answer/],
  ]) {
    const text = await read(file);
    for (const given of [text, JSON.parse(text)]) {
      const verdict = await verifier.verify(given);
      const [{ code, detail }] = verdict.reasons;
      assert.deepEqual([verdict.trust, code], ['unchecked', 'record-unreadable'], file);
      assert.match(detail, words, file);
      assert.equal(verdict.disclosure.next, 'next.record-unreadable');
    }
  }
});

test('who gives what is no answer is told so', async () => {
  const verifier = await verifierOf('wasm');
  await assert.rejects(verifier.verifyAnswer({ records: [{ Id: undefined }] }), (error) => {
    assert.ok(error instanceof TouchmarkError);
    assert.equal(error.code, 'answer-unreadable');
    assert.match(error.message, /`records\.0\.Id` is undefined/);
    return true;
  });
  await assert.rejects(verifier.verifyAll({ records: [] }), /verifyAnswer\(\) checks every record/);
  // What cannot be read is one record that is not checked.
  const { verdicts } = await verifier.verifyAnswer('{');
  assert.deepEqual(
    verdicts.map(({ trust, reasons }) => [trust, reasons[0].code]),
    [['unchecked', 'record-unreadable']],
  );
});

test('a seal under a name that misses its field is not passed over', async () => {
  const named = (name, value) => ({ object: 'Contact', fields: { Id: '003Qx0000080nG1IAI', [name]: value } });
  for (const engine of ['wasm', 'fallback']) {
    const verifier = await verifierOf(engine);
    for (const name of [
      'Provenance Seal',
      'acme__Provenance_Seal__c',
      'PROVENANCE-SEAL',
      ' Provenance_Seal__c',
    ]) {
      const verdict = await verifier.verify({ ...named(name, '{}'), queried: ['Provenance_Seal__c'] });
      assert.equal(verdict.trust, 'unchecked', name);
      const [{ code, detail }] = verdict.reasons;
      assert.equal(code, 'record-unreadable');
      assert.match(detail, /is meant to be Provenance_Seal__c, by its look, and is not read as that/);
    }
    // Empty it hides nothing, and another's name is another's.
    for (const view of [named('Provenance Seal', ''), named('Provenance_Seal_Date__c', '2026-11-21')]) {
      const verdict = await verifier.verify({ ...view, queried: ['Provenance_Seal__c'] });
      assert.equal(verdict.trust, 'unsealed');
    }
    const own = await createVerifier({
      trust,
      policy: { ...policy, fields: { seal: 'acme__Provenance_Seal__c' } },
      now,
      engine,
    });
    assert.equal((await own.verify(named('acme__Provenance_Seal__c', '{}'))).trust, 'malformed');
  }
});
