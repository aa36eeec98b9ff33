/** The verdicts on a list, and the elements that show them: banner and summary. */
import { faceOf, keyOf } from '../disclosure/tally.js';
import { bare } from '../own.js';
import type { Verdict } from '../verdict/verdict.js';
import { genuine } from '../verdict/authenticity.js';
import { Drawing } from './drawing.js';
import { TIMEOUT } from '../time.js';
import { ElementBase, adoptEarly, languageOf, shadowOf, warnOnce } from './element.js';
import { onChange, showing } from './showing.js';

/** Elements that show one record, and so may say what their list holds. */
const SHOWS_RECORD = 'touchmark-badge, touchmark-details';
const UNDEFINED = ':is(touchmark-badge, touchmark-details):not(:defined)';

/** How loud a verdict is; of two on one record the louder counts. */
const LEVELS = ['quiet', 'notice', 'caution', 'alert'];

/**
 * What banner, summary and guard share: the verdicts on a list. They are what the page hands over, or else what the badges
 * and details inside another element show, in shadow roots too. A record that is shown more than once counts once; where
 * two verdicts on it are equally loud and say different things, both count.
 */
export class Gathering {
  readonly #host: HTMLElement;
  readonly #changed: () => void;
  #given: readonly unknown[] | null = null;
  #target: Element | null = null;
  #arrivals: MutationObserver | undefined;
  #stopListening: (() => void) | undefined;
  #due = false;

  /** `changed` is called when there is something new, once for all that happened in one go, before the page is drawn. */
  constructor(host: HTMLElement, changed: () => void) {
    this.#host = host;
    this.#changed = changed;
  }

  /** The verdicts that the page handed over, or null. */
  get given(): readonly unknown[] | null {
    return this.#given;
  }

  set given(verdicts: Iterable<unknown> | null | undefined) {
    this.#given = verdicts == null ? null : [...verdicts];
    this.#tell();
  }

  /** Whether there is a list at all: verdicts, or an element to gather from. */
  get isUsed(): boolean {
    return this.#given !== null || this.#host.hasAttribute('for');
  }

  /** The element that `for` names, where there is one. */
  get target(): Element | null {
    return this.#target;
  }

  /** What is known, one for each record. What no engine of this page made is in here too, to be counted as such. */
  get verdicts(): readonly unknown[] {
    if (this.#given) return this.#given;
    const byRecord = new Map<unknown, Verdict[]>();
    for (const [element, verdict] of this.shown()) {
      const { object, id, uuid } = verdict.record;
      const key = id || uuid ? JSON.stringify([object, id, uuid]) : element;
      const same = byRecord.get(key) ?? [];
      const [known] = same;
      if (!known || rank(verdict) > rank(known)) byRecord.set(key, [verdict]);
      // A record that nobody sealed may have the id of one that somebody did.
      else if (rank(verdict) === rank(known) && !same.some((one) => saysSame(one, verdict)))
        same.push(verdict);
    }
    return [...byRecord.values()].flat();
  }

  /** What is known, also where one record is shown more than once: for who must not miss any of it. */
  get all(): readonly unknown[] {
    return this.#given ?? [...this.shown()].map(([, verdict]) => verdict);
  }

  /** How many elements inside have no verdict yet. */
  get pending(): number {
    if (this.#given || !this.#target) return 0;
    const undefineds = this.#target.querySelectorAll(UNDEFINED).length;
    return undefineds + this.#inside().filter((element) => !verdictOf(element)).length;
  }

  /** The elements inside that show a verdict, each with it. */
  *shown(): Iterable<readonly [HTMLElement, Verdict]> {
    for (const element of this.#inside()) {
      const verdict = verdictOf(element);
      if (verdict) yield [element, verdict];
    }
  }

  /** Starts to listen, or listens elsewhere when `for` has changed. */
  connect(): void {
    // Not in the page yet, or taken out while news of a change was on its way.
    if (!this.#host.isConnected) return;
    const id = this.#host.getAttribute('for');
    const root = this.#host.getRootNode() as Document | ShadowRoot;
    // Not `getElementById`: the synthetic shadow roots of Lightning refuse it.
    const target = id ? root.querySelector(`#${CSS.escape(id)}`) : null;
    if (target !== this.#target) {
      this.#target = target;
      this.#tell();
    }
    if (!id) return;
    this.#stopListening ??= onChange((element) => {
      if (!element.isConnected || this.#holds(element)) this.#tell();
    });
    if (this.#arrivals) return;
    // What it is for may come later than itself, or be another one day.
    this.#arrivals = new MutationObserver(() => this.connect());
    this.#arrivals.observe(
      root,
      bare<MutationObserverInit>({ childList: true, subtree: true, attributeFilter: ['id'] }),
    );
    setTimeout(() => this.#warn(), TIMEOUT);
  }

  /** Nothing to gather from looks like a list without records. */
  #warn(): void {
    const id = this.#host.getAttribute('for');
    if (!id || this.#target || this.#given || !this.#host.isConnected) return;
    const { localName } = this.#host;
    warnOnce(
      `<${localName}> finds no element with the id of its for="${id}" in its document or shadow root.`,
    );
  }

  disconnect(): void {
    this.#arrivals?.disconnect();
    this.#arrivals = undefined;
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#target = null;
  }

  #inside(): HTMLElement[] {
    return [...showing].filter((element) => element.matches(SHOWS_RECORD) && this.#holds(element));
  }

  #holds(element: Element): boolean {
    if (!this.#target) return false;
    for (let at: Node | null = element; at; at = parentOf(at)) if (at === this.#target) return true;
    return false;
  }

  #tell(): void {
    if (this.#due) return;
    this.#due = true;
    // Not later: what is on the screen by then must not be what has just been taken back. Verdicts of one batch come in one go.
    queueMicrotask(() => {
      this.#due = false;
      this.#changed();
    });
  }
}

/**
 * An element that draws what its gathering says. Its children stay until there is something to draw.
 *
 * @attr {string} for - Id of an element: goes by what the badges inside it show.
 * @attr {string} lang - Language of what it says; that of the place where it stands unless given.
 * @slot - The fallback: it stands until there is something to say.
 */
export abstract class GatheringElement extends ElementBase {
  static readonly observedAttributes: readonly string[] = ['for', 'lang'];

  /** What the component artefact calls it. */
  protected abstract readonly kind: 'banner' | 'summary';

  protected readonly gathering = new Gathering(this, () => this.gathered());
  #drawing: Drawing | undefined;
  #slot: HTMLSlotElement | undefined;

  /** The verdicts that the page handed over; null gathers them from the element that `for` names. */
  get verdicts(): Iterable<Verdict> | null {
    return this.gathering.given as Iterable<Verdict> | null;
  }

  set verdicts(verdicts: Iterable<Verdict> | null | undefined) {
    this.gathering.given = verdicts;
  }

  connectedCallback(): void {
    this.#build();
    adoptEarly(this, this.properties());
    this.gathering.connect();
    this.redraw();
  }

  disconnectedCallback(): void {
    // A move is a disconnect and a connect in one go: only what stays away is taken down.
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.gathering.disconnect();
      this.#drawing?.remove();
      if (this.#slot) this.#slot.hidden = false;
    });
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    if (name === 'for') this.gathering.connect();
    this.redraw();
  }

  /** How many records there are; null where as many as are known. */
  get total(): number | null {
    const total = Number.parseInt(this.getAttribute('total') ?? '', 10);
    return Number.isSafeInteger(total) && total >= 0 ? total : null;
  }

  set total(total: number | null | undefined) {
    if (total == null) this.removeAttribute('total');
    else this.setAttribute('total', String(total));
  }

  /** How many records are known to be there beside these many that were checked. */
  protected countKnown(checked: number): number {
    return Math.max(checked + this.gathering.pending, this.total ?? 0);
  }

  /** Called with each change of what was gathered. */
  protected gathered(): void {
    this.redraw();
  }

  /** Properties that may have been set before the element was defined. */
  protected properties(): readonly string[] {
    return ['verdicts'];
  }

  /** Props of the view, without its language; null while the children say it better. */
  protected abstract viewProps(): object | null;

  /** Called once, when the shadow tree is there. */
  protected built?(root: ShadowRoot): void;

  protected redraw(): void {
    const [drawing, slot] = [this.#drawing, this.#slot];
    if (!this.isConnected || !drawing || !slot) return;
    const props = this.viewProps();
    if (!props) {
      drawing.remove();
      slot.hidden = false;
      return;
    }
    drawing.draw(
      () => ({ lang: languageOf(this), ...props }),
      () => {
        slot.hidden = true;
      },
    );
  }

  #build(): void {
    if (this.#drawing) return;
    const root = shadowOf(this);
    this.#slot = document.createElement('slot');
    this.#drawing = new Drawing(this, this.kind);
    root.replaceChildren(this.#slot, this.#drawing.place);
    this.built?.(root);
  }
}

/** What an element shows, if an engine of this page made it. */
function verdictOf(element: HTMLElement): Verdict | null {
  const verdict = 'verdict' in element ? element.verdict : null;
  return genuine(verdict) ?? null;
}

function saysSame(one: Verdict, other: Verdict): boolean {
  return keyOf(faceOf(one)) === keyOf(faceOf(other));
}

function rank(verdict: Verdict): number {
  return LEVELS.indexOf(verdict.disclosure.level);
}

/** The node above, shadow hosts included. */
export function parentOf(node: Node): Node | null {
  return node instanceof ShadowRoot ? node.host : node.parentNode;
}
