/** Ed25519 for the engine that has none of its own: by WebCrypto, or by whoever answers in its place. */

/** One byte a check. */
const ANSWER = { fails: 0, holds: 1, none: 2 };

/** Keys kept at most: a page has few issuers, and seals may name keys of anybody's making. */
const MAX_KEYS = 64;

const keys = new Map<string, Promise<CryptoKey>>();

/** Whether a check holds: 32 bytes of key, 64 of signature and the message. Throws, or rejects, where it cannot say. */
export type Answerer = (check: Uint8Array<ArrayBuffer>) => boolean | Promise<boolean>;

/**
 * Has Ed25519 checks answered, all at once. Each is the message's length (four bytes, little-endian), and what an answerer is
 * given. Where that cannot say, there is no answer, and never a guess.
 */
export async function answersTo(checks: Uint8Array, answerer: Answerer): Promise<Uint8Array> {
  // Rows of a batch share a signature: it is checked once.
  const asked = new Map<string, Promise<number>>();
  const answers: Promise<number>[] = [];
  const view = new DataView(checks.buffer, checks.byteOffset, checks.byteLength);
  for (let start = 0; start < checks.length;) {
    const end = start + 100 + view.getUint32(start, true);
    const text = oneToOne.decode(checks.subarray(start, end));
    let answer = asked.get(text);
    if (!answer) {
      answer = answerTo(checks.slice(start + 4, end), answerer);
      asked.set(text, answer);
    }
    answers.push(answer);
    start = end;
  }
  return Uint8Array.from(await Promise.all(answers));
}

/** A character for each byte, so that bytes can be looked up. */
const oneToOne = new TextDecoder('latin1');

async function answerTo(check: Uint8Array<ArrayBuffer>, answerer: Answerer): Promise<number> {
  try {
    return (await answerer(check)) ? ANSWER.holds : ANSWER.fails;
  } catch {
    return ANSWER.none;
  }
}

/** The platform's own. */
export async function byWebCrypto(check: Uint8Array<ArrayBuffer>): Promise<boolean> {
  let key: CryptoKey;
  try {
    key = await keyOf(check.subarray(0, 32));
  } catch (error) {
    // Said of bytes that are no key; a platform without Ed25519 says otherwise.
    if ((error as Error | null)?.name === 'DataError') return false;
    throw error;
  }
  return crypto.subtle.verify('Ed25519', key, check.subarray(32, 96), check.subarray(96));
}

function keyOf(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  const name = oneToOne.decode(bytes);
  let key = keys.get(name);
  if (!key) {
    key = crypto.subtle.importKey('raw', bytes, 'Ed25519', false, ['verify']);
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(name, key);
    key.catch(() => keys.delete(name));
  }
  return key;
}
