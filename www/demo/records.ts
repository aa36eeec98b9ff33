/** The records of a list, what was done to them here, and what the last check said of each. */
import { isOrClaims, lineOf } from '../src/entries/disclosure.js';
import type { RecordView, Verdict } from '../src/entries/index.js';
import type { State } from './address.js';
import type { ListKind } from './lists.js';

export type Row = {
  readonly attributes: { readonly type: string; readonly url?: string };
  readonly Id: string;
  readonly [field: string]: unknown;
};

const SEAL = 'Provenance_Seal__c';
const UUID = 'Provenance_Id__c';
const COMPANION = 'Provenance_Salts_Personal__c';

const keys = new WeakMap<Verdict, string>();

/** Which line of a summary a verdict is counted in. */
export function lineKey(verdict: Verdict): string {
  const known = keys.get(verdict) ?? lineOf(verdict).key;
  keys.set(verdict, known);
  return known;
}

export class Records {
  readonly kind: ListKind;
  /** As a colleague who may not see personal fields. */
  restricted = false;
  /** Where there is none yet, a record has not been checked. */
  verdicts: (Verdict | undefined)[] = [];
  readonly #original: Row[] = [];
  readonly #rows: Row[] = [];
  /** Where each record is, by id: asked for every row that is drawn. */
  readonly #places = new Map<string, number>();
  /** What a search looks through, by row: a row that was changed is another. */
  readonly #texts = new WeakMap<Row, string>();

  constructor(kind: ListKind) {
    this.kind = kind;
  }

  get length(): number {
    return this.#rows.length;
  }

  /** The verdicts that there are. */
  get known(): Verdict[] {
    return this.verdicts.filter((verdict) => verdict !== undefined);
  }

  append(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#places.set(row.Id, this.length);
      this.#original.push(row);
      this.#rows.push(row);
    }
  }

  row(index: number): Row {
    const row = this.#rows[index];
    if (!row) throw new RangeError(`There is no record ${index} in ${this.kind.name}.`);
    return row;
  }

  /** Where the record of an id is; -1 where it is not, or not yet. */
  indexOf(id: string): number {
    return this.#places.get(id) ?? -1;
  }

  name(index: number): string {
    const parts = this.kind.named.map((field) => this.value(index, field));
    return parts.filter((part) => typeof part === 'string' && part !== '').join(' ');
  }

  /** Undefined where this viewer has no access. */
  value(index: number, field: string): unknown {
    return this.isWithheld(field) ? undefined : this.row(index)[field];
  }

  isWithheld(field: string): boolean {
    return this.restricted && this.kind.personal.includes(field);
  }

  hasSeal(index: number): boolean {
    return Boolean(this.row(index)[SEAL]);
  }

  /** What a record says of itself. */
  declared(index: number): string {
    const { Provenance_Source__c: source, Synthetic_Data__c: isSynthetic } = this.row(index);
    return typeof source === 'string' ? source : isSynthetic === true ? 'synthetic' : 'nothing';
  }

  /** What a viewer's browser is handed, and so what can be checked: as this page is set, or as for a colleague. */
  view(index: number, restricted = this.restricted): RecordView {
    const { attributes, ...fields } = this.row(index);
    if (!restricted) return this.row(index);
    const withheld = [...this.kind.personal, COMPANION];
    return {
      attributes,
      ...Object.fromEntries(Object.entries(fields).filter(([name]) => !withheld.includes(name))),
    };
  }

  /** The records that search, filter and the switch leave, in order, and how many the switch hides. */
  find({ search, only, hide }: State): { shown: number[]; hidden: number } {
    const query = search.trim().toLocaleLowerCase();
    const shown: number[] = [];
    let hidden = 0;
    for (let index = 0; index < this.length; index += 1) {
      const verdict = this.verdicts[index];
      if (only !== null && (!verdict || lineKey(verdict) !== only)) continue;
      if (query !== '' && !this.#text(index).includes(query)) continue;
      if (hide && isOrClaims(verdict, 'synthetic')) hidden += 1;
      else shown.push(index);
    }
    return { shown, hidden };
  }

  edit(index: number, field: string, text: string): void {
    const isNumber = typeof this.#original[index]?.[field] === 'number';
    const value = isNumber && text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    this.#change(index, { [field]: value === '' ? null : value });
  }

  strip(index: number): void {
    this.#change(index, { [SEAL]: null, [COMPANION]: null });
  }

  /** Seal, id and companion as they are: what somebody would copy who wants the copy to pass. */
  copySeal(from: number, to: number): void {
    const source = this.row(from);
    this.#change(to, { [SEAL]: source[SEAL], [UUID]: source[UUID], [COMPANION]: source[COMPANION] });
  }

  /** The next record without a seal. */
  nextUnsealed(after: number): number | undefined {
    for (let step = 1; step < this.length; step += 1) {
      const index = (after + step) % this.length;
      if (!this.hasSeal(index)) return index;
    }
    return undefined;
  }

  reset(): void {
    this.restricted = false;
    this.#original.forEach((row, index) => (this.#rows[index] = row));
  }

  #change(index: number, fields: { readonly [field: string]: unknown }): void {
    this.#rows[index] = { ...this.row(index), ...fields };
  }

  /** All that a viewer may see of a row, in lower case. */
  #text(index: number): string {
    if (this.restricted) return this.#written(index);
    const row = this.row(index);
    const known = this.#texts.get(row) ?? this.#written(index);
    this.#texts.set(row, known);
    return known;
  }

  #written(index: number): string {
    const texts = this.kind.fields.map((field) => String(this.value(index, field) ?? ''));
    return [this.name(index), ...texts].join('\n').toLocaleLowerCase();
  }
}
