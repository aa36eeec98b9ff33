/** Ed25519 by WebCrypto, for the engine that has none of its own. */

/** One byte a check. */
const ANSWER = { fails: 0, holds: 1, none: 2 };

/** Keys kept at most: a page has few issuers, and seals may name keys of anybody's making. */
const MAX_KEYS = 64;

const keys = new Map<string, Promise<CryptoKey>>();

/**
 * Has WebCrypto answer Ed25519 checks, all at once. Each is the message's length (four bytes, little-endian), 32 bytes
 * of key, 64 of signature and the message. Where the platform cannot say, there is no answer, and never a guess.
 */
export async function answersTo(checks: Uint8Array): Promise<Uint8Array> {
  // Rows of a batch share a signature: it is checked once.
  const asked = new Map<string, Promise<number>>();
  const answers: Promise<number>[] = [];
  const view = new DataView(checks.buffer, checks.byteOffset, checks.byteLength);
  for (let start = 0; start < checks.length;) {
    const end = start + 100 + view.getUint32(start, true);
    const text = oneToOne.decode(checks.subarray(start, end));
    let answer = asked.get(text);
    if (!answer) {
      answer = answerTo(text.slice(4, 36), checks.slice(start + 4, end)).catch(() => ANSWER.none);
      asked.set(text, answer);
    }
    answers.push(answer);
    start = end;
  }
  return Uint8Array.from(await Promise.all(answers));
}

/** A character for each byte, so that bytes can be looked up. */
const oneToOne = new TextDecoder('latin1');

async function answerTo(name: string, check: Uint8Array<ArrayBuffer>): Promise<number> {
  let key: CryptoKey;
  try {
    key = await keyOf(name, check.subarray(0, 32));
  } catch (error) {
    // Said of bytes that are no key; a platform without Ed25519 says otherwise.
    return (error as Error | null)?.name === 'DataError' ? ANSWER.fails : ANSWER.none;
  }
  const holds = await crypto.subtle.verify('Ed25519', key, check.subarray(32, 96), check.subarray(96));
  return holds ? ANSWER.holds : ANSWER.fails;
}

function keyOf(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  let key = keys.get(name);
  if (!key) {
    key = crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']);
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(name, key);
    key.catch(() => keys.delete(name));
  }
  return key;
}
