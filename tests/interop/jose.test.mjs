// jose: it verifies our JWS, and we verify its, under both names of the algorithm.
import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import * as Ed25519Multikey from '@digitalbazaar/ed25519-multikey';
import { CompactSign, compactVerify, exportJWK, generateKeyPair, importJWK } from 'jose';
import { cases, Desk, isVerified, statement } from './desk.mjs';

const desk = new Desk();
after(() => desk.close());

test('it verifies the JWS of the acceptance cases', async () => {
  for (const [id, algorithm] of [
    ['jws-Ed25519', 'Ed25519'],
    ['jws-EdDSA', 'EdDSA'],
  ]) {
    const { jws } = JSON.parse(cases[id].seal);
    await holdVerified(jws, algorithm);
  }
});

test('it verifies a JWS of ours, and refuses a changed one', async () => {
  const { jws } = desk.seal('--envelope', 'jws');
  await holdVerified(jws, 'Ed25519');
});

test('we verify a JWS of its, and refuse what deviates', async () => {
  const { publicKey, privateKey } = await generateKeyPair('Ed25519', { extractable: true });
  const pair = await Ed25519Multikey.fromJwk({ jwk: await exportJWK(publicKey) });
  const { publicKeyMultibase: multikey } = await pair.export({ publicKey: true });
  const issuer = `did:key:${multikey}`;
  const { credential, salts } = statement(issuer);
  const sign = (header, payload = credential) =>
    new CompactSign(new TextEncoder().encode(JSON.stringify(payload)))
      .setProtectedHeader({ typ: 'vc+jwt', cty: 'vc', kid: `${issuer}#${multikey}`, ...header })
      .sign(privateKey);
  const verdict = (jws) => desk.verify({ seal: 'crm-seal/1', jws, salts }, issuer);

  for (const alg of ['Ed25519', 'EdDSA']) {
    const jws = await sign({ alg });
    assert.ok(isVerified(verdict(jws)), alg);
    assert.equal(verdict(flipped(jws)).trust, 'invalid');
  }
  for (const [header, trust] of [
    [{ alg: 'Ed25519', typ: 'JWT' }, 'unsupported'],
    [{ alg: 'Ed25519', cty: 'json' }, 'malformed'],
    [{ alg: 'Ed25519', iat: 1 }, 'malformed'],
    [{ alg: 'Ed25519', kid: issuer }, 'invalid'],
  ]) {
    assert.equal(verdict(await sign(header)).trust, trust, JSON.stringify(header));
  }
  assert.equal(
    verdict(await sign({ alg: 'Ed25519' }, { ...credential, exp: 4102444800 })).trust,
    'malformed',
  );
});

test('we refuse a JWS that is keyed with our public key', async () => {
  const { jws, salts } = JSON.parse(cases['jws-Ed25519'].seal);
  const [, payload] = jws.split('.');
  const { issuer } = JSON.parse(Buffer.from(payload, 'base64url'));
  const { x } = await publicKeyOf(issuer);
  const kid = `${issuer}#${issuer.slice('did:key:'.length)}`;
  const forged = await new CompactSign(Buffer.from(payload, 'base64url'))
    .setProtectedHeader({ alg: 'HS256', typ: 'vc+jwt', cty: 'vc', kid })
    .sign(Buffer.from(x, 'base64url'));
  assert.equal(desk.verify({ seal: 'crm-seal/1', jws: forged, salts }, issuer).trust, 'unsupported');
});

async function holdVerified(jws, algorithm) {
  const [header, payload] = jws.split('.');
  const { alg, kid, ...rest } = JSON.parse(Buffer.from(header, 'base64url'));
  assert.deepEqual([alg, rest], [algorithm, { typ: 'vc+jwt', cty: 'vc' }]);
  const { issuer } = JSON.parse(Buffer.from(payload, 'base64url'));
  assert.equal(kid, `${issuer}#${issuer.slice('did:key:'.length)}`);
  const key = await importJWK(await publicKeyOf(issuer), algorithm);
  const verified = await compactVerify(jws, key, { algorithms: [algorithm] });
  assert.equal(verified.protectedHeader.kid, kid);
  await assert.rejects(compactVerify(flipped(jws), key), { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
}

async function publicKeyOf(did) {
  const publicKeyMultibase = did.slice('did:key:'.length);
  const keyPair = await Ed25519Multikey.from({ type: 'Multikey', publicKeyMultibase });
  return Ed25519Multikey.toJwk({ keyPair });
}

/** The same with one bit of the signature changed. */
function flipped(jws) {
  const at = jws.lastIndexOf('.') + 1;
  const bytes = Buffer.from(jws.slice(at), 'base64url');
  bytes[7] ^= 1;
  return jws.slice(0, at) + bytes.toString('base64url');
}
