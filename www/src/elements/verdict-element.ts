import type { Group, RecordView, Verdict } from '../verdict.js';
import { request } from '../context.js';
import { messageOf } from '../error.js';
import { TIMEOUT } from '../time.js';
import { isVerdict, unchecked } from '../verdicts.js';
import { batched } from './batch.js';
import { loadComponents, type Components } from './components.js';
import { offerEvidence } from './evidence.js';
import { ElementBase, adoptStyle, languageOf } from './element.js';
import { inWords } from './words.js';

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
 * verdict but an engine's: the attribute `record` is only ever something to check.
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
  #patience: ReturnType<typeof setTimeout> | undefined;
  #shadow: { slot: HTMLSlotElement; mount: HTMLDivElement; notice: HTMLSpanElement } | undefined;
  #mounted: { components: Components; id: number } | undefined;
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
    this.#adoptEarlyProperties();
    if (this.#verdict) this.#draw();
    else if (!this.#given) this.#check();
  }

  disconnectedCallback(): void {
    this.#stopAsking();
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
  protected arrange(root: ShadowRoot, slot: HTMLSlotElement, notice: HTMLElement, mount: HTMLElement): void {
    root.replaceChildren(slot, notice, mount);
  }

  /** Draws again with new props; what has children to keep is drawn without a verdict too. */
  protected redraw(): void {
    if (this.isConnected && (this.#mounted || this.#verdict || !this.replacesChildren)) this.#draw();
  }

  #build(): void {
    if (this.#shadow) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    adoptStyle(root);
    const slot = document.createElement('slot');
    const notice = document.createElement('span');
    notice.className = 'notice';
    notice.setAttribute('part', 'notice');
    // Its words may run another way than the page.
    notice.dir = 'auto';
    const mount = document.createElement('div');
    mount.className = 'mount';
    this.arrange(root, slot, notice, mount);
    offerEvidence(root, this);
    this.#shadow = { slot, notice, mount };
    this.#setState(this.#state);
  }

  /** Properties that were set before the element was defined hide the accessors: hand them over. */
  #adoptEarlyProperties(): void {
    for (const name of this.properties()) {
      if (!Object.prototype.hasOwnProperty.call(this, name)) continue;
      const value: unknown = Reflect.get(this, name);
      Reflect.deleteProperty(this, name);
      Reflect.set(this, name, value);
    }
  }

  #check(): void {
    this.#turn += 1;
    this.#verdict = null;
    if (!this.isConnected) return;
    this.#setState('checking');
    // Now, not when the words of a language have come: what was said is about another record.
    if (this.#mounted) this.#render(this.#mounted.components, null);
    else this.#showFallback();
    if (this.#record === null) {
      this.#stopAsking();
      return;
    }
    this.#patience ??= setTimeout(() => {
      this.#giveUp(
        'no-verifier',
        'no verifier answered in time. Put it inside a <touchmark-provider trust="…" policy="…">, or call use(verifier)',
      );
    }, TIMEOUT);
    this.#leave?.();
    this.#leave = request(this, (verifier) => {
      const turn = ++this.#turn;
      const record = this.#record;
      if (record === null) return;
      batched(verifier, record).then(
        (verdict) => {
          // Whoever answers a request may be anybody's object; what it answers must not be.
          if (turn === this.#turn && !this.#given) this.#showOwn(verdict);
        },
        (error: unknown) => {
          if (turn === this.#turn) this.#giveUp('engine-stopped', messageOf(error));
        },
      );
    });
  }

  #stopAsking(): void {
    this.#turn += 1;
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#leave?.();
    this.#leave = undefined;
  }

  /** The one way in: a verdict is shown only if an engine of this page made it. */
  #showOwn(verdict: unknown): void {
    if (isVerdict(verdict)) {
      const [reason] = verdict.reasons;
      if (reason?.code === 'record-unreadable') {
        console.warn(`<${this.localName}> was given a record that cannot be read: ${reason.detail ?? ''}`);
      }
      this.#show(verdict);
      return;
    }
    this.#giveUp(
      'foreign-verdict',
      'the verdict it was given was not made by a verifier of this page (a copy, a literal, another realm). Hand over the very object that verify() answered',
    );
  }

  #giveUp(code: string, detail: string): void {
    console.warn(`<${this.localName}> could not check: ${detail}.`);
    this.#show(unchecked(code, { environment: '', now: Date.now() }));
  }

  #show(verdict: Verdict): void {
    clearTimeout(this.#patience);
    this.#patience = undefined;
    this.#verdict = verdict;
    if (!this.isConnected) return;
    this.#draw();
    this.dispatchEvent(
      new CustomEvent('touchmark-verdict', {
        bubbles: true,
        composed: true,
        detail: Object.freeze({ verdict }),
      }),
    );
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
        // Held content without a verdict still says that there was no check.
        const said = verdict ?? (this.replacesChildren ? null : this.#noComponents());
        if (said) this.#renderWithout(said, error);
      },
    );
  }

  #render(components: Components, verdict: Verdict | null): void {
    const shadow = this.#shadow;
    if (!shadow) return;
    const props = JSON.stringify({ verdict, lang: languageOf(this), ...this.viewProps() });
    try {
      if (this.#mounted) components.update(this.#mounted.id, props);
      else this.#mounted = { components, id: components.mount(this.kind, shadow.mount, props) };
    } catch (error) {
      if (verdict) this.#renderWithout(verdict, error);
      return;
    }
    shadow.slot.hidden = this.replacesChildren;
    shadow.notice.textContent = '';
    this.#setState(verdict?.disclosure.group ?? 'checking');
  }

  /** No component artefact: the verdict as plain text, or the fallback and that it was not checked. */
  #renderWithout(verdict: Verdict, error: unknown): void {
    const shadow = this.#shadow;
    if (!shadow) return;
    this.#unmount();
    warnOnce(`touchmark says verdicts in plain text, for it could not draw them: ${messageOf(error)}`);
    const { group } = verdict.disclosure;
    const said = inWords(verdict, languageOf(this));
    const beside = this.replacesChildren && group === 'could-not-check' && this.textContent?.trim();
    shadow.slot.hidden = this.replacesChildren && !beside;
    shadow.notice.lang = said.lang;
    shadow.notice.textContent = beside ? ` · ${said.text}` : said.text;
    this.#setState(group);
  }

  #noComponents(): Verdict {
    return unchecked('components-missing', { environment: '', now: Date.now() });
  }

  /** What stands until there is something to say: of an earlier verdict, nothing. */
  #showFallback(): void {
    const shadow = this.#shadow;
    if (!shadow) return;
    shadow.slot.hidden = false;
    shadow.notice.textContent = '';
  }

  #unmount(): void {
    const mounted = this.#mounted;
    this.#mounted = undefined;
    this.#showFallback();
    try {
      mounted?.components.unmount(mounted.id);
    } catch {
      // The artefact is gone, and what it drew with it.
    }
    this.#shadow?.mount.replaceChildren();
  }

  #setState(state: ElementState): void {
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

const warned = new Set<string>();

/** A table of badges has one cause of failure, and needs one line about it. */
function warnOnce(message: string): void {
  if (warned.has(message)) return;
  warned.add(message);
  console.warn(message);
}
