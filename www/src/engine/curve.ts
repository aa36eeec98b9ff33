/** Ed25519 in JavaScript, for the engine that has no curve of its own: `@noble/ed25519`, which `scripts/fallback.mjs` puts into its script. */
import { Point, etc } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';

/** Keys kept at most: a page has few issuers, and seals may name keys of anybody's making. */
const MAX_KEYS = 64;

/** What is known of keys, by their bytes. */
const keys = new Map<string, Key>();

interface Key {
  /** None where the bytes are no point. */
  readonly point: Point | undefined;
  isOfPrimeOrder?: boolean;
}

/** Whether a key is a point of prime order, as every key is that was made from a private half. It takes as long as a check. */
export function isOfPrimeOrder(bytes: Uint8Array): boolean {
  const key = keyOf(bytes);
  return (key.isOfPrimeOrder ??= key.point !== undefined && !key.point.is0() && key.point.isTorsionFree());
}

/**
 * Whether the equation of RFC 8032 §5.1.7 holds, without cofactor: `[S]B = R + [k]A`. The check is a key, a signature and the
 * message, and is admissible (docs/ed25519.md). The library's own `verify` multiplies by the cofactor, so that it takes more.
 */
export function holds(check: Uint8Array): boolean {
  const [key, r, s, message] = [
    check.subarray(0, 32),
    check.subarray(32, 64),
    check.subarray(64, 96),
    check.subarray(96),
  ];
  const [a, claimed] = [keyOf(key).point, pointOf(r)];
  if (!a || !claimed) return false;
  const k = scalar(sha512(etc.concatBytes(r, key, message)));
  // No secret is in any of it, so that the multiplication need not take the same time for all.
  return Point.BASE.multiply(scalar(s), false).equals(claimed.add(a.multiply(k, false)));
}

function keyOf(bytes: Uint8Array): Key {
  const name = etc.bytesToHex(bytes);
  let key = keys.get(name);
  if (!key) {
    if (keys.size >= MAX_KEYS) keys.clear();
    keys.set(name, (key = { point: pointOf(bytes) }));
  }
  return key;
}

function pointOf(bytes: Uint8Array): Point | undefined {
  try {
    return Point.fromBytes(bytes);
  } catch {
    return undefined;
  }
}

/** A little-endian number, reduced by the order of the basepoint. */
function scalar(bytes: Uint8Array): bigint {
  const hex = etc.bytesToHex(Uint8Array.from(bytes).reverse());
  return etc.mod(BigInt(`0x${hex}`), Point.CURVE().n);
}
