/** `touchmark/vue`: verdicts as refs. */
import { computed, shallowRef, toValue, watchPostEffect, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { CHECKING, ask, keyOf, type Answer, type MaybeRecord } from '../asking/answer.js';
import { own } from '../own.js';
import type { Verifier } from '../engine/verifier.js';

export type { Answer } from '../asking/answer.js';

export interface UseVerdictOptions {
  /** Checks the record; unless given, the verifier of the provider around `at`, or the page's (`use`). */
  readonly verifier?: MaybeRefOrGetter<Verifier | undefined>;
  /** A template ref to an element inside the `<touchmark-provider>` that shall answer. */
  readonly at?: MaybeRefOrGetter<Element | null | undefined>;
}

/** The members of an {@link Answer}, each a ref. No verdict is made reactive. */
export type UseVerdict = { readonly [Name in keyof Answer]: ComputedRef<Answer[Name]> };

/** The verdict on a record, as a badge would show it. Asked again when what is in the record changes. */
export function useVerdict(
  record: MaybeRefOrGetter<MaybeRecord>,
  options: UseVerdictOptions = {},
): UseVerdict {
  const { verifier, at } = own(options);
  /** What is asked now, and of whom: an answer to anything else is none. */
  const asked = computed(() => [keyOf(toValue(record)), toValue(verifier), toValue(at)] as const);
  const known = shallowRef<{ asked: unknown; answer: Answer }>();
  watchPostEffect((clean) => {
    const mine = asked.value;
    const [, verifier, at] = mine;
    clean(ask(toValue(record), { verifier, at }, (answer) => (known.value = { asked: mine, answer })));
  });
  const answer = computed(() => (known.value?.asked === asked.value ? known.value.answer : CHECKING));
  return { verdict: computed(() => answer.value.verdict), state: computed(() => answer.value.state) };
}
