/** `<touchmark-guard>`: flags, blurs or holds back its children by what the verdicts on them say. */
import { bare } from '../own.js';
import type { Origin, Verdict } from '../verdict/verdict.js';
import { genuine, unchecked } from '../verdict/authenticity.js';
import { knownWords } from './element.js';
import { Gathering } from './gathering.js';
import { VerdictElement } from './verdict-element.js';

/**
 * `<touchmark-guard record='{…}' action="blur" on="synthetic masked">content</touchmark-guard>`: flags, blurs or holds back its
 * children by what the verdicts on them say.
 *
 * Acted upon is whatever is not clean for a page that shows every other origin (profile §5): beside what `on` names, every seal
 * that is foreign, broken, out of its time or of another record, what could not be checked, and what is flagged.
 *
 * Blur and block fail closed: without a verdict, without an answer and without the component artefact the content stays
 * `inert` and out of sight. It is no access control: the content is in the page. A page that wants it held back before the
 * element is defined, and without JavaScript, has `touchmark-guard[action]:not(:defined) { display: none }` in its own
 * stylesheet.
 *
 * @attr {'flag' | 'blur' | 'block'} [action=flag] - What is done. Block where it is none of them.
 * @attr {string} [on=synthetic ai-generated] - Origins, parted by spaces, that are acted upon.
 * @attr {string} origins - The same, for frameworks that take every name which begins with `on` for an event's. What both name is acted upon.
 * @attr {'allow' | 'hold'} [unsealed=allow] - What becomes of records that nobody said anything of. Hold where it is neither.
 * @attr {boolean} no-reveal - Blurred content has no button that shows it.
 * @attr {string} for - Id of an element: goes by what the badges inside it show.
 * @slot - What is guarded.
 * @csspart guard - The note before the content.
 * @csspart reason - Why it is there.
 * @csspart reveal - The button that shows blurred content.
 * @csspart content - What is guarded.
 */
export class TouchmarkGuard extends VerdictElement {
  static override readonly observedAttributes = [
    ...VerdictElement.observedAttributes,
    'action',
    'on',
    'origins',
    'unsealed',
    'no-reveal',
    'for',
  ];

  protected override readonly kind = 'guard';
  protected override readonly replacesChildren = false;

  readonly #gathering = new Gathering(this, () => this.redraw());
  #mount: HTMLElement | undefined;
  #content: HTMLDivElement | undefined;
  /** What the reader asked to see: this, and not whatever comes later. */
  #shown = '';
  /** The record that it was said of, where the guard is about one. */
  #shownOf: unknown;
  #notice: MutationObserver | undefined;

  /** The verdicts that the page handed over; null goes by `record`, `verdict` or `for`. */
  get verdicts(): Iterable<Verdict> | null {
    return this.#gathering.given as Iterable<Verdict> | null;
  }

  set verdicts(verdicts: Iterable<Verdict> | null | undefined) {
    this.#gathering.given = verdicts;
  }

  /** What becomes of records that nobody said anything of. */
  get unsealed(): 'allow' | 'hold' {
    return this.#holdsUnsealed ? 'hold' : 'allow';
  }

  set unsealed(unsealed: 'allow' | 'hold') {
    this.setAttribute('unsealed', unsealed);
  }

  /** Origins that are acted upon beside those of `on`, parted by spaces, or null. */
  get origins(): string | null {
    return this.getAttribute('origins');
  }

  set origins(origins: string | null | undefined) {
    if (origins == null) this.removeAttribute('origins');
    else this.setAttribute('origins', origins);
  }

  /** Whether blurred content has no button that shows it. */
  get noReveal(): boolean {
    return this.hasAttribute('no-reveal');
  }

  set noReveal(noReveal: boolean) {
    this.toggleAttribute('no-reveal', noReveal);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#gathering.connect();
    this.redraw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.#gathering.disconnect();
    });
  }

  override attributeChangedCallback(name: string, before: string | null, value: string | null): void {
    if (name === 'for' && this.isConnected) this.#gathering.connect();
    if (name === 'action' && this.#content) this.#hold(this.#content);
    super.attributeChangedCallback(name, before, value);
  }

  protected override properties(): readonly string[] {
    return [...super.properties(), 'verdicts', 'unsealed', 'noReveal', 'origins'];
  }

  protected override viewProps(): object {
    return {
      verdicts: this.#verdicts(),
      action: this.#action,
      on: this.#on,
      holdUnsealed: this.#holdsUnsealed,
      noReveal: this.noReveal,
      shown: this.#shownNow,
      content: CONTENT,
    };
  }

  /** The note stands before what it is about: who reads on meets it first. */
  protected override arrange(root: ShadowRoot, slot: HTMLSlotElement, mount: HTMLElement): void {
    const content = document.createElement('div');
    content.id = CONTENT;
    content.className = 'touchmark-guarded';
    content.setAttribute('part', 'content');
    content.append(slot);
    root.replaceChildren(mount, content);
    this.#mount = mount;
    this.#content = content;
    this.#hold(content);
    // The view decides; here it is only obeyed, before the browser paints. While there is no view, it holds.
    this.#notice = new MutationObserver(() => this.#hold(content));
    this.#notice.observe(
      mount,
      bare<MutationObserverInit>({
        subtree: true,
        childList: true,
        attributeFilter: ['data-held', 'data-action'],
      }),
    );
    mount.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('[part~="reveal"]') : null;
      if (!button) return;
      const about = button.getAttribute('data-about') ?? '';
      this.#shown = this.#shownNow === about ? '' : about;
      this.#shownOf = this.#subject();
      this.redraw();
    });
  }

  get #shownNow(): string {
    return this.#shownOf === this.#subject() ? this.#shown : '';
  }

  get #action(): 'flag' | 'blur' | 'block' {
    // Whoever misspelt what is to be done did not mean nothing.
    const otherwise = (this.getAttribute('action') ?? '').trim() === '' ? 'flag' : 'block';
    const [action = otherwise] = knownWords(this, 'action', ['flag', 'blur', 'block']);
    return action as 'flag' | 'blur' | 'block';
  }

  /** Where no origin is named, the view acts upon the usual ones. */
  get #on(): string {
    return ['on', 'origins'].flatMap((name) => knownWords(this, name, ORIGINS)).join(' ');
  }

  get #holdsUnsealed(): boolean {
    // Whoever misspelt it did not mean nothing.
    return this.hasAttribute('unsealed') && knownWords(this, 'unsealed', ['allow', 'hold'])[0] !== 'allow';
  }

  /** What tells one record from the next: its ids, or else the record itself, or the verdict on it. */
  #subject(): unknown {
    const verdict = this.#gathering.isUsed ? null : this.verdict;
    if (!verdict) return null;
    const { object, id, uuid } = verdict.record;
    return id || uuid ? JSON.stringify([object, id, uuid]) : (this.record ?? verdict);
  }

  #hold(content: HTMLElement): void {
    const note = this.#mount?.querySelector('[part~="guard"]');
    // No `dataset`: under Lightning Web Security what is written there is lost without a word.
    content.setAttribute('data-action', this.#action);
    // A note of before is about another action: what it lets through is not let through now.
    const isHeld =
      note?.getAttribute('data-action') !== this.#action || note.getAttribute('data-held') !== 'false';
    content.inert = this.#action !== 'flag' && isHeld;
  }

  /** One verdict of each kind, null for what is being checked: the reasons are the same however many records have them. */
  #verdicts(): readonly (Verdict | null)[] {
    if (!this.#gathering.isUsed) return [this.verdict];
    const kinds = new Map<string, Verdict | null>();
    for (const given of this.#gathering.all) {
      const verdict = genuine(given) ?? unchecked('foreign-verdict', { environment: '', now: Date.now() });
      const { cleanAs, disclosure, flags, origin, trust } = verdict;
      kinds.set(JSON.stringify([cleanAs, disclosure, flags.length > 0, origin, trust]), verdict);
    }
    if (this.#gathering.pending > 0) kinds.set('', null);
    return [...kinds.values()];
  }
}

/** What `on` may name. */
const ORIGINS: readonly Origin[] = [
  'synthetic',
  'ai-generated',
  'ai-modified',
  'masked',
  'recorded',
  'unknown',
];

/** Unique in its shadow tree. */
const CONTENT = 'touchmark-guarded';
