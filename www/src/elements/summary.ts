/** `<touchmark-summary>`: a list counted by what may be said of its records. */
import { isOrClaims } from '../disclosure/clean.js';
import { tally, type TallyLine } from '../disclosure/tally.js';
import { fire } from './element.js';
import { GatheringElement, parentOf } from './gathering.js';

/** A figure and what it is made of, every amount already written as people read it. */
export interface SummarySums {
  readonly total: string;
  readonly parts: readonly (Omit<TallyLine, 'count'> & { readonly amount: string })[];
}

/** Fired (bubbling, composed, cancelable) when somebody used the switch "Hide synthetic records". */
export type TouchmarkHideEvent = CustomEvent<{ readonly hide: boolean }>;

/** What stands for one record in a list. */
const ROW = 'tr, li, [role="row"], [data-touchmark-row]';

/**
 * `<touchmark-summary for="contacts" total="1200">fallback</touchmark-summary>`: the records of a list, counted by what may be
 * said of each, and a switch that hides what is synthetic or said to be.
 *
 * The switch fires `touchmark-hide`; unless that is cancelled, and where there is a `for`, the element hides
 * the row around each record that is synthetic, or claims to be (`tr`, `li`, `role="row"` or `data-touchmark-row`), late ones too, and
 * shows them again.
 *
 * @attr {number} total - How many records there are, checked or not.
 * @attr {boolean} hide - Synthetic records are hidden.
 * @fires touchmark-hide
 * @csspart summary - The whole.
 * @csspart main - How many were checked, and what is behind them.
 * @csspart counts - The list of counts.
 * @csspart sums - The figure and its parts.
 * @csspart hide - The switch.
 * @csspart hidden - How many rows are hidden.
 */
export class TouchmarkSummary extends GatheringElement {
  static override readonly observedAttributes = [...GatheringElement.observedAttributes, 'total', 'hide'];

  protected override readonly kind = 'summary';

  #sums: SummarySums | null = null;
  /** Whether the page hides rows itself. */
  #cancelled = false;
  /** The rows that are hidden by this element, and by nobody else. */
  #rows = new Set<HTMLElement>();

  /** Whether synthetic records are hidden. */
  get hide(): boolean {
    return this.hasAttribute('hide');
  }

  set hide(hide: boolean) {
    this.toggleAttribute('hide', hide);
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

  /** A figure that is made of these records, with its parts. */
  get sums(): SummarySums | null {
    return this.#sums;
  }

  set sums(sums: SummarySums | null | undefined) {
    this.#sums = sums ?? null;
    this.redraw();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    queueMicrotask(() => {
      if (!this.isConnected) this.#showAgain(this.#rows);
    });
  }

  override attributeChangedCallback(name: string): void {
    super.attributeChangedCallback(name);
    if (name === 'hide' && this.isConnected) this.#hideRows();
  }

  protected override gathered(): void {
    super.gathered();
    this.#hideRows();
  }

  protected override properties(): readonly string[] {
    return [...super.properties(), 'hide', 'total', 'sums'];
  }

  protected override viewProps(): object | null {
    if (!this.gathering.isUsed) return null;
    const verdicts = this.gathering.verdicts;
    const known = verdicts.length + this.gathering.pending;
    return {
      tally: tally(verdicts),
      total: Math.max(known, this.total ?? 0),
      sums: this.#sums ?? undefined,
      hide: this.hide,
    };
  }

  protected override built(root: ShadowRoot): void {
    root.addEventListener('click', ({ target }) => {
      if (!(target instanceof Element) || !target.closest('[part~="hide"]')) return;
      const hide = !this.hide;
      this.#cancelled = !fire(this, 'touchmark-hide', { hide }, true);
      this.hide = hide;
    });
  }

  /** Hides the rows that are to be hidden now, and shows those that are not any more: tables use rows again. */
  #hideRows(): void {
    const hidden = new Set<HTMLElement>();
    if (this.hide && !this.#cancelled) {
      for (const [element, verdict] of this.gathering.shown()) {
        const row = isOrClaims(verdict, 'synthetic') ? this.#rowAround(element) : null;
        if (row && (this.#rows.has(row) || !row.hidden)) hidden.add(row);
      }
    }
    this.#showAgain([...this.#rows].filter((row) => !hidden.has(row)));
    for (const row of hidden) row.hidden = true;
    this.#rows = hidden;
  }

  /** The nearest row of the list, through shadow roots: what is around the list holds more than one record. */
  #rowAround(element: HTMLElement): HTMLElement | null {
    for (let at: Node | null = element; at && at !== this.gathering.target; at = parentOf(at)) {
      if (at instanceof HTMLElement && at.matches(ROW)) return at;
    }
    return null;
  }

  #showAgain(rows: Iterable<HTMLElement>): void {
    for (const row of rows) {
      row.hidden = false;
      this.#rows.delete(row);
    }
  }
}
