// The façade on the real engine, in Node: what it answers, what it refuses, and that it never hangs.

import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { runInNewContext } from 'node:vm';
import { built, policy, trust } from './built.mjs';

const { createVerifier, isVerdict, TouchmarkError, version } = await import(built('dist/node.js'));
const data = async (name) => JSON.parse(await readFile(built(`demo/dist/data/${name}.json`), 'utf8'));

/** A verifier for the sealed contacts. */
async function forContacts() {
  const [{ records }, trust, policy] = await Promise.all([data('contacts'), data('trust'), data('policy')]);
  return { records, verifier: await createVerifier({ trust, policy }) };
}

function refused(promise, code, message) {
  return assert.rejects(promise, (error) => {
    assert.ok(error instanceof TouchmarkError);
    assert.equal(error.code, code);
    assert.match(error.message, message);
    return true;
  });
}

describe('verdicts', () => {
  test('a sealed contact is verified; one byte later it is not', async () => {
    const { records, verifier } = await forContacts();
    const good = await verifier.verify(records[0]);
    assert.equal(good.trust, 'verified');
    assert.equal(good.origin, 'synthetic');
    const bad = await verifier.verify({ ...records[0], LastName: `${records[0].LastName}.` });
    assert.equal(bad.trust, 'altered');
    assert.deepEqual(
      bad.fields.filter(({ state }) => state === 'altered').map(({ name }) => name),
      ['LastName'],
    );
  });

  test('one by one and all at once give the same answers, in order', async () => {
    const { records, verifier } = await forContacts();
    const some = [...records.slice(0, 300), { nothing: true }, ...records.slice(300, 320)];
    const now = Date.now();
    const [trust, policy] = await Promise.all([data('trust'), data('policy')]);
    const frozen = await createVerifier({ trust, policy, now });
    const progress = [];
    const all = await frozen.verifyAll(some, {
      onProgress: ({ done, total }) => progress.push([done, total]),
    });
    assert.deepEqual(all, await Promise.all(some.map((record) => frozen.verify(record))));
    assert.deepEqual(progress.at(-1), [321, 321]);
    assert.ok(progress.length > 1, 'in more than one piece');
    assert.ok(verifier);
  });

  test('are frozen all the way down, and known by identity alone', async () => {
    const { records, verifier } = await forContacts();
    const verdict = await verifier.verify(records[0]);
    assert.ok(isVerdict(verdict));
    assert.ok(!isVerdict({ ...verdict }));
    assert.ok(!isVerdict(structuredClone(verdict)));
    assert.ok(!isVerdict(null));
    const frozen = (value) =>
      typeof value !== 'object' ||
      value === null ||
      (Object.isFrozen(value) && Object.values(value).every(frozen));
    assert.ok(frozen(verdict));
    assert.throws(() => {
      verdict.disclosure.trust = 'group.verified';
    }, TypeError);
  });

  test('what JSON would bend is not checked, rather than checked as something else', async () => {
    const { records, verifier } = await forContacts();
    for (const bent of [
      { ...records[0], Title: NaN },
      { ...records[0], MailingCity: Infinity },
      // JSON has null for these too, and null is what a sealed empty field looks like.
      { ...records[0], Birthdate: new Date(NaN) },
      { ...records[0], Title: new Number(NaN) },
      { ...records[0], Title: { toJSON: () => null } },
      { ...records[0], Title: { toJSON: () => NaN } },
      `{"object":"Contact","fields":{"Title":"\ud800"}}`,
    ]) {
      const verdict = await verifier.verify(bent);
      assert.equal(verdict.trust, 'unchecked');
      assert.equal(verdict.reasons[0].code, 'record-unreadable');
    }
  });

  test('what has no JSON is not checked, wherever it stands, and the reason names the place', async () => {
    const { records, verifier } = await forContacts();
    const [record] = records;
    const cycle = {};
    cycle.self = cycle;
    const hole = [1, , 3]; // eslint-disable-line no-sparse-arrays
    const revoked = Proxy.revocable({}, {});
    revoked.revoke();
    class Wrapped {
      #title = record.Title;
      get Title() {
        return this.#title;
      }
    }
    const values = {
      undefined: undefined,
      function: () => record.Title,
      symbol: Symbol('s'),
      bigint: 5n,
      'not a number': NaN,
      infinity: -Infinity,
      date: new Date(0),
      'date that is none': new Date(NaN),
      map: new Map([['Title', 'CEO']]),
      set: new Set(['CEO']),
      boxed: new String('CEO'),
      'boxed number': new Number(NaN),
      bytes: new Uint8Array(2),
      promise: Promise.resolve('CEO'),
      error: new Error('CEO'),
      pattern: /CEO/,
      instance: new Wrapped(),
      heir: Object.create({ Title: 'CEO' }),
      'own toJSON': { toJSON: () => 'CEO' },
      'toJSON that says null': { toJSON: () => null },
      'list with a hole': hole,
      'list with a name': Object.assign([1], { Title: 'CEO' }),
      cycle,
      revoked: revoked.proxy,
    };
    const places = {
      'a field': (value) => [{ ...record, Title: value }, 'Title'],
      'inside a field': (value) => [{ ...record, Title: { value } }, 'Title.value'],
      'in a list': (value) => [{ ...record, Title: [null, value] }, 'Title.1'],
      'a field that was asked for': (value) => [{ ...record, Title: value, queried: ['Title'] }, 'Title'],
      'a field that was asked for, of the plain view': (value) => {
        const { attributes, Id, ...fields } = record;
        return [
          { object: attributes.type, id: Id, fields: { ...fields, Title: value }, queried: ['Title'] },
          'fields.Title',
        ];
      },
      'a name among those asked for': (value) => [{ ...record, queried: ['Title', value] }, 'queried.1'],
    };
    for (const [place, put] of Object.entries(places)) {
      for (const [what, value] of Object.entries(values)) {
        const [bent, path] = put(value);
        for (const verdict of [
          await verifier.verify(bent),
          ...(await verifier.verifyAll([record, bent])).slice(1),
        ]) {
          const [{ code, detail }] = verdict.reasons;
          const said = `${what} as ${place}: ${verdict.trust} ${code} ${detail}`;
          assert.equal(verdict.trust, 'unchecked', said);
          assert.equal(code, 'record-unreadable', said);
          assert.ok(what === 'revoked' || detail.includes(`\`${path}`), said);
          assert.doesNotMatch(detail, /CEO/, 'no value is told');
        }
      }
    }
    // Members that JSON does not see, and what only shows itself when it is looked at.
    const others = [
      Object.defineProperty({ ...record }, 'Title', { enumerable: false }),
      Object.defineProperty({ ...record }, 'Title', {
        enumerable: true,
        get() {
          throw new Error('not for you');
        },
      }),
      Object.setPrototypeOf({ Id: record.Id, queried: ['Title'] }, record),
      Object.assign(Object.create({ toJSON: () => record }), { Id: record.Id }),
    ];
    for (const bent of others) {
      assert.equal((await verifier.verify(bent)).reasons[0].code, 'record-unreadable');
    }
    // A getter is read once: what was looked at is what is checked.
    let asked = 0;
    const once = Object.defineProperty({ ...record }, 'Title', {
      enumerable: true,
      get: () => (asked++ === 0 ? record.Title : undefined),
    });
    assert.equal((await verifier.verify(once)).trust, 'verified');
    // What says all of itself is checked: as it came, without a prototype, or from another realm.
    for (const whole of [
      record,
      Object.assign(Object.create(null), record),
      runInNewContext('JSON.parse(text)', { text: JSON.stringify(record) }),
      new Proxy(record, {}),
      Object.freeze({ ...record, Extra: [null, 0, -0, 1e21, '', true, {}, []] }),
    ]) {
      assert.equal((await verifier.verify(whole)).trust, 'verified');
    }
  });

  test('a rule that JSON would leave out is refused, and the place is named', async () => {
    const lost = [undefined, () => 2, Symbol('s'), NaN, new Map(), new Date(0), 2n];
    for (const approvals of lost) {
      const rule = createVerifier({ trust, policy: { ...policy, approvals } });
      await refused(rule, 'policy-unreadable', /`approvals` is .*rule/);
    }
    const window = { ...trust, revocations: [{ key: 'z', reason: undefined }] };
    await refused(
      createVerifier({ trust: window, policy }),
      'trust-unreadable',
      /`revocations\.0\.reason` is undefined/,
    );
  });

  test('what is no list of records is refused, not counted as none', async () => {
    const { records, verifier } = await forContacts();
    for (const wrong of [{ records }, records[0], undefined, null, 'text']) {
      await refused(verifier.verifyAll(wrong), 'records-not-a-list', /verifyAnswer\(\) checks every record/);
    }
  });

  test('a path in place of a file is recognised', () =>
    refused(createVerifier({ trust: './trust.json', policy }), 'trust-unreadable', /not its path/));

  test('records of any size are checked in pieces that a string can hold', async () => {
    const { records, verifier } = await forContacts();
    const large = { ...records[0], Description: 'x'.repeat(3 << 20) };
    const progress = [];
    const verdicts = await verifier.verifyAll([large, large, records[0]], {
      onProgress: ({ done }) => progress.push(done),
    });
    assert.deepEqual(
      verdicts.map(({ trust }) => trust),
      ['verified', 'verified', 'verified'],
    );
    assert.deepEqual(progress, [1, 2, 3]);
  });

  test('answer anything that can be passed in, and never throw', async () => {
    const verifier = await createVerifier({ trust, policy });
    const cycle = {};
    cycle.self = cycle;
    const hostile = [
      undefined,
      null,
      1,
      5n,
      'text',
      '',
      '{"a":',
      '{"a":1}\n{"a":1}',
      '[]',
      cycle,
      () => {},
      Symbol('s'),
    ];
    const verdicts = await verifier.verifyAll(hostile);
    assert.equal(verdicts.length, hostile.length);
    assert.deepEqual([...new Set(verdicts.map(({ trust }) => trust))], ['unchecked']);
    for (const record of hostile) assert.equal((await verifier.verify(record)).trust, 'unchecked');
    const pretty = '{\r\n  "object": "Contact",\r\n  "fields": {},\r\n  "seal": null\r\n}';
    assert.equal((await verifier.verify(pretty)).trust, 'unsealed');
    assert.deepEqual(
      (await verifier.verifyAll([pretty, pretty])).map(({ trust }) => trust),
      ['unsealed', 'unsealed'],
    );
    assert.deepEqual(await verifier.verifyAll([]), []);
  });

  test('a record with doubled keys is not read as either', async () => {
    const verifier = await createVerifier({ trust, policy });
    const verdict = await verifier.verify('{"object":"Contact","fields":{"A":1,"A":2}}');
    assert.equal(verdict.trust, 'unchecked');
    assert.equal(verdict.reasons[0].code, 'record-unreadable');
  });
});

describe('a list that changes while it is checked', () => {
  test('has the verdicts of what it held when it was handed over', async () => {
    const { records, verifier } = await forContacts();
    const foreign = { ...records[0], Id: records[1].Id };
    const rows = [...records.slice(0, 300), foreign];
    const expected = (await verifier.verifyAll([...rows])).map(({ trust }) => trust);
    assert.equal(expected.at(-1), 'wrong-record');
    const verdicts = await verifier.verifyAll(rows, {
      onProgress(progress) {
        rows.reverse();
        progress.verdicts.reverse();
      },
    });
    assert.deepEqual(
      verdicts.map(({ trust }) => trust),
      expected,
    );
  });
});

describe('refusals', () => {
  test('say which file, where and what to do', async () => {
    await refused(
      createVerifier({ trust: '{', policy }),
      'config-invalid',
      /^trust bundle: not readable as JSON/,
    );
    await refused(createVerifier({ trust, policy: {} }), 'config-invalid', /^policy: /);
    await refused(
      createVerifier({ trust, policy: { ...policy, environmen: 'x' } }),
      'config-invalid',
      /environmen: unknown member/,
    );
    await refused(createVerifier({ trust: null, policy }), 'trust-unreadable', /needs `trust`/);
    // Null is a rule that is not set, and JSON has null for these.
    const rule = { ...policy, approvals: Number('two') };
    await refused(createVerifier({ trust, policy: rule }), 'policy-unreadable', /NaN/);
    const window = { ...trust, revocations: [{ key: 'z', from: new Date('soon') }] };
    await refused(createVerifier({ trust: window, policy }), 'trust-unreadable', /date/);
    await refused(createVerifier({ trust, policy: undefined }), 'policy-unreadable', /needs `policy`/);
  });

  test('a clock that gives no time is a misuse, not a verdict', async () => {
    const verifier = await createVerifier({ trust, policy, now: () => Number.NaN });
    await refused(verifier.verify({ object: 'Contact', fields: {} }), 'time-invalid', /epoch milliseconds/);
  });

  test('a batch can be given up between two pieces', async () => {
    const verifier = await createVerifier({ trust, policy });
    const records = Array.from({ length: 2000 }, () => ({ object: 'Contact', fields: {} }));
    const controller = new AbortController();
    const seen = [];
    await assert.rejects(
      verifier.verifyAll(records, {
        signal: controller.signal,
        onProgress({ done }) {
          seen.push(done);
          controller.abort();
        },
      }),
      { name: 'AbortError' },
    );
    assert.equal(seen.length, 1);
  });
});

test('the version is the package’s', async () => {
  const { version: expected } = JSON.parse(
    await readFile(new URL('../package.json', import.meta.url), 'utf8'),
  );
  assert.equal(version, expected);
});
