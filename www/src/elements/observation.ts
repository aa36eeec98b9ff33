/** `observe`: labels records wherever a page of somebody else shows them. */
import { TouchmarkBadge } from './badge.js';
import { languageOf } from './element.js';
import { word } from './languages.js';
import { answerFor } from '../asking/context.js';
import { bare, own } from '../own.js';
import { TouchmarkError, messageOf } from '../error.js';
import { unchecked } from '../verdict/authenticity.js';
import { nextTurn } from '../engine/batch.js';
import type { RecordView } from '../verdict/verdict.js';
import type { Verifier } from '../engine/verifier.js';

type MaybeRecord = RecordView | string | null | undefined;

export interface ObserveOptions {
  /** The record that an element shows, or a promise of it; null where it shows none. Asked when the element comes into view. */
  recordOf(element: HTMLElement): MaybeRecord | PromiseLike<MaybeRecord>;
  /** Checks the records; unless given, the verifier of the provider around them, or the page's. */
  verifier?: Verifier | undefined;
  /** Which elements show a record. */
  selector?: string | undefined;
  /** The attributes that tell which record an element shows: when one changes, so does the record. */
  attributes?: readonly string[] | undefined;
  /**
   * Puts the badge where it belongs; at the end of the element, or of a table row's last cell, unless given. Asked again
   * when the page has removed the badge.
   */
  place?: ((element: Element, badge: TouchmarkBadge) => void) | undefined;
  size?: 'cell' | 'field' | 'header' | undefined;
  /** Whether badges are text only; with details unless given. */
  plain?: boolean | undefined;
  /** Language of the badges; that of the place where they stand unless given. */
  lang?: string | undefined;
}

/** Call it to stop: every badge it placed is taken back. */
export interface Observation {
  (): void;
  /** Checks again what an element shows, or every element: call it when a record changed and its id did not. */
  refresh(element?: Element): void;
}

/**
 * Labels the elements below `root` that show records, now and as they come: one badge each, checked when it comes into
 * view, everything of one turn in one batch.
 *
 * An element whose record id changes (a virtualised table uses its rows again) says "Checking…" from that moment until
 * the verdict of its new record is there. Elements inside other shadow roots are not seen: observe those roots too.
 *
 * Throws a `TouchmarkError` (`options-invalid`) where `root` is no element, or `recordOf` no function.
 */
export function observe(root: Document | ShadowRoot | Element, given: ObserveOptions): Observation {
  if (typeof (root as Partial<ParentNode> | null)?.querySelectorAll !== 'function') {
    throw new TouchmarkError(
      'options-invalid',
      'observe needs the element itself, not its selector or null.',
    );
  }
  const options = own(given);
  if (typeof (options as Partial<ObserveOptions>).recordOf !== 'function') {
    throw new TouchmarkError(
      'options-invalid',
      'observe needs `recordOf`: a function from an element to the record that it shows.',
    );
  }
  const labels = new Labels(root, options);
  const stop = (): void => labels.stop();
  return Object.assign(stop, { refresh: (element?: Element) => labels.refresh(element) });
}

/** The share of a badge that is enough to be in view. */
const SEEN = 0.01;

/** One labelled element. */
interface Label {
  readonly element: Element;
  readonly badge: TouchmarkBadge;
  /** Values of the attributes that tell the record. */
  key: string;
  /** Goes up with each record, so that a slower answer for an older one is dropped. */
  turn: number;
  isAsked: boolean;
  /** `recordOf` failed, and the badge says so. */
  isFailed: boolean;
  /** Whether `place` puts the badge into its element, and so no other may hold it. */
  isInside: boolean;
  /** Put back in this frame already. */
  isPutBack: boolean;
}

class Labels {
  readonly #root: Document | ShadowRoot | Element;
  readonly #options: ObserveOptions;
  readonly #selector: string;
  readonly #attributes: readonly string[];
  readonly #labels = new Map<Element, Label>();
  readonly #byBadge = new Map<Element, Label>();
  readonly #changes: MutationObserver;
  readonly #view: IntersectionObserver;
  /** Records that are there and wait for the end of the turn. */
  #ready: { label: Label; turn: number; record: RecordView | string }[] = [];
  #isOver = false;
  #hasWarned = false;

  constructor(root: Document | ShadowRoot | Element, options: ObserveOptions) {
    this.#root = root;
    this.#options = options;
    this.#attributes = options.attributes ?? ['data-record-id'];
    this.#selector = options.selector ?? '[data-record-id]';
    if (!customElements.get('touchmark-badge')) {
      console.warn('touchmark: observe() labels with <touchmark-badge>: import touchmark/define too.');
    }
    this.#changes = new MutationObserver((changes) => this.#follow(changes));
    this.#view = new IntersectionObserver(
      (entries) => this.#look(entries),
      bare<IntersectionObserverInit>({ threshold: SEEN }),
    );
    for (const element of root.querySelectorAll(this.#selector)) this.#add(element);
    this.#changes.observe(
      root,
      bare<MutationObserverInit>({
        subtree: true,
        childList: true,
        attributeFilter: [...this.#attributes],
      }),
    );
  }

  stop(): void {
    this.#isOver = true;
    this.#changes.disconnect();
    this.#view.disconnect();
    for (const element of [...this.#labels.keys()]) this.#remove(element);
  }

  refresh(element?: Element): void {
    for (const label of element ? [this.#labels.get(element)] : this.#labels.values()) {
      if (label) this.#renew(label);
    }
  }

  #follow(changes: readonly MutationRecord[]): void {
    // Each element once, as it is now: a list that moves its rows reports each of them more than once.
    const seen = new Set<Element>();
    for (const { type, target, addedNodes, removedNodes } of changes) {
      if (type === 'attributes') {
        seen.add(target as Element);
        continue;
      }
      for (const nodes of [removedNodes, addedNodes]) {
        for (const node of nodes) this.#gather(node, seen);
      }
    }
    for (const element of seen) this.#settle(element);
  }

  /** The elements in and below `node` that show a record, or did. */
  #gather(node: Node, seen: Set<Element>): void {
    if (!(node instanceof Element)) return;
    const badged = this.#byBadge.get(node);
    if (badged) {
      seen.add(badged.element);
      return;
    }
    if (this.#labels.has(node) || node.matches(this.#selector)) seen.add(node);
    if (!node.firstElementChild) return;
    for (const element of node.querySelectorAll(this.#selector)) seen.add(element);
    for (const badge of node.querySelectorAll('touchmark-badge')) {
      const label = this.#byBadge.get(badge);
      if (label) seen.add(label.element);
    }
  }

  /** Brings the label of an element in line with what the element is now. */
  #settle(element: Element): void {
    const label = this.#labels.get(element);
    const isShown =
      element.isConnected &&
      element !== this.#root &&
      this.#root.contains(element) &&
      element.matches(this.#selector);
    if (!isShown) {
      if (label) this.#remove(element);
    } else if (!label) {
      this.#add(element);
    } else {
      if (this.#keyOf(element) !== label.key) this.#renew(label);
      const { badge, isInside } = label;
      if (!badge.isConnected || (isInside && !element.contains(badge))) this.#putBack(label);
    }
  }

  #add(element: Element): void {
    const { size = 'cell', plain = false, lang } = this.#options;
    const badge = document.createElement('touchmark-badge') as TouchmarkBadge;
    badge.setAttribute('data-observed', '');
    badge.setAttribute('size', size);
    if (plain) badge.setAttribute('plain', '');
    if (lang !== undefined) badge.lang = lang;
    badge.append(checking(lang ?? languageOf(element)));
    if (this.#options.verifier) answerFor(badge, this.#options.verifier);
    const label: Label = {
      element,
      badge,
      key: this.#keyOf(element),
      turn: 0,
      isAsked: false,
      isFailed: false,
      isInside: false,
      isPutBack: false,
    };
    // A page that makes its rows by copying one has copied its badge.
    for (const copy of element.querySelectorAll('touchmark-badge[data-observed]')) {
      if (!placed.has(copy)) copy.remove();
    }
    placed.add(badge);
    this.#labels.set(element, label);
    this.#byBadge.set(badge, label);
    this.#place(label);
    this.#view.observe(badge);
  }

  #remove(element: Element): void {
    const label = this.#labels.get(element);
    if (!label) return;
    label.turn += 1;
    this.#labels.delete(element);
    this.#byBadge.delete(label.badge);
    this.#view.unobserve(label.badge);
    label.badge.remove();
  }

  /** Another record, or another state of it: what was said before goes at once. */
  #renew(label: Label): void {
    label.key = this.#keyOf(label.element);
    label.turn += 1;
    label.isAsked = false;
    label.badge.hidden = false;
    label.badge.record = null;
    if (label.isFailed) label.badge.verdict = null;
    label.isFailed = false;
    // Whether it is in view is asked anew: the element may be on its way elsewhere.
    this.#view.unobserve(label.badge);
    this.#view.observe(label.badge);
  }

  /**
   * The page drew the element anew and the badge went with it, or moved the badge to another record. Once a frame: a page that
   * will not have it there and takes it out at every change must not be kept busy for ever.
   */
  #putBack(label: Label): void {
    label.badge.remove();
    if (label.isPutBack) return;
    this.#place(label);
    label.isPutBack = label.badge.isConnected;
    if (!label.isPutBack) return;
    requestAnimationFrame(() => {
      label.isPutBack = false;
      if (!this.#isOver) this.#settle(label.element);
    });
  }

  #place(label: Label): void {
    const { element, badge } = label;
    try {
      (this.#options.place ?? placeAtEnd)(element, badge);
      label.isInside = element.contains(badge);
    } catch (error) {
      this.#warn(`place failed (${messageOf(error)}). Elements it fails for have no badge`);
    }
  }

  #look(entries: readonly IntersectionObserverEntry[]): void {
    for (const { target, isIntersecting, intersectionRatio } of entries) {
      const label = this.#byBadge.get(target);
      // What only touches the edge intersects too.
      if (label && isIntersecting && intersectionRatio > 0 && !label.isAsked) this.#ask(label);
    }
  }

  #ask(label: Label): void {
    const turn = label.turn;
    label.isAsked = true;
    let answer: ReturnType<ObserveOptions['recordOf']>;
    try {
      answer = this.#options.recordOf(label.element as HTMLElement);
    } catch (error) {
      this.#fail(label, error);
      return;
    }
    if (!isPromise(answer)) {
      this.#take(label, answer);
      return;
    }
    answer.then(
      (record) => {
        if (turn === label.turn) this.#take(label, record);
      },
      (error: unknown) => {
        if (turn === label.turn) this.#fail(label, error);
      },
    );
  }

  #take(label: Label, record: MaybeRecord): void {
    if (record === null || record === undefined) {
      // Kept, hidden: the element may be used again for one that has a record.
      label.badge.hidden = true;
      return;
    }
    this.#ready.push({ label, turn: label.turn, record });
    // All that is ready in this turn is one batch: badges that are told together ask together.
    if (this.#ready.length === 1) void nextTurn().then(() => this.#tell());
  }

  #tell(): void {
    const ready = this.#ready;
    this.#ready = [];
    for (const { label, turn, record } of ready) {
      if (turn === label.turn) label.badge.record = record;
    }
  }

  #fail(label: Label, error: unknown): void {
    label.badge.verdict = unchecked('record-of-failed', { environment: '', now: Date.now() });
    label.isFailed = true;
    this.#warn(
      `recordOf failed (${messageOf(error)}). Elements it fails for say that they could not be checked`,
    );
  }

  /** Once: a table has one cause of failure, and needs one line about it. */
  #warn(problem: string): void {
    if (this.#hasWarned) return;
    this.#hasWarned = true;
    console.warn(`touchmark: observe: ${problem}.`);
  }

  #keyOf(element: Element): string {
    return JSON.stringify(this.#attributes.map((name) => element.getAttribute(name)));
  }
}

/** What a badge says until it has a verdict, in the language that it really is in. */
function checking(lang: string): HTMLElement {
  const said = word('group.checking', lang);
  const text = document.createElement('span');
  text.lang = said.lang;
  text.textContent = said.text;
  return text;
}

function isPromise<T>(value: T | PromiseLike<T>): value is PromiseLike<T> {
  return typeof (value as { then?: unknown } | null)?.then === 'function';
}

function placeAtEnd(element: Element, badge: Element): void {
  const cell = element instanceof HTMLTableRowElement ? element.cells[element.cells.length - 1] : undefined;
  const place = cell ?? element;
  const isBeside = place.childElementCount > 0 || place.textContent?.trim();
  badge.setAttribute('data-observed', isBeside ? 'beside' : '');
  place.append(badge);
}

/** Every badge that an observer of this page made. */
const placed = new WeakSet<Element>();
