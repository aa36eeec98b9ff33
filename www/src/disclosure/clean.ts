/** The one question of guards, counts and partitions: whether a record is clean. */
import type { Clean, Origin } from '../verdict/verdict.js';
import { genuine } from '../verdict/authenticity.js';

/**
 * Whether a record is clean for a surface that allows these (profile §5): the one question of guards, counts and partitions, and
 * the core has answered it. What no engine of this page made is clean for nobody.
 */
export function isClean(verdict: unknown, allowed: readonly Clean[]): boolean {
  const cleanAs = genuine(verdict)?.cleanAs;
  return cleanAs !== undefined && allowed.includes(cleanAs);
}

/**
 * Whether a filter that is named for an origin ("Hide synthetic records") is about a record: it is of that origin or is said to be,
 * whoever says so. Nothing else: what hides more than it says misleads as well.
 */
export function isOrClaims(given: unknown, origin: Origin): boolean {
  const verdict = genuine(given);
  return verdict !== undefined && (verdict.origin === origin || verdict.claimedOrigin === origin);
}
