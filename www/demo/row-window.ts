/**
 * The rows of a table that are in view, and a few around them. Rows are used again for other records, except the one that has the
 * focus: it stays, out of sight if need be, and a key pressed there leads back to it.
 */

/** Rows drawn above and below what is in view. */
const AROUND = 8;

/** Rows that are printed. */
const PRINTED = 25;

/** Until one has been drawn and measured. */
const ESTIMATE = 56;

/** What the rows hold. */
export interface Rows {
  /** An empty row. */
  make(): HTMLTableRowElement;
  /** Puts the record of an index into a row. */
  fill(row: HTMLTableRowElement, index: number): void;
  /** Called when other rows have come into view. */
  moved(): void;
}

export class RowWindow {
  readonly #viewport: HTMLElement;
  readonly #sheet: HTMLElement;
  readonly #body: HTMLTableSectionElement;
  readonly #rows: Rows;
  #indices: readonly number[] = [];
  /** The rows that are drawn, by position in the list. */
  readonly #drawn = new Map<number, HTMLTableRowElement>();
  /** Heights by position, where they have been measured. */
  #heights: (number | undefined)[] = [];
  #estimate = ESTIMATE;
  /** Where each position begins, and where the last ends. */
  #tops = new Float64Array(1);
  #width = 0;
  #first = 0;
  #isPrinting = false;
  /** Whether there has been anything to show: until then what is in the page stays. */
  #isUsed = false;

  constructor(viewport: HTMLElement, sheet: HTMLElement, body: HTMLTableSectionElement, rows: Rows) {
    this.#viewport = viewport;
    this.#sheet = sheet;
    this.#body = body;
    this.#rows = rows;
    viewport.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    viewport.addEventListener('keydown', (event) => {
      if (event.key !== 'End' || event.target !== viewport) return;
      // Where the end is, is only known there: the browser would aim at where it was taken to be.
      event.preventDefault();
      this.scrollTo(this.#indices.length - 1);
      viewport.scrollTop = viewport.scrollHeight;
    });
    body.addEventListener('keydown', ({ target }) => {
      const row = target instanceof Element ? target.closest<HTMLElement>('tr.held') : null;
      if (row) this.scrollTo(Number(row.dataset['position']));
    });
    new ResizeObserver(() => this.#resized()).observe(viewport);
    addEventListener('beforeprint', () => this.#print(true));
    addEventListener('afterprint', () => this.#print(false));
  }

  /** The positions that are whole in view: from the first up to, and without, the last. */
  get inView(): { first: number; end: number } {
    if (this.#isPrinting) return { first: this.#first, end: this.#drawnEnd() };
    const top = this.#viewport.scrollTop;
    const bottom = top + this.#viewport.clientHeight - this.#headHeight();
    const first = this.#at(top + 1);
    let end = this.#at(bottom);
    if ((this.#tops[end + 1] ?? Infinity) <= bottom + 1) end += 1;
    return { first, end: Math.min(this.#indices.length, Math.max(end, first + 1)) };
  }

  /** The indices of the rows that are drawn. */
  get drawn(): number[] {
    const positions = [...this.#drawn].filter(([, row]) => !row.classList.contains('held'));
    return positions
      .sort(([one], [other]) => one - other)
      .map(([position]) => this.#indices[position])
      .filter((index) => index !== undefined);
  }

  /** Shows other records, or the same ones anew. */
  show(indices: readonly number[]): void {
    this.#isUsed = true;
    const isSame =
      indices.length === this.#indices.length && indices.every((index, at) => index === this.#indices[at]);
    if (!isSame) {
      const grows = this.#indices.every((index, at) => index === indices[at]);
      this.#indices = indices;
      if (!grows) this.#heights = [];
      this.#measureTops();
    }
    this.#draw(true);
  }

  /** Brings a position to the top of the view. */
  scrollTo(position: number): void {
    const top = this.#tops[Math.max(0, Math.min(position, this.#indices.length - 1))] ?? 0;
    this.#draw(false, top);
    this.#viewport.scrollTop = this.#tops[position] ?? top;
    this.#draw(false);
  }

  /** Brings an index into view, if it is among what is shown. Answers whether it is. */
  reveal(index: number): boolean {
    const position = this.#indices.indexOf(index);
    if (position < 0) return false;
    const { first, end } = this.inView;
    if (position < first || position >= end) this.scrollTo(position);
    return true;
  }

  /** The row of an index, if it is drawn. */
  rowOf(index: number): HTMLTableRowElement | undefined {
    return this.#drawn.get(this.#indices.indexOf(index));
  }

  #scrolled(): void {
    if (this.#isPrinting) return;
    const { scrollTop, clientHeight, scrollHeight } = this.#viewport;
    const isAtEnd = scrollTop > 0 && scrollTop + clientHeight >= scrollHeight - 2;
    this.#draw(false);
    // The last rows may turn out higher than they were taken for.
    if (isAtEnd) this.#viewport.scrollTop = this.#viewport.scrollHeight;
    this.#rows.moved();
  }

  #resized(): void {
    const width = this.#viewport.clientWidth;
    if (width === this.#width) return;
    const isFirst = this.#width === 0;
    this.#width = width;
    if (isFirst || this.#indices.length === 0) return;
    // Other widths, other heights: what is at the top stays there.
    const { first } = this.inView;
    this.#heights = [];
    this.#estimate = this.#drawn.values().next().value?.offsetHeight || this.#estimate;
    this.#measureTops();
    this.#draw(true);
    this.scrollTo(first);
  }

  #print(isPrinting: boolean): void {
    if (isPrinting) this.#first = this.inView.first;
    this.#isPrinting = isPrinting;
    this.#draw(false);
    this.#rows.moved();
    if (!isPrinting) this.scrollTo(this.#first);
  }

  #drawnEnd(): number {
    return Math.min(this.#indices.length, this.#first + PRINTED);
  }

  #draw(refill: boolean, top = this.#viewport.scrollTop): void {
    if (!this.#isUsed) return;
    const length = this.#indices.length;
    let from = Math.max(0, this.#at(top) - AROUND);
    let to = Math.min(length, this.#at(top + this.#viewport.clientHeight) + 1 + AROUND);
    if (this.#isPrinting) [from, to] = [this.#first, this.#drawnEnd()];
    const spare = this.#release(from, to);
    const fresh: number[] = [];
    let next: Element | null = this.#body.firstElementChild;
    for (let position = from; position < to; position += 1) {
      const index = this.#indices[position] as number;
      let row = this.#drawn.get(position);
      const isNew = !row;
      row ??= spare.pop() ?? this.#rows.make();
      if (isNew) {
        this.#drawn.set(position, row);
        fresh.push(position);
      }
      row.classList.remove('held');
      row.dataset['position'] = String(position);
      row.setAttribute('aria-rowindex', String(position + 2));
      if (isNew || refill) this.#rows.fill(row, index);
      // What is there already is not moved: a row that is moved loses the focus.
      while (next && next !== row && !this.#isPlaced(next, from, to)) next = this.#after(next);
      if (next === row) next = next.nextElementSibling;
      else this.#body.insertBefore(row, next);
    }
    while (next) next = this.#after(next);
    this.#pad(from, to);
    if (refill || fresh.length > 0) this.#measure(from, to, top);
  }

  /** Takes rows away that are not to be drawn any more; the one with the focus stays, out of sight. */
  #release(from: number, to: number): HTMLTableRowElement[] {
    const spare: HTMLTableRowElement[] = [];
    for (const [position, row] of this.#drawn) {
      const isThere = position < this.#indices.length;
      if (isThere && position >= from && position < to) continue;
      if (isThere && row.contains(document.activeElement)) {
        row.classList.add('held');
        continue;
      }
      this.#drawn.delete(position);
      row.classList.remove('held');
      row.remove();
      spare.push(row);
    }
    return spare;
  }

  #isPlaced(row: Element, from: number, to: number): boolean {
    const position = Number((row as HTMLElement).dataset['position']);
    return this.#drawn.get(position) === row && position >= from && position < to;
  }

  /** The element after one that is passed over: held rows stay where they are, whatever else is there goes. */
  #after(row: Element): Element | null {
    const next = row.nextElementSibling;
    if (!row.classList.contains('held')) row.remove();
    return next;
  }

  #pad(from: number, to: number): void {
    const [first = 0, last = 0, end = 0] = [from, to, this.#indices.length].map((at) => this.#tops[at] ?? 0);
    this.#sheet.style.paddingBlockStart = this.#isPrinting ? '' : `${first}px`;
    this.#sheet.style.paddingBlockEnd = this.#isPrinting ? '' : `${end - last}px`;
  }

  /** Learns how high the drawn rows are; what is in view stays where it is. */
  #measure(from: number, to: number, top: number): void {
    if (this.#isPrinting) return;
    const anchor = this.#at(top);
    const before = this.#tops[anchor] ?? 0;
    let isNew = false;
    for (let position = from; position < to; position += 1) {
      const height = this.#drawn.get(position)?.getBoundingClientRect().height;
      if (!height || Math.abs(height - (this.#heights[position] ?? this.#estimate)) < 0.5) continue;
      this.#heights[position] = height;
      isNew = true;
    }
    if (!isNew) return;
    this.#estimate = this.#heights.find((height) => height !== undefined) ?? this.#estimate;
    this.#measureTops();
    this.#pad(from, to);
    const moved = (this.#tops[anchor] ?? 0) - before;
    if (moved !== 0 && anchor > 0) this.#viewport.scrollTop += moved;
  }

  #measureTops(): void {
    const length = this.#indices.length;
    this.#tops = new Float64Array(length + 1);
    for (let at = 0; at < length; at += 1)
      this.#tops[at + 1] = (this.#tops[at] ?? 0) + (this.#heights[at] ?? this.#estimate);
  }

  /** The position at a height. */
  #at(height: number): number {
    let [low, high] = [0, Math.max(0, this.#indices.length - 1)];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#tops[middle] ?? 0) <= height) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  #headHeight(): number {
    const head = this.#body.parentElement?.querySelector('thead');
    return head && getComputedStyle(head).position !== 'absolute' ? head.offsetHeight : 0;
  }
}
