// Holds verdict.ts to the verdicts that the Rust core writes: tsc must accept each, and nothing more.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, test } from 'node:test';

const golden = new URL('../../tests/data/golden/', import.meta.url);
const www = fileURLToPath(new URL('..', import.meta.url));
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const folders = [];

after(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

/** The complaints of tsc about these verdicts, each written into a program as a literal. */
async function complaints(verdicts) {
  const folder = await mkdtemp(join(www, 'test', 'types-'));
  folders.push(folder);
  const lines = Object.entries(verdicts).map(
    ([name, text]) =>
      `/* ${name} */ export const v${Object.keys(verdicts).indexOf(name)}: Verdict = ${text};`,
  );
  await writeFile(
    join(folder, 'verdicts.ts'),
    `import type { Verdict } from '../../src/verdict/verdict.js';\n${lines.join('\n')}\n`,
  );
  const config = {
    extends: '../../tsconfig.json',
    compilerOptions: { noEmit: true, rootDir: '../..', types: [] },
    include: ['verdicts.ts'],
  };
  await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(config));
  return new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', folder], (_error, stdout) => resolve(stdout.trim()));
  });
}

async function goldenVerdicts() {
  assert.ok(
    existsSync(golden),
    `${fileURLToPath(golden)} is missing: the core's tests write it (cargo test -p touchmark)`,
  );
  const names = (await readdir(golden)).filter((name) => name.endsWith('.json'));
  assert.ok(names.length > 0, 'there are golden verdicts');
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, golden), 'utf8')])),
  );
}

test('every verdict that the core writes is a Verdict', async () => {
  assert.equal(await complaints(await goldenVerdicts()), '');
});

test('the check is awake: an unknown code, a lost member and a new member are each noticed', async () => {
  const [text] = Object.values(await goldenVerdicts());
  const verdict = JSON.parse(text);
  const { checkedAt, ...lost } = verdict;
  assert.ok(checkedAt);
  for (const wrong of [{ ...verdict, trust: 'fine' }, lost, { ...verdict, extra: 1 }]) {
    assert.match(await complaints({ wrong: JSON.stringify(wrong) }), /error TS/);
  }
});
