// A registry as `touchmark registry` writes it (docs/registry.md), signed by a key that is made for it and thrown away.

import { createHash, createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

const NAME = 'conform.example/registry';
/** Of a signature algorithm in C2SP signed notes: Ed25519. */
const ED25519 = Buffer.of(1);

/**
 * `listed`: `{ object, id, seal }` of a record and the uuid of its current seal. Gives the registry file and
 * the key that a trust bundle lists under `registries`.
 */
export function signedRegistry({ org, listed, date, expires }) {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = Buffer.concat([ED25519, publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)]);
  const id = sha256(Buffer.concat([Buffer.from(`${NAME}\n`), key])).subarray(0, 4);
  const hmacKey = randomBytes(32);

  const tenant = sha256(to18(org)).toString('base64url');
  const entries = Buffer.concat(
    listed
      .map(({ object, id, seal }) => {
        const record = createHmac('sha256', hmacKey).update([tenant, object, to18(id)].join('\x1f'));
        return Buffer.concat([
          record.digest().subarray(0, 8),
          sha256(`urn:uuid:${seal.toLowerCase().replace('urn:uuid:', '')}`).subarray(0, 8),
        ]);
      })
      .sort(Buffer.compare),
  );
  const lines = ['crm-registry/1', tenant, listed.length, sha256(entries).toString('base64'), date, expires];
  const text = lines.map((line) => `${line}\n`).join('');
  const signature = Buffer.concat([id, sign(null, Buffer.from(text), privateKey)]).toString('base64');
  return {
    registry: {
      registry: 'crm-registry/1',
      note: `${text}\n— ${NAME} ${signature}\n`,
      entries: entries.toString('base64url'),
    },
    trusted: {
      key: `${NAME}+${id.toString('hex')}+${key.toString('base64')}`,
      hmacKey: hmacKey.toString('base64url'),
    },
  };
}

/** A record or org id in its form of 18 characters: three that say which of the fifteen are capitals. */
function to18(id) {
  if (id.length !== 15) return id;
  const suffix = [0, 5, 10].map((from) => {
    const bits = [...id.slice(from, from + 5)].map((letter, at) => (/[A-Z]/.test(letter) ? 1 << at : 0));
    return 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'[bits.reduce((sum, bit) => sum + bit)];
  });
  return id + suffix.join('');
}

function sha256(data) {
  return createHash('sha256').update(data).digest();
}
