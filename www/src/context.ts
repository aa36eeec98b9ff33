import type { Verifier } from './verifier.js';

export { checkerContext, request, answerFor, answering, use, type Checkers };

/**
 * How an element finds its verifier: the community context protocol. A `context-request` event rises from the
 * element; the nearest provider, or else the page's `use(verifier)`, calls back, and again whenever it changes.
 */
const checkerContext: unique symbol = Symbol.for('touchmark-verifier') as never;

type Callback = (verifier: Verifier, unsubscribe?: () => void) => void;

interface ContextRequest extends Event {
  readonly context: unknown;
  readonly contextTarget: Element;
  readonly callback: Callback;
  readonly subscribe: boolean;
}

/** Elements that nobody has answered yet, and those that the page's own verifier answered. */
const waiting = new Map<Element, Callback>();
const used = new Map<Element, Callback>();
let pageVerifier: Verifier | undefined;

/** Makes `verifier` the one for every element outside a `<touchmark-provider>`. */
function use(verifier: Verifier): void {
  pageVerifier = verifier;
  for (const callback of used.values()) callback(verifier);
  askAgain();
}

/** Asks for a verifier on behalf of `element`; the answer may come at once, later, or more than once. */
function request(element: Element, answered: (verifier: Verifier) => void): () => void {
  let leave = (): void => {};
  let over = false;
  const callback: Callback = (verifier, unsubscribe) => {
    if (over) return unsubscribe?.();
    waiting.delete(element);
    if (unsubscribe) leave = unsubscribe;
    answered(verifier);
  };
  waiting.set(element, callback);
  ask(element, callback);
  return () => {
    over = true;
    waiting.delete(element);
    used.delete(element);
    leave();
  };
}

/** The providing side: the elements that asked below `host`, and what they are told. */
interface Checkers {
  /** Tells everyone who asked, and everyone who will. */
  tell(verifier: Verifier): void;
  /** Stops answering; those who asked ask again elsewhere. */
  close(): void;
}

function answering(host: Element): Checkers {
  const asked = new Map<Element, Callback>();
  let current: Verifier | undefined;
  const listen = (event: Event): void => {
    const { context, contextTarget, callback, subscribe } = event as ContextRequest;
    if (context !== checkerContext || contextTarget === host) return;
    event.stopImmediatePropagation();
    const leave = (): void => void asked.delete(contextTarget);
    if (subscribe) asked.set(contextTarget, (verifier) => callback(verifier, leave));
    // Not told yet: the element is known, and its own patience says when to give up.
    if (current) callback(current, leave);
  };
  host.addEventListener('context-request', listen);
  // Elements may have been there first.
  queueMicrotask(askAgain);
  return {
    tell(verifier) {
      current = verifier;
      for (const callback of [...asked.values()]) callback(verifier);
    },
    close() {
      host.removeEventListener('context-request', listen);
      asked.clear();
    },
  };
}

/** Answers what `element` itself asks with `verifier`, whoever else would. */
function answerFor(element: Element, verifier: Verifier): void {
  element.addEventListener('context-request', (event) => {
    const { context, contextTarget, callback } = event as ContextRequest;
    if (context !== checkerContext || contextTarget !== element) return;
    event.stopImmediatePropagation();
    callback(verifier);
  });
}

function ask(element: Element, callback: Callback): void {
  const event = Object.assign(new Event('context-request', { bubbles: true, composed: true }), {
    context: checkerContext,
    contextTarget: element,
    callback,
    subscribe: true,
  });
  element.dispatchEvent(event);
  if (waiting.has(element) && pageVerifier && !event.cancelBubble) {
    used.set(element, callback);
    callback(pageVerifier, () => used.delete(element));
  }
}

function askAgain(): void {
  for (const [element, callback] of [...waiting]) ask(element, callback);
}
