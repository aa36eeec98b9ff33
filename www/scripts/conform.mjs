// npm --prefix www run conform -- --engine wasm|fallback FILE
//
// Runs a file of acceptance cases through the built package, as `touchmark conform` does natively: every verdict is
// held to all of its expectation. FILE is looked for where npm was called from.

import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { signedRegistry } from './signed-registry.mjs';

const DAY = 86_400_000;

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

// A case in the product's own words

async function verdictOf({ view, seal, restrictedSalts, policy, expect, ...rest }, engine, createVerifier) {
  only('case', rest, ['id', 'note']);
  only('view', view, ['object', 'recordId', 'externalId', 'fields', 'queried']);
  // An expectation that nobody reads would pass unseen.
  only('expect', expect, ['verdict', 'origin', 'fields', 'flags', 'claimedOrigin']);
  const verifier = await createVerifier({ ...material(policy, view), now: Date.parse(policy.now), engine });
  if (verifier.engine !== engine) throw new Error(`the engine ${engine} did not start, ${verifier.engine} did`);
  const { object, recordId: id, externalId: uuid, fields, queried } = view;
  return verifier.verify({
    ...given({ object, id, uuid, fields, queried, seal }),
    ...(restrictedSalts && { companions: [restrictedSalts] }),
  });
}

/** Trust bundle, policy and registry of a case. */
function material(policy, view) {
  const { now, trusted, approvers, logs, revokedKeys, statusBits, ...others } = policy;
  const { registryContains, registryCurrentSeal, ...rules } = others;
  only('policy', rules, [
    ...['tenant', 'environment', 'requiredFields', 'approvals', 'acceptUnknownStatus', 'allowTestKeys'],
  ]);
  const time = (offset) => new Date(Date.parse(now) + offset).toISOString();
  const people = (list = []) =>
    list.map(({ issuer, id = issuer, keys, ...rest }) => {
      only('policy.trusted', rest, []);
      return { id, keys: keys.map((key) => ({ publicKeyMultibase: key })) };
    });
  const status = Object.entries(statusBits ?? {});
  const { registry, trusted: keeper } = signedRegistry({
    org: rules.tenant,
    listed: listed(view, registryContains, registryCurrentSeal),
    date: time(-DAY),
    expires: time(DAY),
  });
  return {
    trust: {
      trustBundle: 'crm-trust/1',
      version: 1,
      issued: time(-DAY),
      expires: time(DAY),
      issuers: people(trusted),
      approvers: people(approvers),
      logs: logs ?? [],
      registries: [keeper],
      revocations: (revokedKeys ?? []).map((key) => ({ key, reason: 'compromised' })),
      status: Object.fromEntries(status.map(([entry, bit]) => [entry, bit ? 'revoked' : 'valid'])),
    },
    policy: { policy: 'crm-policy/1', ...given(rules) },
    registry,
  };
}

/** What the registry lists. Where nothing says with which seal, any will do: the record carries none. */
function listed({ object, recordId: id }, isListed, currentSeal) {
  const seal = currentSeal ?? (isListed ? 'urn:uuid:00000000-0000-4000-8000-000000000000' : undefined);
  if (seal === undefined) return [];
  if (!object || !id) throw new Error('the registry lists a record that the view does not name');
  return [{ object, id, seal }];
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
    ...(expect.flags ?? []).map((flag) => [
      `flag ${flag}`,
      'set',
      verdict.flags.includes(flag) ? 'set' : 'missing',
    ]),
  ];
  return pairs
    .filter(([, expected, found]) => expected !== found)
    .map(([what, expected = 'none', found = 'none']) => `${what}: expected ${expected}, found ${found}`);
}

/** The members that say something. */
function given(members) {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value != null));
}

function only(what, object, known) {
  const other = Object.keys(object).find((name) => !known.includes(name));
  if (other !== undefined) throw new Error(`${what} has a member that conform does not know: ${other}`);
}
