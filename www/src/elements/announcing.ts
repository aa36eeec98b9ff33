/** What an element that shows a record tells its page: its state, to scripts and style sheets, and each new verdict, as an event. */
import type { ElementState } from '../asking/asking.js';
import type { Verdict } from '../verdict/verdict.js';
import { fire } from './element.js';

/** Fired (bubbling, composed) each time an element has a new verdict to show. */
export type TouchmarkVerdictEvent = CustomEvent<{ readonly verdict: Verdict }>;

export class Announcing {
  /** The verdict that the page was told of, or need not be told of, since it says what the one before said. */
  told: Verdict | undefined;

  readonly #element: HTMLElement;
  #state: ElementState = 'checking';
  #internals: ElementInternals | undefined;

  constructor(element: HTMLElement) {
    this.#element = element;
  }

  get state(): ElementState {
    return this.#state;
  }

  set state(state: ElementState) {
    if (this.#internals && state === this.#state) return;
    this.#state = state;
    try {
      this.#internals ??= this.#element.attachInternals();
      this.#internals.states.clear();
      this.#internals.states.add(state);
    } catch {
      // A browser without custom states: `state` says the same.
    }
  }

  tell(verdict: Verdict): void {
    if (this.told === verdict) return;
    this.told = verdict;
    fire(this.#element, 'touchmark-verdict', { verdict });
  }
}
