// The acceptance cases through the built package, in each engine; and that the program which runs them can fail.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { built } from './built.mjs';

const program = fileURLToPath(new URL('../scripts/conform.mjs', import.meta.url));
const files = ['seal-cases.json', 'seal-cases-2.json'].map((name) =>
  fileURLToPath(new URL(`../../tests/data/${name}`, import.meta.url)),
);
const [cases] = files;
const [data, more] = await Promise.all(files.map(async (file) => JSON.parse(await readFile(file, 'utf8'))));

built('dist/node.js');
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'conform-'));
});
after(() => rm(folder, { recursive: true }));

/** Exit code and lines of a run, called from `folder` as npm would. */
function conform(...parameters) {
  const env = { ...process.env, INIT_CWD: folder };
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...parameters], { env }, (error, stdout, stderr) =>
      resolve({ code: error?.code ?? 0, lines: stdout.trim().split('\n'), stderr }),
    );
  });
}

/** A run of one case, changed. */
async function conformOf(change, name = 'full-view') {
  const one = structuredClone([...data.cases, ...more.cases].find(({ id }) => id === name));
  change(one);
  await writeFile(join(folder, 'one.json'), JSON.stringify({ cases: [one] }));
  return conform('one.json');
}

describe('conform', () => {
  for (const engine of ['wasm', 'fallback']) {
    test(`every acceptance case holds in the engine ${engine}`, async () => {
      for (const [at, { cases }] of [data, more].entries()) {
        const { code, lines } = await conform('--engine', engine, files[at]);
        assert.deepEqual(lines, [`${cases.length} passed, 0 failed`]);
        assert.equal(code, 0);
      }
    });
  }

  test('an expectation that is not met is named, counted and fails', async () => {
    const changes = {
      'trust: expected altered, found verified': ({ expect }) => (expect.verdict = 'altered'),
      'origin: expected recorded, found synthetic': ({ expect }) => (expect.origin = 'recorded'),
      'claimedOrigin: expected synthetic, found none': ({ expect }) => (expect.claimedOrigin = 'synthetic'),
      'LastName: expected altered, found match': ({ expect }) => (expect.fields.LastName = 'altered'),
      'Email: expected none, found match': ({ expect }) => delete expect.fields.Email,
      'Phone: expected match, found none': ({ expect }) => (expect.fields.Phone = 'match'),
      'flag retention-passed: expected set, found missing': ({ expect }) =>
        (expect.flags = ['retention-passed']),
      'reason seal-expected: expected given, found missing': ({ expect }) =>
        (expect.reasons = ['seal-expected']),
    };
    for (const [line, change] of Object.entries(changes)) {
      const { code, lines } = await conformOf(change);
      assert.deepEqual(lines, [`full-view: ${line} (reason: none)`, '0 passed, 1 failed']);
      assert.equal(code, 1);
    }
  });

  test('a flag too many is a mismatch as well', async () => {
    const flagged = more.cases.find(
      ({ expect }) => expect.flags?.length > 0 && !expect.flags.includes('test-key'),
    );
    const { code, lines } = await conformOf(({ expect }) => delete expect.flags, flagged.id);
    assert.match(lines.join('\n'), new RegExp(`${flagged.id}: flag .*: expected not set, found set`));
    assert.equal(code, 1);
  });

  test('a reason that is missing is a mismatch, and a seal that is not shown is none that is empty', async () => {
    const found = [];
    for (const seal of [undefined, null]) {
      const { lines } = await conformOf((one) => {
        one.seal = seal;
        one.expect.reasons = ['seal-not-shown'];
      });
      const trust = lines.find((line) => line.includes(' trust: ')).match(/found (\S+)/)[1];
      found.push([
        trust,
        lines.some((line) => line.includes('reason seal-not-shown: expected given, found missing')),
      ]);
    }
    assert.deepEqual(found, [
      ['unchecked', false],
      ['declared-unsigned', true],
    ]);
  });

  test('what it does not know is refused, since nobody would read it', async () => {
    const changes = {
      'case has a member that conform does not know: extra': (one) => (one.extra = 1),
      'view has a member that conform does not know: extra': ({ view }) => (view.extra = 1),
      'policy has a member that conform does not know: extra': ({ policy }) => (policy.extra = 1),
      'policy.trusted has a member that conform does not know: extra': ({ policy }) =>
        (policy.trusted[0].extra = 1),
      'expect has a member that conform does not know: extra': ({ expect }) => (expect.extra = 1),
    };
    for (const [message, change] of Object.entries(changes)) {
      const { code, stderr } = await conformOf(change);
      assert.ok(stderr.includes(message), stderr);
      assert.equal(code, 3);
    }
  });

  test('no file, no cases and no such engine are misuse', async () => {
    await writeFile(join(folder, 'none.json'), '{"cases":[]}');
    for (const [parameters, message] of [
      [['missing.json'], /missing\.json cannot be read \(ENOENT\)/],
      [['none.json'], /holds no cases/],
      [['--engine', 'steam', cases], /--engine wasm\|fallback FILE/],
      [[], /--engine wasm\|fallback FILE/],
    ]) {
      const { code, stderr } = await conform(...parameters);
      assert.match(stderr, message);
      assert.equal(code, 3);
    }
  });
});
