// What the sides work on: sealed contacts, the packed package, and the bundles of the page and of Node, in one folder.

import { execFileSync } from 'node:child_process';
import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { fields, queryResult } from './contacts.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const root = fileURLToPath(new URL('../..', import.meta.url));
const tenant = '00DQx000000aBcDMAU';

/** The command line, as built by `cargo xtask bench`. */
export function touchmark(...parameters) {
  const program = process.env.TOUCHMARK;
  if (!program) throw new Error('TOUCHMARK names no program: run `cargo xtask bench`');
  const stdio = ['ignore', 'pipe', 'pipe'];
  return execFileSync(program, parameters, { encoding: 'utf8', stdio, maxBuffer: 1 << 30 });
}

/** Fills the folder `site` with everything that is measured. */
export async function makeSite(site, count) {
  await seal(join(site, 'data'), count);
  await packages(site);
  const bundle = { bundle: true, format: 'esm', target: 'es2022', minify: true, logLevel: 'warning' };
  await build({
    ...bundle,
    entryPoints: [join(here, 'page.mjs'), join(here, 'table-page.mjs')],
    loader: { '.css': 'text' },
    outdir: site,
    outExtension: { '.js': '.mjs' },
    platform: 'browser',
  });
  const page =
    '<!doctype html><title>bench</title><link rel="icon" href="data:,"><script type="module" src="page.mjs"></script>';
  await writeFile(join(site, 'index.html'), page);
  for (const name of ['cold.html', 'cold.mjs', 'table.html', 'table.css'])
    await cp(join(here, name), join(site, name));
}

/** Makes a key, a trust bundle, and the same contacts sealed in each envelope. */
async function seal(data, count) {
  console.log(`  sealing ${count} contacts of ${fields.length} fields in three envelopes`);
  await mkdir(data);
  const at = (name) => join(data, name);
  await writeFile(at('plain.json'), JSON.stringify(queryResult(count)));
  const key = (name) => at(`${name}.pem`);
  const trust = ['--trust', at('trust.json')];
  touchmark('keygen', '--name', 'Example Bank plc', '--out', key('issuer'), ...trust);
  const log = ['--log', at('log')];
  touchmark('keygen', '--role', 'log', '--name', 'bank.example/seals', '--out', key('log'), ...log, ...trust);
  const how = [
    ...['--object', 'Contact', '--tenant', tenant, '--environment', 'sandbox'],
    ...['--rules', join(here, 'rules.toml'), '--open-fields', fields.join(',')],
    ...['--skip', 'Provenance_Source__c'],
  ];
  const signing = {
    vc: ['--key', key('issuer')],
    jws: ['--key', key('issuer')],
    tlog: ['--key', key('log'), ...log],
  };
  for (const [envelope, by] of Object.entries(signing)) {
    const out = ['--out', at(`${envelope}.json`), '--envelope', envelope];
    touchmark('seal', at('plain.json'), ...out, ...by, ...how);
  }
  await Promise.all([
    rm(at('plain.json')),
    rm(key('issuer')),
    rm(key('log')),
    rm(at('log'), { recursive: true }),
  ]);
  await writeFile(
    at('policy.json'),
    JSON.stringify({ policy: 'crm-policy/1', tenant, environment: 'sandbox' }),
  );
  const json = async (name) => JSON.parse(await readFile(at(`${name}.json`), 'utf8'));
  const material = { trust: await json('trust'), policy: await json('policy') };
  for (const envelope of ['vc', 'tlog']) {
    const { records } = await json(envelope);
    await writeFile(at(`${envelope}.jsonl`), records.map((record) => JSON.stringify(record)).join('\n'));
    material.record ??= records[0];
  }
  await writeFile(join(data, '../material.js'), `globalThis.material = ${JSON.stringify(material)};`);
}

/** The npm package as it would be published, and the engine by itself. */
async function packages(site) {
  console.log('  packing the npm package, bundling the peers');
  const packed = execFileSync('npm', ['pack', '--workspace', 'www', '--pack-destination', site, '--json'], {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  const [{ filename }] = JSON.parse(packed);
  execFileSync('tar', ['-xzf', filename], { cwd: site });
  await cp(join(site, 'package'), join(site, 'touchmark'), { recursive: true });
  await cp(join(root, 'www/dist/wasm'), join(site, 'engine'), { recursive: true });
}

/** The versions that a result depends on, as installed. */
export async function versions() {
  const names = [
    ...['@digitalbazaar/data-integrity', '@digitalbazaar/ed25519-multikey', 'jsonld-signatures'],
    ...['@digitalbazaar/eddsa-jcs-2022-cryptosuite', 'canonicalize', 'jose', 'lit'],
  ];
  const { devDependencies } = JSON.parse(await readFile(join(root, 'tests/package.json'), 'utf8'));
  return Object.fromEntries(names.map((name) => [name, devDependencies[name]]));
}
