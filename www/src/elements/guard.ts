/** `<touchmark-guard>`: flags, blurs or holds back its children by what the verdicts on them say. */
import { bare } from '../own.js';
import type { Decision, Origin, Verdict } from '../verdict/verdict.js';
import { genuine, unchecked } from '../verdict/authenticity.js';
import { mayBeUsed } from '../verdict/uses.js';
import { fire, focusOn, knownWords } from './element.js';
import { Gathering } from './gathering.js';
import { VerdictElement } from './verdict-element.js';

/**
 * Fired (bubbling, composed, cancelable) when a reader asks a person about a use: which it is, and the records that may not be used for it,
 * by their keys and without their values. Whoever passes the question on calls `preventDefault()`: only then is the reader told so.
 */
export type TouchmarkAskEvent = CustomEvent<{
  readonly use: string;
  readonly records: readonly { readonly record: Verdict['record']; readonly decision: Decision }[];
}>;

/**
 * `<touchmark-guard record='{…}' action="blur" on="synthetic masked">content</touchmark-guard>`: flags, blurs or holds back its
 * children by what the verdicts on them say.
 *
 * Acted upon is whatever is not clean for a page that shows every other origin (profile §5): beside what `on` names, every seal
 * that is foreign, broken, out of its time or of another record, what could not be checked, and what is flagged.
 *
 * With `use` the policy of the check decides instead: the content is shown only where the record may be used for that. The note says the
 * answer, why, who answers for the use, and has a way to a person: what the page puts into the slot `ask`, else a button.
 *
 * Blur and block fail closed: without a verdict, without an answer and without the component artefact the content stays
 * `inert` and out of sight. It is no access control: the content is in the page. A page that wants it held back before the
 * element is defined, and without JavaScript, has `touchmark-guard:is([action], [use]):not(:defined) { display: none }` in
 * its own stylesheet.
 *
 * @attr {'flag' | 'blur' | 'block'} [action=flag] - What is done. Block where it is none of them, and with `use` unless it says otherwise.
 * @attr {string} use - Name of a use in the policy: it decides, and `on`, `origins`, `unsealed` and `no-reveal` do not. There is no button that shows what is blurred.
 * @attr {string} [on=synthetic ai-generated] - Origins, parted by spaces, that are acted upon.
 * @attr {string} origins - The same, for frameworks that take every name which begins with `on` for an event's. What both name is acted upon.
 * @attr {'allow' | 'hold'} [unsealed=allow] - What becomes of records that nobody said anything of. Hold where it is neither.
 * @attr {boolean} no-reveal - Blurred content has no button that shows it.
 * @attr {string} for - Id of an element: goes by what the badges inside it show.
 * @fires touchmark-ask
 * @slot - What is guarded.
 * @slot ask - Another way to a person than the button, where there is a `use`.
 * @csspart guard - The note before the content.
 * @csspart reason - Why it is there.
 * @csspart reveal - The button that shows blurred content.
 * @csspart ask - The button that asks a person.
 * @csspart outcome - What became of a question to a person.
 * @csspart content - What is guarded.
 */
export class TouchmarkGuard extends VerdictElement {
  static override readonly observedAttributes = [
    ...VerdictElement.observedAttributes,
    'action',
    'use',
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
  /** Whether a question to a person was passed on, and of what it was asked. */
  #asked: { passedOn: boolean; of: unknown; use: string } | undefined;
  #notice: MutationObserver | undefined;
  /** Whether the reader was in the note before it changed. */
  #wasInNote = false;

  /** The verdicts that the page handed over; null goes by `record`, `verdict` or `for`. */
  get verdicts(): Iterable<Verdict> | null {
    return this.#gathering.given as Iterable<Verdict> | null;
  }

  set verdicts(verdicts: Iterable<Verdict> | null | undefined) {
    this.#gathering.given = verdicts;
  }

  /** Name of the use that the content is for, or null where origins decide. */
  get use(): string | null {
    return this.getAttribute('use');
  }

  set use(use: string | null | undefined) {
    if (use == null) this.removeAttribute('use');
    else this.setAttribute('use', use);
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
    if ((name === 'action' || name === 'use') && this.#content) this.#hold(this.#content);
    super.attributeChangedCallback(name, before, value);
  }

  protected override properties(): readonly string[] {
    return [...super.properties(), 'verdicts', 'use', 'unsealed', 'noReveal', 'origins'];
  }

  protected override viewProps(): object {
    this.#wasInNote = this.#isInNote();
    const { use } = this;
    return {
      ...(use !== null && { use, ...this.#askedNow(use) }),
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
      if (target instanceof Element && target.closest('[part~="ask"]')) return this.#ask();
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
    const isUnsaid = (this.getAttribute('action') ?? '').trim() === '';
    const otherwise = isUnsaid && this.use === null ? 'flag' : 'block';
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
    const wasInContent = this.#focused()?.place === 'content';
    const wasHeld = content.inert;
    content.inert = this.#action !== 'flag' && isHeld;
    // Who was on what goes away is taken to what comes in its place.
    if (content.inert && wasInContent) focusOn(note);
    else if (wasHeld && !content.inert && this.#wasInNote && !this.#isInNote()) focusOn(content);
  }

  /** Tells the page that a person is asked, and the reader what came of it. */
  #ask(): void {
    const { use } = this;
    if (use === null) return;
    const verdicts = this.#gathering.isUsed ? [...this.#gathering.all].map(genuineOrForeign) : [this.verdict];
    const records = verdicts.flatMap((verdict) => {
      const decision = mayBeUsed(verdict, use);
      if (!verdict || decision.answer === 'allowed') return [];
      return [Object.freeze({ record: verdict.record, decision })];
    });
    const passedOn = !fire(this, 'touchmark-ask', { use, records: Object.freeze(records) }, true);
    this.#asked = { passedOn, of: this.#subject(), use };
    this.redraw();
  }

  #askedNow(use: string): { asked?: boolean } {
    const asked = this.#asked;
    return asked?.use === use && asked.of === this.#subject() ? { asked: asked.passedOn } : {};
  }

  /** Where the focus is, where it is in here. */
  #focused(): { place: 'note' | 'content' } | undefined {
    if (this.shadowRoot?.activeElement) return { place: 'note' };
    const { activeElement } = this.getRootNode() as Document | ShadowRoot;
    const child = [...this.children].find((one) => activeElement && one.contains(activeElement));
    if (!child) return undefined;
    return { place: child.slot === 'ask' ? 'note' : 'content' };
  }

  /** Whether the focus is in the note, and can be there still. */
  #isInNote(): boolean {
    if (this.#focused()?.place !== 'note') return false;
    if (this.shadowRoot?.activeElement) return true;
    return this.#mount?.querySelector('slot[name="ask"]') != null;
  }

  /** One verdict of each kind, null for what is being checked: the reasons are the same however many records have them. */
  #verdicts(): readonly (Verdict | null)[] {
    if (!this.#gathering.isUsed) return [this.verdict];
    const kinds = new Map<string, Verdict | null>();
    for (const given of this.#gathering.all) {
      const verdict = genuineOrForeign(given);
      const { cleanAs, disclosure, flags, origin, trust } = verdict;
      const decision = this.use === null ? null : mayBeUsed(verdict, this.use);
      kinds.set(JSON.stringify([cleanAs, disclosure, flags.length > 0, origin, trust, decision]), verdict);
    }
    if (this.#gathering.pending > 0) kinds.set('', null);
    return [...kinds.values()];
  }
}

/** The verdict itself, where it is one of this page; of anything else, that it is none. */
function genuineOrForeign(given: unknown): Verdict {
  return genuine(given) ?? unchecked('foreign-verdict', { environment: '', now: Date.now() });
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
