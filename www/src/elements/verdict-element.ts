import type { Group, RecordView, Verdict } from '../verdict/verdict.js';
import { timeOf, type Verifier } from '../engine/verifier.js';
import { isHeard, request } from '../asking/context.js';
import { messageOf } from '../error.js';
import { bare } from '../own.js';
import { LONGEST, TIMEOUT } from '../time.js';
import { genuine, isOn, unchecked } from '../verdict/authenticity.js';
import { batched } from '../asking/queue.js';
import { loadComponents, type Components } from './components.js';
import { ElementBase, adoptEarly, adoptStyle, languageOf, warnOnce } from './element.js';
import { offerEvidence } from './evidence.js';
import { copyOfFace } from './faces.js';
import { appeared, changed, gone } from './showing.js';
import { LASTS, RECENT, onWake } from '../asking/waking.js';
import { hasWords, inWords, word } from './languages.js';

export { VerdictElement, type ElementState, type TouchmarkVerdictEvent };

/** What an element shows: a group of the verdict, or that it is still checking. */
type ElementState = Group | 'checking';

/** Fired (bubbling, composed) each time an element has a new verdict to show. */
type TouchmarkVerdictEvent = CustomEvent<{ readonly verdict: Verdict }>;

/**
 * What badge, details, guard and lineage share: from a record or a verdict to something on the screen.
 *
 * The fallback (the element's children) stays readable until there is a verdict. A verdict that cannot be drawn is said in
 * plain text; where there is none, the fallback stays for good, followed by words that say so. There is no way in for a
 * verdict but an engine's, on this very record: the attribute `record` is only ever something to check.
 *
 * A verdict is about a moment. An element that stays asks again, every ten minutes and when the reader comes back; nobody hears of
 * it unless something has changed. A verdict that the page set is the page's to renew.
 *
 * @attr {string} record - The record to check, as JSON text.
 * @attr {string} lang - Language of what it says; that of the place where it stands unless given.
 * @fires touchmark-verdict
 * @slot - The fallback: it stands until there is a verdict, and for good where there are no scripts.
 * @csspart notice - Words in place of a drawing, where nothing can be drawn.
 * @cssstatesof state
 */
abstract class VerdictElement extends ElementBase {
  static readonly observedAttributes: readonly string[] = ['record', 'lang'];

  /** What the component artefact calls it. */
  protected abstract readonly kind: 'badge' | 'details' | 'guard' | 'lineage';

  /** Whether what is drawn takes the place of the children. */
  protected readonly replacesChildren: boolean = true;

  #record: RecordView | string | null = null;
  #verdict: Verdict | null = null;
  /** Set by the page: stands until it is taken away, whatever the record says. */
  #given = false;
  #state: ElementState = 'checking';
  /** Goes up with everything that makes an answer on its way out of date. */
  #turn = 0;
  #leave: (() => void) | undefined;
  /** Who answers here. */
  #verifier: Verifier | undefined;
  /** Whose answer is shown, and since when. */
  #checkedBy: Verifier | undefined;
  #answeredAt = 0;
  #stopWaking: (() => void) | undefined;
  #patience: ReturnType<typeof setTimeout> | undefined;
  /** What it is for: a record, and not a verifier. */
  #isWithoutRecord = false;
  #shadow: { root: ShadowRoot; slot: HTMLSlotElement; mount: HTMLDivElement } | undefined;
  /** Words of our own after the fallback; most elements never need them. */
  #notice: HTMLSpanElement | undefined;
  /** Drawn for this element alone, and changed in place from then on. */
  #mounted: { components: Components; id: number } | undefined;
  /** A copy of a face stands in for it until somebody opens it: what it was drawn with. */
  #copied: { components: Components; face: string; verdict: Verdict | null; lang: string } | undefined;
  /** The verdict that the page was told of. */
  #told: Verdict | null = null;
  #internals: ElementInternals | undefined;

  /** The record to check: a view, or its JSON text. */
  get record(): RecordView | string | null {
    return this.#record;
  }

  set record(record: RecordView | string | null | undefined) {
    this.#record = record ?? null;
    if (!this.#given) this.#check();
  }

  /** The verdict shown, or null while there is none. Set it to one that a verifier of this page made, or to null. */
  get verdict(): Verdict | null {
    return this.#verdict;
  }

  set verdict(verdict: Verdict | null | undefined) {
    if (verdict === null || verdict === undefined) {
      this.#given = false;
      this.#check();
      return;
    }
    this.#given = true;
    this.#stopAsking();
    this.#showOwn(verdict);
  }

  /** What is shown now. */
  get state(): ElementState {
    return this.#state;
  }

  connectedCallback(): void {
    this.#build();
    adoptEarly(this, this.properties());
    appeared(this);
    this.#stopWaking ??= onWake(() => this.#lookAgain());
    const verdict = this.#verdict;
    if (verdict && (this.#given || this.#isAnsweredAsBefore())) {
      this.#show(verdict);
      this.#lookAgain();
    } else if (!this.#given) {
      this.#check();
    }
  }

  disconnectedCallback(): void {
    this.#stopAsking();
    this.#stopWaking?.();
    this.#stopWaking = undefined;
    gone(this);
    // A move is a disconnect and a connect in one go: only what stays away is taken down.
    queueMicrotask(() => {
      if (!this.isConnected) this.#unmount();
    });
  }

  attributeChangedCallback(name: string, _before: string | null, value: string | null): void {
    if (name !== 'record') this.redraw();
    // A property that was set before the element was defined is newer than the markup.
    else if (!Object.prototype.hasOwnProperty.call(this, name)) this.record = value;
  }

  /** Props of the view beside verdict and language. */
  protected viewProps(): object {
    return {};
  }

  /** Properties that may have been set before the element was defined. */
  protected properties(): readonly string[] {
    return ['record', 'verdict'];
  }

  /** Puts what the shadow tree is made of where it belongs. */
  protected arrange(root: ShadowRoot, slot: HTMLSlotElement, mount: HTMLElement): void {
    root.replaceChildren(slot, mount);
  }

  /**
   * All that the drawing of a verdict depends on beside the language, for elements that may share one drawing where they show
   * the same.
   */
  protected faceOf?(verdict: Verdict | null): string | undefined;

  /** Draws again with new props; what has children to keep is drawn without a verdict too. */
  protected redraw(): void {
    if (!this.isConnected) return;
    if (this.#isDrawn() || this.#verdict || !this.replacesChildren) this.#draw();
  }

  #isDrawn(): boolean {
    return this.#mounted !== undefined || this.#copied !== undefined;
  }

  #build(): void {
    if (this.#shadow) return;
    const root = this.shadowRoot ?? this.attachShadow(bare<ShadowRootInit>({ mode: 'open' }));
    adoptStyle(root);
    const slot = document.createElement('slot');
    const mount = document.createElement('div');
    mount.className = 'mount';
    // Capture: the event does not bubble, and what it opens must be there before it shows.
    mount.addEventListener('beforetoggle', () => this.#open(), true);
    this.arrange(root, slot, mount);
    offerEvidence(root, this);
    this.#shadow = { root, slot, mount };
    this.#setState(this.#state);
  }

  #check(): void {
    this.#turn += 1;
    this.#change(null);
    if (!this.isConnected) return;
    this.#setState('checking');
    this.#replaceDrawing();
    if (this.#record === null) {
      this.#stopAsking();
      this.#isWithoutRecord = true;
      this.#patience = setTimeout(() => {
        warnOnce(
          `<${this.localName}> has neither a record nor a verdict, so it has nothing to check. Set its property \`record\` or \`verdict\`, or the attribute record="…" with JSON (frameworks drop objects where they write HTML on a server: give JSON.stringify(record)).`,
        );
      }, TIMEOUT);
      return;
    }
    if (this.#isWithoutRecord) this.#restPatience();
    this.#patience ??= setTimeout(() => this.#loseVerifier(), TIMEOUT);
    this.#ask();
  }

  #restPatience(): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#isWithoutRecord = false;
  }

  /** Whoever heard the request says in time that there is none, and why; else nobody is there to ask. */
  #loseVerifier(): void {
    if (isHeard(this)) {
      this.#patience = setTimeout(() => this.#giveUp('no-verifier', NO_VERIFIER), LONGEST);
      return;
    }
    this.#giveUp('no-verifier', NO_VERIFIER);
  }

  /** Has the record checked by whoever answers here, now and whenever that changes; not by those who `isDone` says are done. */
  #ask(isDone: (verifier: Verifier) => boolean = () => false): void {
    this.#leave?.();
    this.#leave = request(
      this,
      (verifier) => {
        this.#verifier = verifier;
        if (!isDone(verifier)) this.#have(verifier);
      },
      () => {
        // What it said was said by somebody who has no say.
        this.#checkedBy = undefined;
        this.#restPatience();
        if (!this.#given) this.#check();
      },
    );
  }

  #have(verifier: Verifier): void {
    const turn = ++this.#turn;
    const record = this.#record;
    if (record === null) return;
    batched(verifier, record).then(
      (verdict) => {
        if (turn !== this.#turn || this.#given) return;
        this.#checkedBy = verifier;
        this.#answeredAt = Date.now();
        this.#take(verdict, record);
      },
      (error: unknown) => {
        if (turn === this.#turn) this.#giveUp('engine-stopped', messageOf(error));
      },
    );
  }

  /** Whoever answers a request may be anybody's object; what it answers must not be, nor be about anything else. */
  #take(verdict: unknown, record: RecordView | string): void {
    const before = this.#verdict;
    const own = genuine(verdict);
    if (own && !isOn(own, record)) {
      this.#giveUp(
        'verdict-on-another-record',
        'the verdict that it was answered is on another record. Whoever stands in for the verifier mixes them up',
      );
    } else if (own && before && saysSame(before, own)) {
      this.#renew(own);
    } else {
      this.#showOwn(verdict);
    }
  }

  /** Asks again, and leaves what is shown until the answer is there. What has been answered a moment ago is not asked again. */
  #lookAgain(): void {
    const verifier = this.#verifier;
    if (!verifier || !this.#verdict || this.#given) return;
    if (verifier !== this.#checkedBy || !this.#isRecentBy(verifier)) this.#have(verifier);
  }

  /** After a move: whether the verifier here is the one whose answer is shown, and its time has not run out. Goes on listening to it. */
  #isAnsweredAsBefore(): boolean {
    let isNow = true;
    let isSame = false;
    this.#ask((verifier) => {
      if (!isNow) return false;
      const isOld = this.#ageBy(verifier) > LASTS || Date.now() - this.#answeredAt > LASTS;
      isSame = verifier === this.#checkedBy && !isOld;
      return isSame;
    });
    isNow = false;
    return isSame;
  }

  /** Whether the answer shown is of a moment ago, and nothing that it says has come to an end or a beginning since. */
  #isRecentBy(verifier: Verifier): boolean {
    const { checkedAt = '', claims, trustBundle } = this.#verdict ?? {};
    const [then, now] = [Date.parse(checkedAt), timeOf(verifier)];
    const dates = [claims?.validFrom, claims?.validUntil, claims?.retainUntil, trustBundle?.expires];
    const isBetween = (date = ''): boolean => Date.parse(date) >= then && Date.parse(date) <= (now ?? then);
    return this.#ageBy(verifier) < RECENT && !dates.some((date) => isBetween(date));
  }

  /** How old the answer shown is by the clock of a verifier; NaN where that is not known. */
  #ageBy(verifier: Verifier): number {
    const checkedAt = Date.parse(this.#verdict?.checkedAt ?? '');
    return Math.abs((timeOf(verifier) ?? Number.NaN) - checkedAt);
  }

  #stopAsking(): void {
    this.#turn += 1;
    this.#restPatience();
    this.#leave?.();
    this.#leave = undefined;
    this.#verifier = undefined;
  }

  /** The one way in: a verdict is shown only if an engine of this page made it. */
  #showOwn(verdict: unknown): void {
    const own = genuine(verdict);
    if (own) {
      const [reason] = own.reasons;
      if (reason?.code === 'record-unreadable') {
        console.warn(
          `<${this.localName}> was given a record that cannot be read: ${reason.detail ?? ''}${this.#quotingRemedy()}`,
        );
      }
      this.#show(own);
      return;
    }
    this.#giveUp(
      'foreign-verdict',
      'the verdict it was given was not made by a verifier of this page (a copy, a literal, a proxy that hides it, another realm or another copy of touchmark). Hand over the very object that verify() answered, and import everything from one entry',
    );
  }

  /** Markup ends an attribute at the first quote of its kind, and nothing says so but a text that ends too early. */
  #quotingRemedy(): string {
    const isFromMarkup = typeof this.#record === 'string' && this.getAttribute('record') === this.#record;
    return isFromMarkup
      ? '. In an attribute, quotes within the JSON end it: write ’ as &#39; and " as &quot;, or set the property `record`'
      : '';
  }

  #giveUp(code: string, detail: string): void {
    console.warn(`<${this.localName}> could not check: ${detail}.`);
    this.#checkedBy = undefined;
    this.#show(unchecked(code, { environment: '', now: Date.now() }));
  }

  #show(verdict: Verdict): void {
    this.#restPatience();
    const isAnother = this.#change(verdict);
    if (!this.isConnected) return;
    if (isAnother && !(this.#isDrawn() && hasWords(languageOf(this)))) this.#replaceDrawing();
    this.#draw();
    if (this.#told === verdict) return;
    this.#told = verdict;
    this.dispatchEvent(
      new CustomEvent(
        'touchmark-verdict',
        bare({ bubbles: true, composed: true, detail: Object.freeze({ verdict }) }),
      ),
    );
  }

  /** A newer verdict that says the same: nobody is told. */
  #renew(verdict: Verdict): void {
    this.#restPatience();
    this.#verdict = this.#told = verdict;
    this.redraw();
  }

  /** Answers whether it is another verdict. What was said to the reader about the one before goes. */
  #change(verdict: Verdict | null): boolean {
    if (verdict === this.#verdict) return false;
    this.#verdict = verdict;
    this.#shadow?.mount.querySelector('[part="told"]')?.replaceChildren();
    changed(this);
    return true;
  }

  /** Now, not when the words of a language have come: what was said is about another record. */
  #replaceDrawing(): void {
    const drawn = this.#mounted ?? this.#copied;
    if (drawn) this.#render(drawn.components, this.#verdict);
    else this.#showFallback();
  }

  #draw(): void {
    const verdict = this.#verdict;
    loadComponents(languageOf(this)).then(
      (components) => {
        // Gone, or something newer has come.
        if (this.isConnected && verdict === this.#verdict) this.#render(components, verdict);
      },
      (error: unknown) => {
        if (!this.isConnected || verdict !== this.#verdict) return;
        if (verdict !== null || !this.replacesChildren) this.#renderWithout(verdict, error);
      },
    );
  }

  #render(components: Components, verdict: Verdict | null): void {
    const shadow = this.#shadow;
    if (!shadow) return;
    const lang = languageOf(this);
    try {
      // What is drawn before its words have come is drawn again by the artefact, which knows of no copies.
      const face = hasWords(lang) ? this.faceOf?.(verdict) : undefined;
      // A reader who is on it keeps their place.
      if (face === undefined || shadow.root.activeElement) this.#wake();
      if (this.#mounted) {
        this.#mounted.components.update(this.#mounted.id, this.#props(verdict, lang));
      } else if (face === undefined) {
        this.#mount(components, verdict, lang);
      } else {
        if (face !== this.#copied?.face || lang !== this.#copied.lang) {
          const props = (): string => this.#props(verdict, lang);
          shadow.mount.replaceChildren(copyOfFace(components, this.kind, `${lang} ${face}`, props));
        }
        this.#copied = { components, face, verdict, lang };
      }
    } catch (error) {
      if (verdict || !this.replacesChildren) this.#renderWithout(verdict, error);
      return;
    }
    shadow.slot.hidden = this.replacesChildren;
    if (this.#notice) this.#notice.textContent = '';
    this.#setState(verdict?.disclosure.group ?? 'checking');
  }

  /** Makes the copy of a face this element's own: from here on it opens, and changes in place. */
  #wake(): void {
    const copied = this.#copied;
    this.#copied = undefined;
    if (copied) this.#mount(copied.components, copied.verdict, copied.lang);
  }

  #open(): void {
    const verdict = this.#copied?.verdict;
    try {
      this.#wake();
    } catch (error) {
      if (verdict) this.#renderWithout(verdict, error);
    }
  }

  #mount(components: Components, verdict: Verdict | null, lang: string): void {
    const host = this.#shadow?.mount;
    if (!host) return;
    this.#mounted = { components, id: components.mount(this.kind, host, this.#props(verdict, lang)) };
  }

  #props(verdict: Verdict | null, lang: string): string {
    return JSON.stringify({ verdict, lang, ...this.viewProps() });
  }

  /** No component artefact: the verdict as plain text, or the fallback and that it was not checked. */
  #renderWithout(verdict: Verdict | null, error: unknown): void {
    const shadow = this.#shadow;
    if (!shadow) return;
    this.#unmount();
    warnOnce(`touchmark says verdicts in plain text, for it could not draw them: ${messageOf(error)}`);
    const lang = languageOf(this);
    const said = verdict ? inWords(verdict, lang) : word('group.could-not-check', lang);
    const group = verdict?.disclosure.group ?? 'could-not-check';
    const beside = this.replacesChildren && group === 'could-not-check' && this.textContent?.trim();
    shadow.slot.hidden = this.replacesChildren && !beside;
    const notice = (this.#notice ??= noticeBefore(shadow.mount));
    notice.lang = said.lang;
    notice.textContent = beside ? ` · ${said.text}` : said.text;
    this.#setState(group);
  }

  /** What stands until there is something to say: of an earlier verdict, nothing. */
  #showFallback(): void {
    if (this.#shadow) this.#shadow.slot.hidden = false;
    if (this.#notice) this.#notice.textContent = '';
  }

  #unmount(): void {
    const mounted = this.#mounted;
    this.#mounted = undefined;
    this.#copied = undefined;
    this.#showFallback();
    try {
      mounted?.components.unmount(mounted.id);
    } catch {
      // The artefact is gone, and what it drew with it.
    }
    this.#shadow?.mount.replaceChildren();
  }

  #setState(state: ElementState): void {
    if (this.#internals && state === this.#state) return;
    this.#state = state;
    try {
      this.#internals ??= this.attachInternals();
      this.#internals.states.clear();
      this.#internals.states.add(state);
    } catch {
      // A browser without custom states: `state` says the same.
    }
  }
}

const NO_VERIFIER =
  'no verifier answered in time. Put it inside a <touchmark-provider trust="…" policy="…">, or call use(verifier)';

/** Whether two verdicts on one record differ in nothing but the moment, and in what was known of the list at that moment. */
function saysSame(one: Verdict, other: Verdict): boolean {
  const said = (verdict: Verdict): string =>
    JSON.stringify({ ...verdict, checkedAt: undefined, trustBundle: undefined });
  return said(one) === said(other);
}

function noticeBefore(mount: HTMLElement): HTMLSpanElement {
  const notice = document.createElement('span');
  notice.className = 'notice';
  notice.setAttribute('part', 'notice');
  // Its words may run another way than the page.
  notice.dir = 'auto';
  mount.before(notice);
  return notice;
}
