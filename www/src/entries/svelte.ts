/** `touchmark/svelte`: verdicts as stores. */
import { readable, type Readable } from 'svelte/store';
import { CHECKING, ask, type Answer, type AskOptions, type MaybeRecord } from '../asking/answer.js';

export type { Answer, AskOptions } from '../asking/answer.js';

/** The verdict on a record, as a badge would show it: a store that asks while somebody is subscribed. For another record make another. */
export function verdictOf(record: MaybeRecord, options: AskOptions = {}): Readable<Answer> {
  return readable(CHECKING, (set) => {
    // What was answered to earlier subscribers may be out of date.
    set(CHECKING);
    return ask(record, options, set);
  });
}
