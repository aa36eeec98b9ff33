/** Whose eyes a record is checked with: verifiers for this page, for production, and with a trust list that is out of date. */
import { createVerifier, type Verifier } from '../src/entries/index.js';

export type Surface = 'sandbox' | 'production' | 'stale';

export class Surfaces {
  readonly #files: Promise<readonly [object, object]>;
  readonly #made = new Map<Surface, Promise<Verifier>>();

  /** The files of trust and policy, as they are loaded. */
  constructor(trust: Promise<object>, policy: Promise<object>) {
    this.#files = Promise.all([trust, policy]);
    this.#files.catch(() => {});
  }

  /** The same one each time it is asked for; one that could not be made is tried again. */
  verifier(surface: Surface): Promise<Verifier> {
    let verifier = this.#made.get(surface);
    if (!verifier) {
      verifier = this.#make(surface);
      this.#made.set(surface, verifier);
      verifier.catch(() => this.#made.delete(surface));
    }
    return verifier;
  }

  async #make(surface: Surface): Promise<Verifier> {
    const [trust, policy] = await this.#files;
    const environment = surface === 'production' ? 'production' : 'sandbox';
    const timeout = 60_000;
    const dates = surface === 'stale' && { issued: daysAgo(2), expires: daysAgo(1) };
    return createVerifier({
      trust: { ...trust, ...dates },
      policy: { ...policy, environment },
      timeout,
    });
  }
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString().replace(/\.\d+/, '');
}
