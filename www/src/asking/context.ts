/** How whoever asks finds who answers: the community context protocol, with the providers of a page and its `use(verifier)`. */
import { supplyLabels } from '../labels.js';
import { bare, own } from '../own.js';
import type { Verifier } from '../engine/verifier.js';

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
  /** Of this package's own requests: called when whoever answered does so no more, and what was answered is void. */
  readonly lost?: () => void;
}

export interface UseOptions {
  /**
   * Whether a `<touchmark-provider trust="…">` of the markup is believed beside this verifier. Not unless it is asked for: markup can
   * come from anybody who may write a text that the page shows, and would bring its own trust.
   */
  readonly allowProviders?: boolean | undefined;
  /**
   * What people call the fields, for the details: describe results, object infos of the UI API, `{ Contact: { MailingCity: 'City' } }`, or
   * a list of these. Without it fields go by what their API names read as: "Mailing city".
   */
  readonly labels?: object | string | undefined;
}

type Asking = Pick<Required<ContextRequest>, 'callback' | 'lost'>;

/** Requests that nobody has answered yet, and those that the page's own verifier answered, each with its element, which may have several. */
const waiting = new Map<Asking, Element>();
const used = new Map<Asking, Element>();
let pageVerifier: Verifier | undefined;

/** Whether a script of the page has said who checks, and whether it lets markup say so too. */
let hasSpoken = false;
let allowsMarkup = false;
const doubted = new Set<() => void>();

/**
 * Makes `verifier` the one for every element of the page but those inside a provider that a script gave a verifier, or allowed.
 * The script has the last word, whenever it comes: what a provider of the markup had answered until then is void.
 */
export function use(verifier: Verifier, options?: UseOptions): void {
  pageVerifier = verifier;
  const { allowProviders, labels } = own(options);
  allowsMarkup = allowProviders === true;
  if (labels !== undefined) supplyLabels(labels);
  for (const { callback } of [...used.keys()]) callback(verifier);
  scriptSpoke();
  askAgain();
}

/** A script has said who checks: from here on markup is not asked, unless that script allows it. */
export function scriptSpoke(): void {
  hasSpoken = true;
  for (const listener of [...doubted]) listener();
}

/**
 * Whether addresses in the markup of a provider may say whom to trust: where a script allows it, and where no script has said
 * anything and no provider stands around it. What a page shows of somebody's text is inside of what the page wrote.
 */
export function isMarkupBelieved(provider: Element): boolean {
  return allowsMarkup || (!hasSpoken && !isBelowAnother(provider));
}

function isBelowAnother(provider: Element): boolean {
  for (let at = above(provider); at; at = above(at)) {
    if (at instanceof Element && at.localName === provider.localName) return true;
  }
  return false;
}

function above(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}

/** Calls back when that may have changed, until what is answered is called. */
export function onSpoken(listener: () => void): () => void {
  doubted.add(listener);
  return () => void doubted.delete(listener);
}

/**
 * Asks for a verifier on behalf of `element`; the answer may come at once, later, or more than once. `lost` is called where it is
 * taken back.
 */
export function request(
  element: Element,
  answered: (verifier: Verifier) => void,
  lost: () => void,
): () => void {
  let leave = (): void => {};
  let over = false;
  const callback: Callback = (verifier, unsubscribe) => {
    if (over) return unsubscribe?.();
    waiting.delete(asking);
    if (unsubscribe) leave = unsubscribe;
    answered(verifier);
  };
  const asking: Asking = {
    callback,
    lost: () => {
      if (!over) lost();
    },
  };
  waiting.set(asking, element);
  ask(element, asking);
  return () => {
    over = true;
    waiting.delete(asking);
    used.delete(asking);
    leave();
  };
}

/** The providing side: the elements that asked below `host`, and what they are told. */
export interface Checkers {
  /** Tells everyone who asked, and everyone who will. */
  tell(verifier: Verifier): void;
  /** Stops answering, and takes back what was answered; those who asked ask again elsewhere. */
  close(): void;
}

export function answering(host: Element): Checkers {
  // By what each asked with: an element may have asked for several records.
  const asked = new Map<Callback, Pick<ContextRequest, 'callback' | 'lost'>>();
  let current: Verifier | undefined;
  const listen = (event: Event): void => {
    const { context, contextTarget, callback, subscribe } = event as ContextRequest;
    if (context !== checkerContext || contextTarget === host) return;
    event.stopImmediatePropagation();
    heard.add(contextTarget);
    const leave = (): void => void asked.delete(callback);
    const { lost } = own(event as ContextRequest);
    if (subscribe) {
      const again: Callback = (verifier) => callback(verifier, leave);
      asked.set(callback, lost ? { callback: again, lost } : { callback: again });
    }
    // Not told yet: the element is known, and its own patience says when to give up.
    if (current) callback(current, leave);
  };
  host.addEventListener('context-request', listen);
  // Elements may have been there first, and have asked the page.
  queueMicrotask(() => {
    for (const [asking, element] of [...used]) {
      if (!isInside(element, host)) continue;
      used.delete(asking);
      waiting.set(asking, element);
    }
    askAgain();
  });
  return {
    tell(verifier) {
      current = verifier;
      for (const { callback } of [...asked.values()]) callback(verifier);
    },
    close() {
      host.removeEventListener('context-request', listen);
      const told = [...asked.values()];
      asked.clear();
      for (const asking of told) own(asking).lost?.();
    },
  };
}

/** Answers what `element` itself asks with `verifier`, whoever else would. */
export function answerFor(element: Element, verifier: Verifier): void {
  element.addEventListener('context-request', (event) => {
    const { context, contextTarget, callback } = event as ContextRequest;
    if (context !== checkerContext || contextTarget !== element) return;
    event.stopImmediatePropagation();
    callback(verifier);
  });
}

function ask(element: Element, asking: Asking): void {
  const { callback, lost } = asking;
  const event = Object.assign(new Event('context-request', bare({ bubbles: true, composed: true })), {
    context: checkerContext,
    contextTarget: element,
    callback,
    lost,
    subscribe: true,
  });
  heard.delete(element);
  element.dispatchEvent(event);
  if (waiting.has(asking) && pageVerifier && !heard.has(element)) {
    used.set(asking, element);
    callback(pageVerifier, () => used.delete(asking));
  }
}

/** Elements whose request somebody took, whether or not they have answered. */
const heard = new WeakSet<Element>();

/** Whether a provider around the element took its last request, and so will say in time what came of it. */
export function isHeard(element: Element): boolean {
  return heard.has(element);
}

/** Shadow roots included. */
function isInside(element: Element, host: Element): boolean {
  for (let at: Node | null = element; at; at = above(at)) {
    if (at === host) return true;
  }
  return false;
}

function askAgain(): void {
  for (const [asking, element] of [...waiting]) ask(element, asking);
}
