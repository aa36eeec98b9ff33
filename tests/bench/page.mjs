// What runs in the browser: each side verifies records as a REST query gives them, and counts its verdicts.
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import jsigs from 'jsonld-signatures';

globalThis.bench = { prepare, ours, peer, refusals };

const side = {};
let records = [];

/** Loads the records and makes both verifiers ready; nothing of this is timed. */
async function prepare() {
  const json = async (name) => (await fetch(`./data/${name}.json`)).json();
  const [contacts, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(json));
  records = contacts.records;
  const { createVerifier } = await import(new URL('./touchmark/dist/index.js', location.href).href);
  side.ours = await createVerifier({ trust, policy });
  side.peer = await peerVerifier(trust);
  return records.length;
}

/** The peer's own way, with all that can be kept between records kept: documents, purpose, suite, key. */
async function peerVerifier(trust) {
  const [issuer] = trust.issuers;
  const [{ id, publicKeyMultibase }] = issuer.keys;
  const method = { id, type: 'Multikey', controller: issuer.id, publicKeyMultibase };
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
  const verifier = (await Ed25519Multikey.from(documents.get(id))).verifier();
  const cryptosuite = { ...createVerifyCryptosuite(), createVerifier: async () => verifier };
  const suite = new DataIntegrityProof({ cryptosuite });
  const purpose = new jsigs.purposes.AssertionProofPurpose();
  return async (seal) => (await jsigs.verify(seal.vc, { suite, purpose, documentLoader })).verified;
}

/** Every record through this package: seal, issuer, binding and all fields. */
async function ours() {
  const start = performance.now();
  const verdicts = await side.ours.verifyAll(records);
  const milliseconds = performance.now() - start;
  const verified = verdicts.filter(({ trust, flags }) => trust === 'verified' && flags.length === 0).length;
  return { milliseconds, verified };
}

/** Records `from` up to `to` through the peer: the proof alone. */
async function peer([from, to]) {
  let verified = 0;
  const start = performance.now();
  for (const record of records.slice(from, to)) {
    if (await side.peer(JSON.parse(record.Provenance_Seal__c))) verified += 1;
  }
  return { milliseconds: performance.now() - start, verified };
}

/** Both sides must refuse a changed claim: how many of the first `count` records each refuses. */
async function refusals(count) {
  const changed = records.slice(0, count).map((record) => {
    const seal = JSON.parse(record.Provenance_Seal__c);
    seal.vc.credentialSubject.provenance.created = '2001-01-01T00:00:00Z';
    return { ...record, Provenance_Seal__c: JSON.stringify(seal) };
  });
  const verdicts = await side.ours.verifyAll(changed);
  const proofs = [];
  for (const { Provenance_Seal__c } of changed) proofs.push(await side.peer(JSON.parse(Provenance_Seal__c)));
  return {
    ours: verdicts.filter(({ trust }) => trust === 'invalid').length,
    peer: proofs.filter((verified) => !verified).length,
  };
}
