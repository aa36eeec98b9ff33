// npm --prefix www run conform -- --engine wasm|fallback FILE
//
// Runs a file of acceptance cases through the built package, as `touchmark conform` does natively: every verdict is
// held to all of its expectation. FILE is looked for where npm was called from.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { questionOf } from './acceptance-case.mjs';

try {
  process.exitCode = await main();
} catch (error) {
  console.error(`conform: ${error.message}`);
  process.exitCode = 3;
}

async function main() {
  const { file, engine } = parameters();
  const { createVerifier } = await builtPackage();
  const { cases } = JSON.parse(await readFile(file, 'utf8').catch(unreadable(file)));
  if (!Array.isArray(cases) || cases.length === 0) throw new Error(`${file} holds no cases: {"cases": […]}`);
  let [passed, failed] = [0, 0];
  for (const [at, one] of cases.entries()) {
    const name = one?.id ?? `case ${at + 1}`;
    const verdict = await verdictOf(one, engine, createVerifier).catch((error) => {
      throw new Error(`${file}: ${name}: ${error.message}`, { cause: error });
    });
    const found = mismatches(one.expect, verdict);
    for (const mismatch of found) {
      console.log(`${name}: ${mismatch} (reason: ${verdict.reasons[0]?.code ?? 'none'})`);
    }
    if (found.length === 0) passed += 1;
    else failed += 1;
  }
  console.log(`${passed} passed, ${failed} failed`);
  return failed > 0 ? 1 : 0;
}

function parameters() {
  const usage = 'npm --prefix www run conform -- --engine wasm|fallback FILE';
  const options = { engine: { type: 'string', default: 'wasm' } };
  const { values, positionals } = parseArgs({ options, allowPositionals: true });
  if (positionals.length !== 1 || !['wasm', 'fallback'].includes(values.engine)) {
    throw new Error(`expected ${usage}`);
  }
  return { file: resolve(process.env.INIT_CWD ?? '.', positionals[0]), engine: values.engine };
}

/** The package by its own name, as those who install it get it. */
function builtPackage() {
  return import('touchmark').catch((error) => {
    if (error.code !== 'ERR_MODULE_NOT_FOUND') throw error;
    throw new Error(
      'the package is not built: run `cargo xtask build --only wasm --only wasm-ui --only www`',
    );
  });
}

function unreadable(file) {
  return ({ code }) => {
    throw new Error(`${file} cannot be read (${code}). Name a file of acceptance cases.`);
  };
}

async function verdictOf(one, engine, createVerifier) {
  const { options, record } = questionOf(one);
  const verifier = await createVerifier({ ...options, engine });
  if (verifier.engine !== engine)
    throw new Error(`the engine ${engine} did not start, ${verifier.engine} did`);
  return verifier.verify(record);
}

/** Every expectation that the verdict does not meet. */
function mismatches(expect, verdict) {
  const states = Object.fromEntries(verdict.fields.map(({ name, state }) => [name, state]));
  const names = [...new Set([...Object.keys(expect.fields), ...Object.keys(states)])].sort();
  const pairs = [
    ['trust', expect.verdict, verdict.trust],
    ['origin', expect.origin, verdict.origin],
    ['claimedOrigin', expect.claimedOrigin ?? verdict.claimedOrigin, verdict.claimedOrigin],
    ...names.map((name) => [name, expect.fields[name], states[name]]),
    ...['flags', 'reasons'].flatMap((list) => {
      const codes = verdict[list].map((one) => one.code ?? one);
      return (expect[list] ?? []).map((code) => [`${list} ${code}`, true, codes.includes(code)]);
    }),
    // A flag too many misleads as well. Every case is signed with a key that the case gives away.
    ...verdict.flags.map((flag) => [
      `flags ${flag}`,
      true,
      flag === 'test-key' || (expect.flags ?? []).includes(flag),
    ]),
  ];
  return pairs
    .filter(([, expected, found]) => expected !== found)
    .map(([what, expected = 'none', found = 'none']) => `${what}: expected ${expected}, found ${found}`);
}
