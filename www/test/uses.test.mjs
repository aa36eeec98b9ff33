// For what a record may be used, from the verdicts of the real engines.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { useCases } from '../scripts/use-cases.mjs';
import { built } from './built.mjs';

const { UseError, assertUsable, createVerifier, mayBeUsed, partition, TouchmarkError } = await import(
  built('dist/node.js')
);

const data = async (name) => JSON.parse(await readFile(built(`demo/dist/data/${name}.json`), 'utf8'));
const [{ records }, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(data));
const uses = {
  testing: { origins: ['synthetic'], codes: ['non-ai-staging'], unsealed: 'refuse', owner: 'QA' },
  'customer-contact': { origins: ['recorded'], unsealed: 'allow' },
  'credit-scoring': { origins: ['recorded', 'synthetic'], oversight: true },
};
const [sealed, unsealed] = [records[0], records[6]];

for (const engine of ['wasm', 'fallback']) {
  describe(`with the engine ${engine}`, async () => {
    const verifier = await createVerifier({ trust, policy: { ...policy, uses }, engine });
    const [synthetic, plain] = await verifier.verifyAll([sealed, unsealed]);
    const answers = (verdict) =>
      Object.fromEntries(Object.keys(uses).map((use) => [use, mayBeUsed(verdict, use).answer]));

    test('every acceptance case is decided for every use as natively', async () => {
      const wrong = [];
      let count = 0;
      for (const { id, options, record, uses: expected } of await useCases()) {
        const verifier = await createVerifier({ ...options, engine });
        const verdict = await verifier.verify(record);
        for (const [use, wanted] of Object.entries(expected)) {
          const { answer, reasons, owner = '' } = mayBeUsed(verdict, use);
          const found = [answer, reasons.join(' '), owner];
          count += 1;
          if (String(found) !== String(wanted)) wrong.push(`${id}, ${use}: ${found}, and natively ${wanted}`);
        }
      }
      assert.ok(count > 10_000);
      assert.deepEqual(wrong, []);
    });

    test('each use has its answer, and one that the policy does not name is refused', () => {
      assert.deepEqual(answers(synthetic), {
        testing: 'allowed',
        'customer-contact': 'refused',
        'credit-scoring': 'refused',
      });
      assert.deepEqual(answers(plain), {
        testing: 'refused',
        'customer-contact': 'allowed',
        'credit-scoring': 'refused',
      });
      assert.deepEqual(mayBeUsed(synthetic, 'training').reasons, ['use-not-named']);
      assert.deepEqual(mayBeUsed(synthetic, 'toString').reasons, ['use-not-named']);
    });

    test('what is no verdict of this page allows nothing and refuses nothing', () => {
      for (const other of [JSON.parse(JSON.stringify(synthetic)), null, undefined, 'verified']) {
        assert.deepEqual(mayBeUsed(other, 'testing'), { answer: 'unknown', reasons: ['not-proved'] });
      }
    });

    test('assertUsable throws what it knows', () => {
      assertUsable(synthetic, 'testing');
      assert.throws(
        () => assertUsable(plain, 'testing'),
        (error) => {
          assert.ok(error instanceof UseError && error instanceof TouchmarkError);
          assert.equal(error.code, 'use-not-allowed');
          assert.deepEqual(error.decision.reasons, ['unsealed-refused']);
          assert.match(error.message, /"testing": refused \(unsealed-refused\)\. Ask QA\./);
          return true;
        },
      );
    });

    test('a verdict on another record frees none', async () => {
      const reversed = { verifyAll: async (list) => (await verifier.verifyAll(list)).reverse() };
      const { clean, doubtful } = await partition(reversed, [sealed, unsealed], 'testing');
      assert.deepEqual([clean.length, doubtful.length], [0, 2]);
      const same = { verifyAll: async (list) => list.map(() => synthetic) };
      assert.equal((await partition(same, [unsealed, { ...unsealed }], 'testing')).clean.length, 0);
    });

    test('what is no name of a use is the name of none', () => {
      const shifty = { toString: () => (shifty.asked ? '__proto__' : ((shifty.asked = true), 'testing')) };
      for (const use of [shifty, Symbol('testing'), 5, null, undefined, ['testing']]) {
        assert.deepEqual(mayBeUsed(synthetic, use).reasons, ['use-not-named']);
        assert.throws(() => assertUsable(synthetic, use), UseError);
      }
    });

    test('a list is parted, each record once and in order', async () => {
      const list = records.slice(0, 60);
      const { clean, held, doubtful } = await partition(verifier, list, 'testing');
      assert.equal(clean.length + held.length + doubtful.length, list.length);
      const places = (part) => part.map(({ record }) => list.indexOf(record));
      for (const part of [clean, held, doubtful]) {
        assert.deepEqual(
          places(part),
          places(part).toSorted((a, b) => a - b),
        );
      }
      assert.ok(clean.length > 0 && held.length > 0);
      assert.ok(clean.every(({ verdict }) => verdict.origin === 'synthetic' && verdict.trust === 'verified'));
    });
  });
}

test('what is no list, and a use that the policy does not name, are refused', async () => {
  const verifier = await createVerifier({ trust, policy: { ...policy, uses } });
  const text = JSON.stringify(records.slice(0, 3));
  for (const given of [{ records }, sealed, text, null, undefined, new Set(records)]) {
    await assert.rejects(partition(verifier, given, 'testing'), { code: 'records-not-a-list' });
  }
  for (const use of ['Testing', '', '__proto__', undefined]) {
    await assert.rejects(partition(verifier, [sealed], use), { code: 'use-unknown' });
  }
});

test('nothing is decided where the policy names no use, and the verdict is as before', async () => {
  const verifier = await createVerifier({ trust, policy });
  const verdict = await verifier.verify(sealed);
  assert.ok(!('uses' in JSON.parse(JSON.stringify(verdict))));
  assert.deepEqual(mayBeUsed(verdict, 'testing').reasons, ['use-not-named']);
});

test('a use that is misspelt is named with its place', async () => {
  const wrong = { ...policy, uses: { testing: { origins: ['unknown'] } } };
  await assert.rejects(
    createVerifier({ trust, policy: wrong }),
    /uses\.testing\.origins\[0\]: must be an origin/,
  );
});

/** Runs an example of docs/uses.md as it stands there, with what it imports and what it is given. */
async function run(number, given) {
  const page = await readFile(new URL('../../docs/uses.md', import.meta.url), 'utf8');
  const snippet = [...page.matchAll(/```js\n([\s\S]*?)```/g)][number][1];
  const [, names] = /^import \{ (.*) \} from 'touchmark';\n/.exec(snippet);
  const known = { assertUsable, mayBeUsed, partition };
  const scope = { ...Object.fromEntries(names.split(', ').map((name) => [name, known[name]])), ...given };
  const AsyncFunction = (async () => {}).constructor;
  await new AsyncFunction(...Object.keys(scope), snippet.replace(/^import.*\n/, ''))(...Object.values(scope));
}

test('the example of docs/uses.md runs as it stands there', async () => {
  const verifier = await createVerifier({ trust, policy: { ...policy, uses } });
  await run(0, {
    ...{ verifier, records: [sealed, unsealed], verdict: await verifier.verify(unsealed) },
    ask: () => assert.fail('nothing is unknown here'),
    send: (list) => assert.deepEqual(list, [unsealed]),
  });
});

test('the mailer of docs/uses.md writes to those alone who may be written to, and names the others', async () => {
  const contact = { origins: ['recorded'], unsealed: 'allow', owner: 'CRM team' };
  const sent = async (use) => {
    const verifier = await createVerifier({
      trust,
      policy: { ...policy, uses: { 'customer-contact': use } },
    });
    const [to, warned] = [[], []];
    const unread = { ...unsealed, Provenance_Seal__c: '{' };
    await run(1, {
      ...{ verifier, records: [sealed, unsealed, unread] },
      mailer: { sendMail: async (message) => to.push([message.to, message.subject]) },
      console: { warn: (line) => warned.push(line) },
    });
    return { to, warned };
  };
  const { to, warned } = await sent(contact);
  assert.deepEqual(to, [[unsealed.Email, 'Your new terms']]);
  assert.deepEqual(warned, [
    `${sealed.Id} was not written to: refused (origin-not-listed), ask CRM team`,
    `${unsealed.Id} was not written to: refused (seal-fails), ask CRM team`,
  ]);
  const { to: nobody } = await sent({ ...contact, unsealed: 'unknown' });
  assert.deepEqual(nobody, []);
});
