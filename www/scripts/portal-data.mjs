// The portal's records, sealed by the command line: for each list of demo/sealing/lists.json what a query for its fields gives,
// as JSON Lines, so that a page can read the first record while the last is on its way.
//
//   node portal-data.mjs PROGRAM KEY.PEM TENANT DATA RECORDS
//
// DATA is the folder to write to, RECORDS how many contacts there shall be at least.

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compress } from './compress.mjs';

const sealing = fileURLToPath(new URL('../demo/sealing/', import.meta.url));
const samples = fileURLToPath(new URL('../../tests/data/samples/', import.meta.url));

/** Fields that the rules of sealing go by. */
const RULED_BY = ['Provenance_Source__c', 'Generation_Method__c', 'Generated_At__c'];

/** What a record says of itself beside its seal: the seal states the same, so it covers neither. */
const DECLARED = ['Synthetic_Data__c', 'Provenance_Source__c'];

const [program, key, tenant, data, least = '0'] = process.argv.slice(2);
const lists = JSON.parse(await readFile(join(sealing, 'lists.json'), 'utf8'));
const folder = await mkdtemp(join(tmpdir(), 'touchmark-portal-'));
try {
  const totals = {};
  for (const [name, list] of Object.entries(lists)) {
    const sample = JSON.parse(
      await readFile(join(samples, `rest_query_${list.object}.json`), 'utf8'),
    ).records;
    const records = name === 'contacts' ? grown(sample, Number(least)) : sample;
    const sealed = await seal(name, list, records);
    const asked = ['attributes', 'Id', ...list.open, ...list.personal, ...DECLARED];
    const lines = sealed.map((record) => JSON.stringify(picked(record, asked)));
    await writeFile(join(data, `${name}.jsonl`), `${lines.join('\n')}\n`);
    totals[name] = records.length;
  }
  await writeFile(join(data, 'totals.json'), `${JSON.stringify(totals)}\n`);
} finally {
  await rm(folder, { recursive: true, force: true });
}
await compress(data);

async function seal(name, { object, open, personal }, records) {
  const [from, to] = ['in', 'out'].map((end) => join(folder, `${name}.${end}.json`));
  const fields = [...open, ...personal];
  const uncovered = [...DECLARED, ...RULED_BY];
  const asked = ['attributes', 'Id', ...fields, ...uncovered, 'Provenance_Id__c', 'Provenance_Seal__c'];
  const wanted = records.map((record) => picked(record, asked));
  await writeFile(from, JSON.stringify({ totalSize: wanted.length, done: true, records: wanted }));
  const how = [
    ...['--key', key, '--rules', join(sealing, 'rules.toml'), '--environment', 'sandbox'],
    ...['--object', object, '--tenant', tenant, '--open-fields', open.join(',')],
    ...(personal.length > 0 ? ['--restricted', `Personal=${personal.join(',')}`] : []),
    ...['--skip', [...new Set(uncovered)].join(',')],
  ];
  execFileSync(program, ['seal', from, '--out', to, ...how], { stdio: ['ignore', 'inherit', 'inherit'] });
  return JSON.parse(await readFile(to, 'utf8')).records;
}

/** These fields of a record, and all that is of its seal. */
function picked(record, names) {
  const isSeals = (name) => /^Provenance_(?:Id|Seal|Salts_\w+)__c$/.test(name);
  return Object.fromEntries(Object.entries(record).filter(([name]) => names.includes(name) || isSeals(name)));
}

/** The records, and as many again under ids of their own as it takes. */
function grown(records, least) {
  const copy = (_, at) => {
    if (at < records.length) return records[at];
    const record = records[at % records.length];
    const Id = idOf(at);
    return {
      ...record,
      attributes: { ...record.attributes, url: record.attributes.url.replace(record.Id, Id) },
      Id,
      Email: record.Email?.replace('@', `.${at}@`) ?? null,
      Provenance_Id__c: record.Provenance_Id__c && uuidOf(Id),
    };
  };
  return Array.from({ length: Math.max(least, records.length) }, copy);
}

/** A contact's id of 18 characters, as Salesforce makes them: the last three say which of the others are capitals. */
function idOf(number) {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let tail = '';
  for (let rest = number; tail.length < 4; rest = Math.floor(rest / 62)) tail = digits[rest % 62] + tail;
  const id = `003Qx000009${tail}`;
  const capitals = [0, 5, 10].map((from) =>
    [...id.slice(from, from + 5)].reduce((bits, letter, at) => bits | (/[A-Z]/.test(letter) << at), 0),
  );
  return id + capitals.map((bits) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[bits]).join('');
}

/** A version 4 UUID, the same at every run. */
function uuidOf(text) {
  const hash = createHash('sha256').update(text).digest('hex');
  return `${hash.slice(0, 8)}-${hash.slice(8, 12)}-4${hash.slice(13, 16)}-a${hash.slice(17, 20)}-${hash.slice(20, 32)}`;
}
