'use client';

import { useEffect, useState, type RefObject } from 'react';
import { CHECKING, ask, keyOf, type Answer, type MaybeRecord } from './asking.js';
import { own } from './own.js';
import type { Verifier } from './verifier.js';

export type { Answer, UseVerdictOptions };

interface UseVerdictOptions {
  /** Checks the record; unless given, the verifier of the provider around `at`, or the page's (`use`). */
  readonly verifier?: Verifier | undefined;
  /** A ref to an element inside the `<touchmark-provider>` that shall answer. */
  readonly at?: RefObject<Element | null> | undefined;
}

/** The verdict on a record, as a badge would show it. Asked again when what is in the record changes. */
export function useVerdict(record: MaybeRecord, options: UseVerdictOptions = {}): Answer {
  const { verifier, at } = own(options);
  const key = keyOf(record);
  const [known, setKnown] = useState<{ key: unknown; verifier: unknown; at: unknown; answer: Answer }>();
  useEffect(() => {
    const stop = ask(record, { verifier, at: at?.current }, (answer) =>
      setKnown({ key, verifier, at, answer }),
    );
    return () => {
      stop();
      // What was answered before is no answer to what is asked next.
      setKnown(undefined);
    };
  }, [key, verifier, at]);
  const isOfThis = known?.key === key && known.verifier === verifier && known.at === at;
  return isOfThis ? known.answer : CHECKING;
}
