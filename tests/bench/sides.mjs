// What is compared: each side verifies the same records from the text in their seal field, and counts what it verified.
// The same code runs in the page and in Node.

import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import canonicalize from 'canonicalize';
import { base64url, compactVerify, importJWK } from 'jose';
import jsigs from 'jsonld-signatures';

/** The uses of a policy, as docs/uses.md has it. */
const USES = {
  'customer-contact': { origins: ['recorded'], unsealed: 'allow', owner: 'CRM team' },
  'credit-scoring': { origins: ['recorded'], oversight: true, owner: 'Risk' },
  testing: {
    codes: ['non-ai-staging'],
    origins: ['synthetic', 'masked', 'ai-generated', 'ai-modified'],
    environments: ['sandbox'],
    unsealed: 'refuse',
  },
};

/**
 * The sides by name, ready: loaders, keys and engines are kept between records.
 * `records`: envelope → records as a REST query gives them. `digest`: SHA-256 of ASCII text as base64url, by the platform.
 */
export async function prepareSides({ records, trust, policy, createVerifier, digest, workers }) {
  const key = await Ed25519Multikey.from(methodOf(trust));
  const ours = async (envelope, options) => {
    const given = { trust, policy, workers: 0, engine: 'wasm', ...options };
    const verifier = await createVerifier(given);
    if (verifier.engine !== given.engine) throw new Error(`the engine ${given.engine} did not start`);
    return touchmark(records[envelope], verifier);
  };
  const sides = {
    individual: await ours('vc'),
    batch: await ours('tlog'),
    deciding: await ours('vc', { policy: { ...policy, uses: USES } }),
    fallback: await ours('vc', { engine: 'fallback' }),
    digitalbazaar: oneByOne(records.vc, await dataIntegrity(trust, key)),
    jose: oneByOne(records.jws, await joseAndDigests(key, digest)),
  };
  for (const [name, count] of Object.entries(workers)) {
    sides[`individual_${name}`] = await ours('vc', { workers: count });
    sides[`batch_${name}`] = await ours('tlog', { workers: count });
  }
  return sides;
}

/** This package: seal, issuer, binding, status and every field. */
function touchmark(records, verifier) {
  const verified = async (some) => {
    const verdicts = await verifier.verifyAll(some);
    return verdicts.filter(({ trust, flags }) => trust === 'verified' && flags.length === 0).length;
  };
  return side(records, verified);
}

/** A peer that takes one record at a time. */
function oneByOne(records, verify) {
  return side(records, async (some) => {
    let verified = 0;
    for (const record of some) if (await verify(record)) verified += 1;
    return verified;
  });
}

function side(records, verified) {
  return {
    /** Verifies the records `from` up to `to`. */
    async run([from, to]) {
      const some = records.slice(from, to);
      const start = performance.now();
      const count = await verified(some);
      return { milliseconds: performance.now() - start, verified: count };
    },
    /** How many of the first `count` records still verify after one claim of each was changed; and one field of each. */
    async tampered(count) {
      const some = records.slice(0, count);
      return {
        claim: await verified(some.map(changeClaim)),
        field: await verified(some.map((record) => ({ ...record, LastName: `${record.LastName}.` }))),
      };
    },
  };
}

/** The peer's own way: the proof alone. It knows neither salts nor fields. */
async function dataIntegrity(trust, key) {
  const [issuer] = trust.issuers;
  const method = methodOf(trust);
  const { id } = method;
  const controller = { id: issuer.id, verificationMethod: [method], assertionMethod: [id] };
  const documents = new Map([
    [issuer.id, { '@context': 'https://www.w3.org/ns/did/v1', ...controller }],
    [id, { '@context': 'https://w3id.org/security/multikey/v1', ...method }],
  ]);
  const documentLoader = async (url) => {
    const document = documents.get(url);
    if (!document) throw new Error(`no document ${url}`);
    return { contextUrl: null, documentUrl: url, document };
  };
  const verifier = key.verifier();
  const cryptosuite = { ...createVerifyCryptosuite(), createVerifier: async () => verifier };
  const suite = new DataIntegrityProof({ cryptosuite });
  const purpose = new jsigs.purposes.AssertionProofPurpose();
  return async (record) => {
    const { vc } = JSON.parse(record.Provenance_Seal__c);
    return (await jsigs.verify(vc, { suite, purpose, documentLoader })).verified;
  };
}

/** The signature with jose, then the digest of each sealed field, as one would write it by hand. */
async function joseAndDigests(key, digest) {
  const { publicKey } = await key.export({ publicKey: true, raw: true });
  const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64url.encode(publicKey) };
  const cached = await importJWK(jwk, 'Ed25519');
  const text = new TextDecoder();
  return async (record) => {
    const { jws, salts } = JSON.parse(record.Provenance_Seal__c);
    let statement;
    try {
      const { payload } = await compactVerify(jws, cached);
      statement = JSON.parse(text.decode(payload));
    } catch {
      return false;
    }
    const { types = {}, values } = statement.credentialSubject.fieldDigests;
    const matches = Object.entries(values).map(async ([name, value]) => {
      const disclosure = canonicalize([salts[name], name, normal(types[name], record[name])]);
      return (await digest(base64url.encode(disclosure))) === value;
    });
    return (await Promise.all(matches)).every(Boolean);
  };
}

/** The normal forms of the types that these contacts have. */
function normal(type, value) {
  if (value === null || value === '') return null;
  return type === 'email' ? value.toLowerCase() : value;
}

function methodOf({ issuers: [issuer] }) {
  const [{ id, publicKeyMultibase }] = issuer.keys;
  return { id, type: 'Multikey', controller: issuer.id, publicKeyMultibase };
}

/** The same record; its seal states another time of creation. */
function changeClaim(record) {
  const seal = JSON.parse(record.Provenance_Seal__c);
  const change = (statement) => {
    statement.credentialSubject.provenance.created = '2001-01-01T00:00:00Z';
    return statement;
  };
  if (seal.vc) change(seal.vc);
  if (seal.tlog) change(seal.tlog.leaf);
  if (seal.jws) {
    const [header, payload, signature] = seal.jws.split('.');
    const statement = change(JSON.parse(new TextDecoder().decode(base64url.decode(payload))));
    seal.jws = [header, base64url.encode(JSON.stringify(statement)), signature].join('.');
  }
  return { ...record, Provenance_Seal__c: JSON.stringify(seal) };
}
