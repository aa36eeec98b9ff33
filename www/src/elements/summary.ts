/** `<touchmark-summary>`: a list counted by what may be said of its records. */
import { isOrClaims } from '../disclosure/clean.js';
import { faceOf, keyOf, tally, type TallyLine } from '../disclosure/tally.js';
import { fire } from './element.js';
import { GatheringElement, parentOf } from './gathering.js';

/** A figure and what it is made of, every amount already written as people read it. */
export interface SummarySums {
  readonly total: string;
  readonly parts: readonly (Omit<TallyLine, 'count'> & { readonly amount: string })[];
}

/** Fired (bubbling, composed, cancelable) when somebody used the switch "Hide synthetic records". */
export type TouchmarkHideEvent = CustomEvent<{ readonly hide: boolean }>;

/** Fired (bubbling, composed, cancelable) when somebody narrowed the list to a line, or widened it again. */
export type TouchmarkFilterEvent = CustomEvent<{ readonly chosen: string | null }>;

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
 * With `filter` the counts are toggle buttons over a bar of their shares, and narrow the list to one line: they fire
 * `touchmark-filter`; unless that is cancelled, and where there is a `for`, the element hides the rows without a record of that line.
 *
 * @attr {number} total - How many records there are, checked or not.
 * @attr {boolean} hide - Synthetic records are hidden.
 * @attr {boolean} filter - The counts are buttons that narrow the list to one line.
 * @fires touchmark-hide
 * @fires touchmark-filter
 * @csspart summary - The whole.
 * @csspart main - How many were checked, and what is behind them.
 * @csspart counts - The list of counts.
 * @csspart choice - A button that narrows the list to a line.
 * @csspart bar - The shares of the lines, for the eye.
 * @csspart shown - How many are shown, where the list is narrowed.
 * @csspart sums - The figure and its parts.
 * @csspart hide - The switch.
 * @csspart hidden - How many rows are hidden.
 */
export class TouchmarkSummary extends GatheringElement {
  static override readonly observedAttributes = [
    ...GatheringElement.observedAttributes,
    'total',
    'hide',
    'filter',
  ];

  protected override readonly kind = 'summary';

  #sums: SummarySums | null = null;
  #chosen: string | null = null;
  /** Whether the page hides synthetic rows itself, and whether it narrows the list itself. */
  #cancelled = { hide: false, filter: false };
  /** The rows that are hidden by this element, and by nobody else. */
  #rows = new Set<HTMLElement>();

  /** Whether synthetic records are hidden. */
  get hide(): boolean {
    return this.hasAttribute('hide');
  }

  set hide(hide: boolean) {
    this.toggleAttribute('hide', hide);
  }

  /** Whether the list can be narrowed to one line. */
  get filter(): boolean {
    return this.hasAttribute('filter');
  }

  set filter(filter: boolean) {
    this.toggleAttribute('filter', filter);
  }

  /** Key of the line that the list is narrowed to, as `lineOf(verdict).key` of `touchmark/disclosure` says it; null for all. */
  get chosen(): string | null {
    return this.#chosen;
  }

  set chosen(key: string | null | undefined) {
    this.#chosen = key ?? null;
    this.redraw();
    this.#hideRows();
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
    if ((name === 'hide' || name === 'filter') && this.isConnected) this.#hideRows();
  }

  protected override gathered(): void {
    super.gathered();
    this.#hideRows();
  }

  protected override properties(): readonly string[] {
    return [...super.properties(), 'hide', 'total', 'sums', 'filter', 'chosen'];
  }

  protected override viewProps(): object | null {
    if (!this.gathering.isUsed) return null;
    const verdicts = this.gathering.verdicts;
    return {
      tally: tally(verdicts),
      total: this.countKnown(verdicts.length),
      sums: this.#sums ?? undefined,
      hide: this.hide,
      filter: this.filter,
      chosen: this.#chosen ?? undefined,
    };
  }

  protected override built(root: ShadowRoot): void {
    root.addEventListener('click', ({ target }) => {
      const button = target instanceof Element ? target.closest('button') : null;
      if (!button) return;
      const key = button.getAttribute('data-key');
      if (key === null) {
        const hide = !this.hide;
        this.#cancelled.hide = !fire(this, 'touchmark-hide', { hide }, true);
        this.hide = hide;
      } else {
        const chosen = key === '' || key === this.#chosen ? null : key;
        this.#cancelled.filter = !fire(this, 'touchmark-filter', { chosen }, true);
        this.chosen = chosen;
      }
    });
  }

  /** Hides the rows that are to be hidden now, and shows those that are not any more: tables use rows again. */
  #hideRows(): void {
    const hides = this.hide && !this.#cancelled.hide;
    const key = this.filter && !this.#cancelled.filter ? this.#chosen : null;
    const rows = new Map<HTMLElement, { isNamed: boolean; isWanted: boolean }>();
    if (hides || key !== null) {
      for (const [element, verdict] of this.gathering.shown()) {
        const row = this.#rowAround(element);
        if (!row || (row.hidden && !this.#rows.has(row))) continue;
        // A row may hold more than one record: it goes for one that is to be hidden, and stays for one that was chosen.
        const { isNamed = false, isWanted = false } = rows.get(row) ?? {};
        rows.set(row, {
          isNamed: isNamed || (hides && isOrClaims(verdict, 'synthetic')),
          isWanted: isWanted || key === null || key === keyOf(faceOf(verdict)),
        });
      }
    }
    const hidden = new Set<HTMLElement>();
    for (const [row, { isNamed, isWanted }] of rows) if (isNamed || !isWanted) hidden.add(row);
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
