// The `touchmark` command at work in a folder of its own, and what every test here shows it: one contact of a sandbox.
// TOUCHMARK names the command; `cargo xtask test --only interop` sets it.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const tenant = '00DQx000000aBcDMAU';

export const context = [
  'https://www.w3.org/ns/credentials/v2',
  'https://www.w3.org/ns/credentials/undefined-terms/v2',
];

export const contact = {
  attributes: { type: 'Contact' },
  Id: '003Qx0000080nG1IAI',
  FirstName: 'Zoë',
  LastName: 'O’Neill-Šmith “\\” \u0001 😀 \u{fb33}',
  Email: 'zoe.synthetic@example.org',
  Title: null,
};

const DAY = 86_400_000;

const fields = ['FirstName', 'LastName', 'Email', 'Title'];

/** Acceptance cases by id. */
export const cases = Object.fromEntries(
  JSON.parse(readFileSync(new URL('../data/seal-cases.json', import.meta.url), 'utf8')).cases.map((one) => [
    one.id,
    one,
  ]),
);

export class Desk {
  #folder = mkdtempSync(join(tmpdir(), 'touchmark-interop-'));

  constructor() {
    this.keygen();
  }

  close() {
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #path = (name) => join(this.#folder, name);

  #write(name, value) {
    writeFileSync(this.#path(name), JSON.stringify(value));
    return this.#path(name);
  }

  #touchmark(...parameters) {
    const program = process.env.TOUCHMARK;
    if (!program) throw new Error('TOUCHMARK names no program: run `cargo xtask test --only interop`');
    // What it says of itself would stand between the test results; an error carries it anyway.
    return execFileSync(program, parameters, { encoding: 'utf8', stdio: 'pipe' });
  }

  keygen() {
    this.#touchmark(
      ...['keygen', '--name', 'Example Bank plc'],
      ...['--out', this.#path('key.pem'), '--trust', this.#path('trust.json')],
    );
    this.trust = JSON.parse(readFileSync(this.#path('trust.json'), 'utf8'));
  }

  /** The text in the seal field of the contact, sealed by the command. */
  seal(...options) {
    const rules = `[[rule]]
      name = "synthetic"
      when = {}
      [rule.claims]
      isSynthetic = true
      generationMethod = "machine-generated-mlops-synthetic"
      provenanceSource = "urn:example:interop"`;
    writeFileSync(this.#path('rules.toml'), rules);
    const input = this.#write('plain.json', [
      { ...contact, Provenance_Id__c: null, Provenance_Seal__c: null },
    ]);
    this.#touchmark(
      ...['seal', input, '--out', this.#path('sealed.json'), '--key', this.#path('key.pem')],
      ...['--rules', this.#path('rules.toml'), '--object', 'Contact', '--tenant', tenant],
      ...['--environment', 'sandbox', '--open-fields', fields.join(','), ...options],
    );
    const [sealed] = JSON.parse(readFileSync(this.#path('sealed.json'), 'utf8'));
    return JSON.parse(sealed.Provenance_Seal__c);
  }

  /** The command's verdict on the contact with this seal, by a page that believes this issuer. */
  verify(seal, issuer) {
    const key = issuer.slice('did:key:'.length);
    const trust = {
      trustBundle: 'crm-trust/1',
      version: 1,
      issued: seconds(new Date(Date.now() - DAY)),
      expires: seconds(new Date(Date.now() + DAY)),
      issuers: [{ id: issuer, keys: [{ publicKeyMultibase: key }] }],
    };
    const record = { ...contact, Provenance_Seal__c: JSON.stringify(seal) };
    const parameters = [
      ...['verify', this.#write('sealed.json', [record]), '--trust', this.#write('trust.json', trust)],
      ...['--tenant', tenant, '--environment', 'sandbox', '--format', 'json'],
    ];
    // The exit code says the same as the verdict.
    const { stdout, stderr } = spawnSync(process.env.TOUCHMARK, parameters, { encoding: 'utf8' });
    if (!stdout) throw new Error(stderr);
    return JSON.parse(stdout)[0];
  }
}

function seconds(time) {
  return time.toISOString().replace(/\.\d+/, '');
}

/** A statement of profile §3 on the contact, and the salts of its digests, made without any code of this project. */
export function statement(issuer) {
  const b64u = (bytes) => Buffer.from(bytes).toString('base64url');
  const sha256 = (text) => createHash('sha256').update(text).digest();
  const salts = Object.fromEntries(fields.map((name) => [name, b64u(randomBytes(16))]));
  // JSON.stringify of an array of texts and null is its canonical form.
  const digest = (name) => b64u(sha256(b64u(JSON.stringify([salts[name], name, contact[name]]))));
  const now = Date.now();
  const credential = {
    '@context': context,
    id: `urn:uuid:${randomUUID()}`,
    type: ['VerifiableCredential', 'CrmRecordProvenance'],
    issuer,
    validFrom: seconds(new Date(now - 60_000)),
    validUntil: seconds(new Date(now + DAY)),
    credentialSubject: {
      id: `urn:uuid:${randomUUID()}`,
      type: 'CrmRecord',
      system: 'salesforce',
      tenant: b64u(sha256(tenant)),
      object: 'Contact',
      recordId: contact.Id,
      environment: ['sandbox'],
      provenance: {
        isSynthetic: true,
        digitalSourceType: 'http://cv.iptc.org/newscodes/digitalsourcetype/algorithmicMedia',
        generationMethod: 'machine-generated-mlops-synthetic',
        provenanceSource: 'urn:example:interop',
        responsibleEntity: 'Ünïcode “quoted” \\ \u0007 😀 \u{fb33}',
        created: new Date(now - 60_000).toISOString(),
        attempt: 9007199254740991,
      },
      fieldDigests: {
        alg: 'sd-jwt+jcs+sha-256',
        norm: 'crm-norm-1',
        types: { Email: 'email' },
        values: Object.fromEntries(fields.map((name) => [name, digest(name)])),
      },
    },
  };
  return { credential, salts };
}

export function isVerified({ trust, reasons }) {
  if (trust !== 'verified') throw new Error(`${trust}: ${JSON.stringify(reasons)}`);
  return true;
}
