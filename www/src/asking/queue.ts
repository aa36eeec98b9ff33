/** Records that are asked for in one microtask, checked as one batch. */
import type { RecordView, Verdict } from '../verdict/verdict.js';
import type { Verifier } from '../engine/verifier.js';

interface Waiting {
  readonly record: RecordView | string;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

const queues = new WeakMap<Verifier, Waiting[]>();

/** `verifier.verify(record)`, but everything asked for in one microtask goes as one batch. */
export function batched(verifier: Verifier, record: RecordView | string): Promise<Verdict> {
  return new Promise((resolve, reject) => {
    const queue = queues.get(verifier);
    if (queue) {
      queue.push({ record, resolve, reject });
      return;
    }
    queues.set(verifier, [{ record, resolve, reject }]);
    queueMicrotask(() => {
      const batch = queues.get(verifier) ?? [];
      queues.delete(verifier);
      checked(verifier, batch).then(
        (verdicts) =>
          batch.forEach((one, index) => {
            const verdict = verdicts[index];
            if (verdict) one.resolve(verdict);
            else one.reject(new Error('the verifier lost count'));
          }),
        (error: unknown) => batch.forEach((one) => one.reject(error)),
      );
    });
  });
}

/** Whoever stands in for a verifier may throw where it should answer. */
async function checked(verifier: Verifier, batch: readonly Waiting[]): Promise<Verdict[]> {
  return verifier.verifyAll(batch.map((one) => one.record));
}
