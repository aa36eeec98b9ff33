/** Whether a record may be used for something, as its verdict says by the policy of its check (docs/uses.md). */
import { TouchmarkError } from '../error.js';
import { shielded } from '../own.js';
import { genuine, isOn } from './authenticity.js';
import type { Decision, RecordView, UseReason, Verdict } from './verdict.js';

/**
 * The policy's answer for a use. A use that it does not name is refused; where no engine of this page made a check, there is no policy
 * to ask, and the answer is `unknown`.
 */
export function mayBeUsed(given: unknown, use: string): Decision {
  const verdict = genuine(given);
  // Whoever checks has a trust bundle, and with it a policy.
  if (!verdict || verdict.trustBundle.expires === undefined) return answer('unknown', 'not-proved');
  const { uses = {} } = verdict;
  return typeof use === 'string' && Object.prototype.hasOwnProperty.call(uses, use)
    ? (uses[use] as Decision)
    : answer('refused', 'use-not-named');
}

function answer(answer: Decision['answer'], reason: UseReason): Decision {
  return Object.freeze(shielded<Decision>({ answer, reasons: Object.freeze([reason]) }, ['owner', 'grant']));
}

/** What `assertUsable` throws: a record that is not to be used, and why. */
export class UseError extends TouchmarkError {
  readonly use: string;
  readonly decision: Decision;

  constructor(use: string, decision: Decision) {
    const { answer, reasons, owner } = decision;
    const whom = owner === undefined ? '' : ` Ask ${owner}.`;
    super(
      'use-not-allowed',
      `The record may not be used for "${String(use)}": ${answer} (${reasons.join(', ')}).${whom}`,
    );
    this.name = 'UseError';
    this.use = use;
    this.decision = decision;
  }
}

/** Throws a `UseError` unless the answer is `allowed`. */
export function assertUsable(verdict: unknown, use: string): void {
  const decision = mayBeUsed(verdict, use);
  if (decision.answer !== 'allowed') throw new UseError(use, decision);
}

/** A record of a list, its verdict, and the answer for the use that was asked about. */
export interface Decided<Of> {
  readonly record: Of;
  readonly verdict: Verdict;
  readonly decision: Decision;
}

/** A list by what may be done with its records: each is in one part, in the order of the list. */
export interface Partition<Of> {
  /** May be used. */
  readonly clean: readonly Decided<Of>[];
  /** May not. */
  readonly held: readonly Decided<Of>[];
  /** A person decides. */
  readonly doubtful: readonly Decided<Of>[];
}

/**
 * Checks records and parts them by whether each may be used for something. Throws what `verifyAll` throws, where this is no list; and a
 * `TouchmarkError` where the policy names no such use, since then nothing could be clean.
 */
export async function partition<Of extends RecordView | string>(
  verifier: { verifyAll(records: readonly Of[]): Promise<readonly Verdict[]> },
  records: readonly Of[],
  use: string,
): Promise<Partition<Of>> {
  // Of its own: who checks answers in its order. What is no list, such as a query result, is refused there.
  const list = Array.isArray(records) ? Array.from(records) : records;
  const verdicts = await verifier.verifyAll(list);
  const decided = list.map((record, at) => {
    const verdict = verdicts[at] as Verdict;
    const own = genuine(verdict);
    // Whoever checks may answer for another record.
    const isAnswer = own !== undefined && isOn(own, record);
    return { record, verdict, decision: isAnswer ? mayBeUsed(own, use) : answer('unknown', 'not-proved') };
  });
  if (decided.some(({ decision }) => decision.reasons.includes('use-not-named'))) {
    throw new TouchmarkError(
      'use-unknown',
      `The policy names no use "${String(use)}". Name it in the policy's \`uses\`, or correct the name.`,
    );
  }
  const those = (answer: Decision['answer']): Decided<Of>[] =>
    decided.filter(({ decision }) => decision.answer === answer);
  return { clean: those('allowed'), held: those('refused'), doubtful: those('unknown') };
}
