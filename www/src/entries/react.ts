/** `touchmark/react`: verdicts as a hook, elements as a component. */
'use client';

import { createElement, useCallback, useEffect, useRef, useState } from 'react';
import type { JSX, ReactElement, Ref, RefObject } from 'react';
import { CHECKING, ask, keyOf, type Answer, type MaybeRecord } from '../asking/answer.js';
import { own } from '../own.js';
import type { Verifier } from '../engine/verifier.js';

export type { Answer } from '../asking/answer.js';

export interface UseVerdictOptions {
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

type Tags = keyof JSX.IntrinsicElements & `touchmark-${string}`;

export type TouchmarkProps<Tag extends Tags> = JSX.IntrinsicElements[Tag] & {
  /** Which element, by its tag. */
  readonly as: Tag;
};

type Properties = Record<string, unknown>;

const EVENT = /^on(?=touchmark-)/;

/** What React sets by itself wherever it draws, and a server writes. */
const isReacts = (name: string, value: unknown): boolean =>
  /^(children|style)$|^on[A-Z]/.test(name) ||
  (!EVENT.test(name) && (name.includes('-') || /str|num/.test(typeof value)));

/**
 * An element, with what the element alone would lack that a server has drawn: React writes no object into markup, and sets neither
 * properties nor listeners when it takes the markup over.
 */
export function Touchmark<Tag extends Tags>(given: TouchmarkProps<Tag>): ReactElement;
export function Touchmark({
  as,
  ref,
  ...rest
}: { as: string; ref?: Ref<unknown> } & Properties): ReactElement {
  const here = useRef<(Element & Properties) | null>(null);
  const before = useRef<Properties>({});
  const written: Properties = {};
  const set: Properties = {};
  for (const [name, value] of Object.entries(rest)) (isReacts(name, value) ? written : set)[name] = value;
  useEffect(() => {
    const element = here.current;
    const old = before.current;
    before.current = set;
    for (const name of Object.keys({ ...old, ...set })) {
      if (!element || old[name] === set[name] || name in written) continue;
      const event = name.replace(EVENT, '');
      if (event !== name) {
        element.removeEventListener(event, old[name] as EventListener);
        element.addEventListener(event, set[name] as EventListener);
      } else element[name] = set[name];
    }
  });
  const held = useCallback(
    (element: (Element & Properties) | null) => {
      here.current = element;
      if (typeof ref === 'function') return ref(element);
      if (ref) (ref as RefObject<unknown>).current = element;
    },
    [ref],
  );
  return createElement(as, { ...written, ref: held });
}
