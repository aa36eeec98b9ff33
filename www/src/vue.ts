import { computed, shallowRef, toValue, watchPostEffect, type ComputedRef, type MaybeRefOrGetter } from 'vue';
import { CHECKING, ask, keyOf, type Answer, type MaybeRecord } from './asking.js';
import type { Verifier } from './verifier.js';

export type { Answer, UseVerdict, UseVerdictOptions };

interface UseVerdictOptions {
  /** Checks the record; unless given, the verifier of the provider around `at`, or the page's (`use`). */
  readonly verifier?: MaybeRefOrGetter<Verifier | undefined>;
  /** A template ref to an element inside the `<touchmark-provider>` that shall answer. */
  readonly at?: MaybeRefOrGetter<Element | null | undefined>;
}

/** The members of an {@link Answer}, each a ref. No verdict is made reactive. */
type UseVerdict = { readonly [Name in keyof Answer]: ComputedRef<Answer[Name]> };

/** The verdict on a record, as a badge would show it. Asked again when what is in the record changes. */
export function useVerdict(
  record: MaybeRefOrGetter<MaybeRecord>,
  options: UseVerdictOptions = {},
): UseVerdict {
  const answer = shallowRef(CHECKING);
  watchPostEffect((clean) => {
    const asked = toValue(record);
    // Reads all of it: whatever is edited in it is followed.
    keyOf(asked);
    answer.value = CHECKING;
    const who = { verifier: toValue(options.verifier), at: toValue(options.at) };
    clean(ask(asked, who, (told) => (answer.value = told)));
  });
  return { verdict: computed(() => answer.value.verdict), state: computed(() => answer.value.state) };
}
