// node www/scripts/gallery-states.mjs SEALED.json SEALED_AGAIN_AND_APPROVED.json TRUST.json OUT.json TIME
//
// Writes what the gallery checks: for each answer a check can give, a record and a page's rules that lead to it.
// Nothing is forged. Every record is one of the sealed records or an acceptance case, as it is or as it would be after
// what happens to records: edited, copied, stripped of its seal, seen too late or in the wrong place. All of it is seen at
// TIME, or so many days from it; the present is not asked.

import { readFile, writeFile } from 'node:fs/promises';
import { questionOf } from './acceptance-case.mjs';
import { signedRegistry } from './signed-registry.mjs';

const TENANT = '00DQx000000aBcDMAU';
/** Half a pack of salts: every check of a seal finds it, sets a flag, and goes on. */
const DAMAGED = '{"seal":';
const acceptanceCases = new URL('../../tests/data/seal-cases.json', import.meta.url);

const [sealedPath, approvedPath, trustPath, out, time] = process.argv.slice(2);
const now = Date.parse(time);
if (Number.isNaN(now)) throw new Error(`TIME is ${time}: write it as 2026-12-01T10:00:00Z`);
const [sealed, approved, trust, { cases }] = await Promise.all(
  [sealedPath, approvedPath, trustPath, acceptanceCases].map(async (path) =>
    JSON.parse(await readFile(path, 'utf8')),
  ),
);
const byOriginOf = (rows) => Object.fromEntries(rows.map((row) => [row.Provenance_Source__c, recordOf(row)]));
const records = byOriginOf(sealed);
const sealedAgain = byOriginOf(approved);
await writeFile(out, JSON.stringify({ rules: rules(), states: states() }));

/** A row as a view: every field but those that carry the seal. */
function recordOf({ attributes, Id, ...row }) {
  const {
    Provenance_Id__c: uuid,
    Provenance_Seal__c: seal,
    Provenance_Salts_Personal__c: salts,
    ...fields
  } = row;
  return { object: attributes.type, id: Id, uuid, fields, seal, companions: [salts] };
}

/** What pages there are: trust bundle, policy, registry and the time. */
function rules() {
  const bundle = {
    trustBundle: 'crm-trust/1',
    version: 7,
    issued: after(-30),
    expires: after(400),
    issuers: trust.issuers,
    approvers: trust.approvers,
  };
  const uses = { 'credit-scoring': { origins: ['recorded'], owner: 'Risk, Example Bank' } };
  const policy = { policy: 'crm-policy/1', tenant: TENANT, environment: 'sandbox', uses };
  const page = (changed = {}) => ({
    trust: { ...bundle, ...changed.trust },
    policy: { ...policy, ...changed.policy },
    ...(changed.registry && { registry: changed.registry }),
    now: Date.parse(changed.now ?? time),
  });
  const { registry, trusted } = signedRegistry({
    org: TENANT,
    listed: Object.values(records).map(({ object, id }) => ({
      object,
      id,
      seal: 'urn:uuid:00000000-0000-4000-8000-000000000000',
    })),
    date: after(-10),
    expires: after(400),
  });
  const key = trust.issuers[0].keys[0].publicKeyMultibase;
  return {
    sandbox: page(),
    production: page({ policy: { environment: 'production' } }),
    early: page({ now: after(-16) }),
    late: page({ now: after(365) }),
    approving: page({ policy: { approvals: 1 } }),
    listing: page({ trust: { registries: [trusted] }, registry }),
    strangers: page({ trust: { issuers: [], approvers: [] } }),
    withdrawing: page({ trust: { revocations: [{ key, reason: 'compromised' }] } }),
    stale: page({ trust: { expires: after(-6) } }),
  };
}

/** So many days after the time that all is seen at. */
function after(days) {
  return new Date(now + days * 86_400_000).toISOString().replace(/\.\d+/, '');
}

/** Each record and page, under a name that says which answer they lead to; what follows a plus tells two of them apart. */
function states() {
  const origins = Object.entries(records);
  const edited = ({ fields, ...record }) => ({ ...record, fields: { ...fields, Title: 'Head of Treasury' } });
  const restricted = ({ fields, ...record }) => ({
    ...record,
    fields: without(fields, 'Email', 'Phone'),
    companions: [],
  });
  const same = (record) => record;
  const damaged = (change) => (record) => ({
    ...change(record),
    companions: [...change(record).companions, DAMAGED],
  });

  const byOrigin = [
    ['verified', 'sandbox', same],
    ['verified-partial', 'sandbox', restricted],
    ['altered', 'sandbox', edited],
    ['wrong-environment', 'production', same],
    ['unapproved', 'approving', same],
    ['superseded', 'listing', same],
    ['not-yet-valid', 'early', same],
    ['expired', 'late', same],
  ].flatMap(([trust, page, change]) =>
    origins.flatMap(([origin, record]) => [
      state(`${trust}.${said(trust, origin)}`, page, change(record)),
      state(`${trust}.${said(trust, origin)}.flagged`, page, damaged(change)(record)),
    ]),
  );

  const { synthetic, recorded } = records;
  const bare = unsealed(synthetic);
  const unlabelled = unsealed(recorded);
  const other = { id: recorded.id, uuid: recorded.uuid };
  const oneLetter = (seal) =>
    seal.replace(/("proofValue":"z.{20})(.)/, (_, before, letter) => before + (letter === 'a' ? 'b' : 'a'));
  const alone = [
    ['wrong-record', 'sandbox', { ...synthetic, ...other }],
    ['revoked', 'withdrawing', synthetic],
  ].flatMap(([trust, page, record]) => [
    state(`${trust}.unknown`, page, record),
    state(`${trust}.unknown.flagged`, page, damaged(same)(record)),
  ]);
  return [
    ...byOrigin,
    ...alone,
    state('untrusted-issuer.unknown', 'strangers', synthetic),
    state('unchecked.unknown', 'stale', synthetic),
    state('invalid.unknown', 'sandbox', { ...synthetic, seal: oneLetter(synthetic.seal) }),
    state('malformed.unknown', 'sandbox', { ...synthetic, seal: synthetic.seal.slice(0, 400) }),
    state('unsupported.unknown', 'sandbox', {
      ...synthetic,
      seal: synthetic.seal.replace('crm-seal/1', 'crm-seal/9'),
    }),
    state('missing-expected-seal.unknown', 'listing', bare),
    state('declared-unsigned.synthetic', 'sandbox', bare),
    state('unsealed.unknown', 'sandbox', unlabelled),
    ...unclear(),
    state('verified.synthetic+approved', 'sandbox', sealedAgain.synthetic),
    state('verified.ai-modified+approved', 'sandbox', sealedAgain['ai-modified']),
    logged(),
    state('wrong-environment.synthetic+copied', 'production', { ...synthetic, id: recorded.id }),
    state('verified-partial.synthetic.flagged+incomplete', 'sandbox', {
      ...synthetic,
      seal: JSON.stringify({ ...JSON.parse(synthetic.seal), salts: undefined }),
      companions: [],
    }),
  ];
}

/** The origin that such a verdict states: of a seal that is not in force, never that a record is real. */
function said(trust, origin) {
  const stands = ['verified', 'verified-partial', 'altered'].includes(trust);
  return origin === 'recorded' && !stands ? 'unknown' : origin;
}

function state(id, rules, record) {
  return { id, rules, record };
}

/** A seal that is an entry in a log. */
function logged() {
  const { options, record } = questionOf(cases.find(({ id }) => id === 'tlog'));
  return { id: 'verified.synthetic.flagged+logged', options, record };
}

/** Claims that do not fit together: the command line refuses to seal them, so these are acceptance cases. */
function unclear() {
  const one = cases.find(({ id }) => id === 'algorithmic-not-synthetic');
  const { options, record } = questionOf(one);
  const of = (trust, changed) => ({
    id: `${trust}.unknown.flagged`,
    options,
    record: { ...record, ...changed },
  });
  return [
    of('verified', {}),
    of('verified-partial', { fields: without(record.fields, 'Title') }),
    of('altered', { fields: { ...record.fields, Title: 'Head of Treasury' } }),
  ];
}

/** A record whose field for the seal is there, and empty: one that a view does not show says nothing. */
function unsealed(record) {
  return { ...without(record, 'companions'), seal: '' };
}

function without(object, ...names) {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}
