/** How long anything may take. */
import { TouchmarkError } from './error.js';

/** The time every promise of this package keeps, unless told otherwise. */
export const TIMEOUT = 3000;

/** The longest that anybody waits for a provider. */
export const LONGEST = 60_000;

/** Timers of browsers count in 32 bits, and are over at once beyond that. */
const TIMER_LIMIT = 2_147_483_647;

/** Settles as `promise` does, or rejects after `milliseconds` with what did not happen. */
export function within<T>(milliseconds: number, what: string, promise: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => {
        reject(
          new TouchmarkError(
            'timeout',
            `${what} within ${milliseconds} ms. The network or the machine is slow: try again, or give a longer timeout.`,
          ),
        );
      },
      Math.min(milliseconds, TIMER_LIMIT),
    );
    promise.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
