/** What every element that shows a record extends: from a record or a verdict to something on the screen. */
import { Asking, type ElementState, type Failure } from '../asking/asking.js';
import { messageOf } from '../error.js';
import { genuine, unchecked } from '../verdict/authenticity.js';
import type { RecordView, Verdict } from '../verdict/verdict.js';
import { Announcing } from './announcing.js';
import { ElementBase, adoptEarly, warnOnce } from './element.js';
import { offerEvidence } from './evidence.js';
import { appeared, changed, gone } from './showing.js';
import { VerdictDrawing, type View } from './verdict-drawing.js';

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
 * @attr {string} label - Name of the record, as the page shows it: what the element is called begins with it.
 * @fires touchmark-verdict
 * @slot - The fallback: it stands until there is a verdict, and for good where there are no scripts.
 * @csspart notice - Words in place of a drawing, where nothing can be drawn.
 * @cssstatesof state
 */
export abstract class VerdictElement extends ElementBase {
  static readonly observedAttributes: readonly string[] = ['record', 'lang', 'label'];

  /** What the component artefact calls it. */
  protected abstract readonly kind: View['kind'];

  /** Whether what is drawn takes the place of the children. */
  protected readonly replacesChildren: boolean = true;

  #record: RecordView | string | null = null;
  #verdict: Verdict | null = null;
  /** Set by the page: stands until it is taken away, whatever the record says. */
  #given = false;

  readonly #asking = new Asking(this, {
    answered: (verdict) => this.#take(verdict),
    failed: (code, error) => this.#giveUp(code, error),
    lost: () => this.#forget(),
  });
  #drawing: VerdictDrawing | undefined;
  readonly #announcing = new Announcing(this);

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
    this.#given = verdict !== null && verdict !== undefined;
    if (!this.#given) {
      this.#check();
      return;
    }
    this.#asking.stop();
    const own = genuine(verdict);
    if (own) this.#showOwn(own);
    else this.#giveUp('foreign-verdict');
  }

  /** Name of the record, or null. */
  get label(): string | null {
    return this.getAttribute('label');
  }

  set label(label: string | null | undefined) {
    if (label == null) this.removeAttribute('label');
    else this.setAttribute('label', label);
  }

  /** What is shown now. */
  get state(): ElementState {
    return this.#announcing.state;
  }

  connectedCallback(): void {
    this.#drawing ??= this.#build();
    adoptEarly(this, this.properties());
    appeared(this);
    const verdict = this.#verdict;
    if (verdict && (this.#given || this.#asking.resume())) this.#show(verdict);
    else if (!this.#given) this.#check();
  }

  disconnectedCallback(): void {
    this.#asking.stop();
    gone(this);
    // A move is a disconnect and a connect in one go: only what stays away is taken down.
    queueMicrotask(() => {
      if (!this.isConnected) this.#drawing?.remove();
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
    return ['record', 'verdict', 'label'];
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
    if (!this.isConnected || !this.#drawing) return;
    // What has children to keep may have to hold them now, and not when the words of a language have come.
    const isAnother = !this.replacesChildren;
    if (this.#drawing.components || this.#verdict || isAnother) this.#drawing.draw(isAnother);
  }

  #build(): VerdictDrawing {
    const drawing = new VerdictDrawing(this, {
      kind: this.kind,
      replacesChildren: this.replacesChildren,
      verdict: () => this.#verdict,
      props: () => this.viewProps(),
      label: () => this.label || undefined,
      face: (verdict) => this.faceOf?.(verdict),
      seen: (state) => {
        this.#announcing.state = state;
      },
    });
    this.arrange(drawing.root, drawing.slot, drawing.place);
    offerEvidence(drawing.root, this);
    // From the first moment on, for style sheets.
    this.#announcing.state = this.state;
    return drawing;
  }

  #check(): void {
    this.#forget();
    if (this.isConnected) this.#asking.start(this.#record);
  }

  /** Nothing is known any more. */
  #forget(): void {
    this.#change(null);
    if (!this.isConnected) return;
    this.#announcing.state = 'checking';
    this.#drawing?.replace();
  }

  #take(verdict: Verdict): void {
    if (!this.#verdict || !saysSame(this.#verdict, verdict)) return this.#showOwn(verdict);
    this.#verdict = verdict;
    this.#announcing.told = verdict;
    this.redraw();
  }

  #showOwn(verdict: Verdict): void {
    const [reason] = verdict.reasons;
    if (reason?.code === 'record-unreadable') {
      console.warn(
        `<${this.localName}> was given a record that cannot be read: ${reason.detail ?? ''}${this.#quotingRemedy()}`,
      );
    }
    this.#show(verdict);
  }

  /** Markup ends an attribute at the first quote of its kind, and nothing says so but a text that ends too early. */
  #quotingRemedy(): string {
    const isFromMarkup = typeof this.#record === 'string' && this.getAttribute('record') === this.#record;
    return isFromMarkup
      ? '. In an attribute, quotes within the JSON end it: write ’ as &#39; and " as &quot;, or set the property `record`'
      : '';
  }

  #giveUp(code: Failure, error?: unknown): void {
    if (code === 'no-record') {
      warnOnce(
        `<${this.localName}> has neither a record nor a verdict, so it has nothing to check. Set its property \`record\` or \`verdict\`, or the attribute record="…" with JSON (frameworks drop objects where they write HTML on a server: give JSON.stringify(record)).`,
      );
      return;
    }
    const why = code === 'engine-stopped' ? messageOf(error) : WHY[code];
    console.warn(`<${this.localName}> could not check: ${why}.`);
    this.#show(unchecked(code, { environment: '', now: Date.now() }));
  }

  #show(verdict: Verdict): void {
    const isAnother = this.#change(verdict);
    const drawing = this.#drawing;
    if (!this.isConnected || !drawing) return;
    drawing.draw(isAnother);
    this.#announcing.tell(verdict);
  }

  /** Answers whether it is another verdict. */
  #change(verdict: Verdict | null): boolean {
    if (verdict === this.#verdict) return false;
    this.#verdict = verdict;
    this.#drawing?.forgetTold();
    changed(this);
    return true;
  }
}

const WHY = {
  'no-verifier':
    'no verifier answered in time. Put it inside a <touchmark-provider trust="…" policy="…">, or call use(verifier)',
  'foreign-verdict':
    'the verdict it was given was not made by a verifier of this page (a copy, a literal, a proxy that hides it, another realm or another copy of touchmark). Hand over the very object that verify() answered, and import everything from one entry',
  'verdict-on-another-record':
    'the verdict that it was answered is on another record. Whoever stands in for the verifier mixes them up',
};

/** Whether two verdicts on one record differ in nothing but the moment, and in what was known of the list at that moment. */
function saysSame(one: Verdict, other: Verdict): boolean {
  const said = (verdict: Verdict): string =>
    JSON.stringify({ ...verdict, checkedAt: undefined, trustBundle: undefined });
  return said(one) === said(other);
}
