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
const cases = fileURLToPath(new URL('../../tests/data/seal-cases.json', import.meta.url));
const data = JSON.parse(await readFile(cases, 'utf8'));

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
async function conformOf(change) {
  const one = structuredClone(data.cases.find(({ id }) => id === 'full-view'));
  change(one);
  await writeFile(join(folder, 'one.json'), JSON.stringify({ cases: [one] }));
  return conform('one.json');
}

describe('conform', () => {
  for (const engine of ['wasm', 'fallback']) {
    test(`every acceptance case holds in the engine ${engine}`, async () => {
      const { code, lines } = await conform('--engine', engine, cases);
      assert.deepEqual(lines, [`${data.cases.length} passed, 0 failed`]);
      assert.equal(code, 0);
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
    };
    for (const [line, change] of Object.entries(changes)) {
      const { code, lines } = await conformOf(change);
      assert.deepEqual(lines, [`full-view: ${line} (reason: none)`, '0 passed, 1 failed']);
      assert.equal(code, 1);
    }
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
