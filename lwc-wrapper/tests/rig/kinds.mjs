/**
 * Records of every kind that a seal makes: good ones in each way to seal, and whatever can be wrong. Sealed by the command line when
 * they are asked for, by keys of that hour, and gone with it.
 */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { built, REPOSITORY } from './build.mjs';

const TENANT = JSON.parse(built('www/demo/dist/data/policy.json')).tenant;
const OTHER_TENANT = '00DQx000000oThE';
const STATUS_LIST = 'https://bank.example/status/3';

const DECLARED = ['Synthetic_Data__c', 'Provenance_Source__c', 'Generation_Method__c', 'Generated_At__c'];

/** What a viewer may not see, by what of it is withheld. */
export const PROFILES = {
    everything: [],
    personal: ['Email', 'Phone', 'Birthdate', 'Provenance_Salts_Personal__c'],
    salts: ['Provenance_Salts_Personal__c'],
    declared: DECLARED,
    seal: ['Provenance_Seal__c'],
    uuid: ['Provenance_Id__c']
};

/** The records by kind, and the trust bundle of who sealed them. */
export function sealedKinds() {
    const folder = mkdtempSync(join(tmpdir(), 'touchmark-rig-'));
    try {
        return inFolder((name) => join(folder, name));
    } finally {
        rmSync(folder, { recursive: true, force: true });
    }
}

function inFolder(at) {
    const [key, log, stranger, trust] = ['issuer.pem', 'log.pem', 'stranger.pem', 'trust.json'].map(at);
    const tree = ['--log', at('log')];
    // Keys that are older than the oldest seal.
    const made = ['--now', daysAgo(30)];
    touchmark('keygen', '--name', 'Example Bank plc', '--out', key, '--trust', trust, ...made);
    touchmark(
        ...['keygen', '--role', 'log', '--name', 'bank.example/seals', '--out', log, '--trust', trust],
        ...[...tree, ...made]
    );
    touchmark('keygen', '--name', 'Somebody Ltd', '--out', stranger, '--trust', at('theirs.json'), ...made);

    const samples = rows('rest_query_Contact.json');
    const synthetic = samples.filter(
        (row) => row.Synthetic_Data__c && row.Provenance_Source__c === 'synthetic'
    );
    const masked = samples.find((row) => row.Synthetic_Data__c && row.Provenance_Source__c === 'masked');
    const fresh = () => synthetic.shift();
    const seal = (row, { by = key, tenant = TENANT, environment = 'sandbox' } = {}, ...more) => {
        writeFileSync(at('plain.json'), JSON.stringify([].concat(row)));
        touchmark(
            ...['seal', at('plain.json'), '--out', at('sealed.json'), '--key', by, '--object', 'Contact'],
            ...['--rules', join(REPOSITORY, 'www/demo/sealing/rules.toml'), '--reference'],
            ...['--tenant', tenant, '--environment', environment],
            ...['--open-fields', `AccountId,FirstName,LastName,Title,MailingCity,${DECLARED}`],
            ...[
                '--restricted',
                'Personal=Email,Phone,Birthdate',
                '--skip',
                'Salutation,HasOptedOutOfEmail',
                ...more
            ]
        );
        return JSON.parse(readFileSync(at('sealed.json'), 'utf8'));
    };
    const sealed = (...how) => seal(fresh(), ...how)[0];
    const good = () => sealed();

    const listed = seal([fresh(), fresh()], {}, '--status', `${STATUS_LIST}#1000`);
    touchmark('trust', 'status', trust, '--key', key, '--list', STATUS_LIST, '--add', '1001');

    const records = {
        good: good(),
        'good, as a JWS': sealed({}, '--envelope', 'jws'),
        'good, in a log': sealed({ by: log }, '--envelope', 'tlog', ...tree),
        'good, in a status list': listed[0],
        'good, sealed as the UI API gave it': seal(rowOf(sample('uiapi_getRecord_Contact.json')))[0],
        'good, masked': seal(masked)[0],
        'tampered, open field': { ...good(), LastName: 'Somebody' },
        'tampered, personal field': { ...good(), Email: 'somebody@example.org' },
        'tampered, markup': { ...good(), Title: '<img src=x onerror="globalThis.planted = true">' },
        'flag unticked': { ...good(), Synthetic_Data__c: false },
        'stripped, everything': without(good(), SEALS, DECLARED),
        'stripped, seal only': without(good(), ['Provenance_Seal__c', 'Provenance_Salts_Personal__c']),
        'stripped, flag left': without(good(), SEALS),
        moved: withSealOf(good(), good()),
        cloned: { ...good(), Id: '003Qx00000cLoNe' },
        'byte flipped': edited(good(), ({ vc }) => (vc.proof.proofValue = flipped(vc.proof.proofValue))),
        'cut at 255': { ...good() },
        'claims edited': edited(good(), ({ vc }) => (vc.credentialSubject.provenance.isSynthetic = false)),
        'sealed for production': sealed({ environment: 'production' }),
        'other tenant': sealed({ tenant: OTHER_TENANT }),
        'issuer unknown': sealed({ by: stranger }),
        expired: sealed({}, '--now', daysAgo(3), '--valid-for', '1d'),
        revoked: listed[1]
    };
    const cut = records['cut at 255'];
    cut.Provenance_Seal__c = cut.Provenance_Seal__c.slice(0, 255);
    return { records, trust: readFileSync(trust, 'utf8') };
}

const SEALS = [
    'Provenance_Id__c',
    'Provenance_Seal__c',
    'Provenance_Salts_Personal__c',
    'Provenance_Reference__c'
];

function without(row, ...names) {
    const empty = (name) => (typeof row[name] === 'boolean' ? false : null);
    return { ...row, ...Object.fromEntries(names.flat().map((name) => [name, empty(name)])) };
}

function withSealOf(row, other) {
    return { ...row, ...Object.fromEntries(SEALS.map((name) => [name, other[name]])) };
}

function edited(row, edit) {
    const seal = JSON.parse(row.Provenance_Seal__c);
    edit(seal);
    return { ...row, Provenance_Seal__c: JSON.stringify(seal) };
}

/** Another character of base58 in the middle of a signature. */
function flipped(text) {
    const at = text.length >> 1;
    return `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
}

/** A record of the UI API as a row: its values, date-times in the UI API's own form. */
function rowOf({ apiName, id, fields }) {
    const values = Object.entries(fields).map(([name, { value }]) => [name, value]);
    return { attributes: { type: apiName }, Id: id, ...Object.fromEntries(values) };
}

function rows(name) {
    return sample(name).records;
}

function sample(name) {
    return JSON.parse(built(`tests/data/samples/${name}`));
}

function daysAgo(days) {
    return new Date(Date.now() - days * 86_400_000).toISOString().replace(/\.\d+/, '');
}

/** Runs the command line: the one that TOUCHMARK names, or that `cargo xtask build` made. */
function touchmark(...parameters) {
    const target = process.env.CARGO_TARGET_DIR ?? join(REPOSITORY, 'target');
    const program = process.env.TOUCHMARK ?? join(target, 'debug/touchmark');
    assert.ok(existsSync(program), `${program} is missing: run cargo xtask build first.`);
    return execFileSync(program, parameters, { encoding: 'utf8', stdio: 'pipe' });
}
