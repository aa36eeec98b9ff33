// @digitalbazaar/data-integrity with eddsa-jcs-2022: it verifies our proofs, and we verify its.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { DataIntegrityProof } from '@digitalbazaar/data-integrity';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { createSignCryptosuite, createVerifyCryptosuite } from '@digitalbazaar/eddsa-jcs-2022-cryptosuite';
import jsigs from 'jsonld-signatures';
import { cases, Desk, isVerified, statement } from './desk.mjs';

const desk = new Desk();
after(() => desk.close());

test('it verifies a seal of ours, and refuses a changed one', async () => {
  const { vc } = desk.seal();
  assert.equal(await verifies(vc), true);
  vc.credentialSubject.provenance.isSynthetic = false;
  assert.equal(await verifies(vc), false);
});

test('it verifies the root proof of an approved seal', async () => {
  // It knows no `previousProof`. The root proof hashes the document without any proof, so the same document with
  // that proof alone is what it covers.
  const { vc } = JSON.parse(cases.approved.seal);
  const roots = vc.proof.filter(({ previousProof }) => previousProof === undefined);
  assert.deepEqual([vc.proof.length, roots.length], [2, 1]);
  assert.equal(await verifies({ ...vc, proof: roots[0] }), true);
  const [approval] = vc.proof.filter(({ previousProof }) => previousProof !== undefined);
  assert.equal(await verifies({ ...vc, proof: approval }), false, 'an approval covers the root proof too');
});

test('we verify a seal of its, and refuse a changed one', async () => {
  const key = await Ed25519Multikey.generate();
  const issuer = `did:key:${key.publicKeyMultibase}`;
  Object.assign(key, { id: `${issuer}#${key.publicKeyMultibase}`, controller: issuer });
  const { credential, salts } = statement(issuer);
  const suite = new DataIntegrityProof({ signer: key.signer(), cryptosuite: createSignCryptosuite() });
  const vc = await jsigs.sign(credential, {
    suite,
    purpose: new jsigs.purposes.AssertionProofPurpose(),
    documentLoader: documentsOf(issuer),
  });
  const seal = { seal: 'crm-seal/1', vc, salts };
  assert.ok(isVerified(desk.verify(seal, issuer)));
  vc.credentialSubject.provenance.isSynthetic = false;
  assert.equal(desk.verify(seal, issuer).trust, 'invalid');
});

async function verifies(vc) {
  const suite = new DataIntegrityProof({ cryptosuite: createVerifyCryptosuite() });
  const purpose = new jsigs.purposes.AssertionProofPurpose();
  const documentLoader = documentsOf(vc.proof.verificationMethod.split('#')[0]);
  return (await jsigs.verify(vc, { suite, purpose, documentLoader })).verified;
}

/** What a did:key stands for; nothing else is loaded. */
function documentsOf(did) {
  const publicKeyMultibase = did.slice('did:key:'.length);
  const id = `${did}#${publicKeyMultibase}`;
  const method = { id, type: 'Multikey', controller: did, publicKeyMultibase };
  const documents = {
    [did]: {
      '@context': 'https://www.w3.org/ns/did/v1',
      id: did,
      verificationMethod: [method],
      assertionMethod: [id],
    },
    [id]: { '@context': 'https://w3id.org/security/multikey/v1', ...method },
  };
  return async (url) => {
    if (!documents[url]) throw new Error(`no document ${url}`);
    return { contextUrl: null, documentUrl: url, document: documents[url] };
  };
}
