import { isOrClaims } from '../src/entries/disclosure.js';
import type { Level, RecordView, Verdict } from '../src/entries/index.js';

export type Environment = 'sandbox' | 'production';

type Row = {
  readonly attributes: { readonly type: string; readonly url?: string };
  readonly [field: string]: unknown;
};

const SEAL = 'Provenance_Seal__c';
const UUID = 'Provenance_Id__c';
const COMPANION = 'Provenance_Salts_Personal__c';

/** The fields of the tier "Personal": a colleague without it gets neither them nor their companion. */
const PERSONAL = ['Email', 'Phone', 'Birthdate', COMPANION];

/** From the quietest to the loudest. */
const LEVELS: readonly Level[] = ['quiet', 'notice', 'caution', 'alert'];

/** The rows of a REST query, what was done to them, and what the last check said. */
export class Contacts {
  /** As a colleague without the tier "Personal". */
  restricted = false;
  readonly indices: readonly number[];
  readonly #original: readonly Row[];
  #rows: Row[];
  #verdicts: (Verdict | undefined)[] = [];

  constructor(queryResult: object) {
    const { records } = queryResult as { records?: unknown };
    if (!Array.isArray(records) || records.length === 0)
      throw new Error('data/contacts.json holds no records.');
    this.#original = records as Row[];
    this.#rows = [...this.#original];
    this.indices = this.#rows.map((_, index) => index);
  }

  name(index: number): string {
    return (
      [this.field(index, 'FirstName'), this.field(index, 'LastName')].filter(Boolean).join(' ') || 'No name'
    );
  }

  field(index: number, name: string): string {
    return String(this.#rows[index]?.[name] ?? '');
  }

  seal(index: number): string {
    return this.field(index, SEAL);
  }

  /** What a viewer's browser is handed, and so what can be checked. */
  view(index: number): RecordView {
    const row = this.#rows[index];
    if (!row) throw new RangeError(`There is no contact ${index}.`);
    if (!this.restricted) return row;
    const { attributes, ...fields } = row;
    return {
      attributes,
      ...Object.fromEntries(Object.entries(fields).filter(([name]) => !PERSONAL.includes(name))),
    };
  }

  views(): RecordView[] {
    return this.indices.map((index) => this.view(index));
  }

  verdict(index: number): Verdict | undefined {
    return this.#verdicts[index];
  }

  setVerdict(index: number, verdict: Verdict): void {
    this.#verdicts[index] = verdict;
  }

  setVerdicts(verdicts: readonly Verdict[]): void {
    this.#verdicts = [...verdicts];
  }

  /** What the switch of `<touchmark-summary>` hides: what is synthetic, and what is said to be. */
  isSynthetic(index: number): boolean {
    return isOrClaims(this.verdict(index), 'synthetic');
  }

  matches(index: number, query: string): boolean {
    if (query === '') return true;
    const searched = [this.name(index), ...['Title', 'MailingCity'].map((name) => this.field(index, name))];
    if (!this.restricted) searched.push(this.field(index, 'Email'), this.field(index, 'Phone'));
    return searched.some((text) => text.toLocaleLowerCase().includes(query));
  }

  /** How many verdicts fall into each category: the quieter ones first, those that need attention last. */
  counts(category: (verdict: Verdict) => string): [string, number][] {
    const found = new Map<string, { count: number; loudness: number }>();
    for (const verdict of this.#verdicts) {
      if (!verdict) continue;
      const name = category(verdict);
      const loudness = LEVELS.indexOf(verdict.disclosure.level);
      const so = found.get(name) ?? { count: 0, loudness };
      found.set(name, { count: so.count + 1, loudness: Math.max(so.loudness, loudness) });
    }
    return [...found]
      .sort(([, one], [, other]) => one.loudness - other.loudness)
      .map(([name, { count }]) => [name, count]);
  }

  edit(index: number, name: string, value: string): void {
    this.#change(index, { [name]: value === '' ? null : value });
  }

  strip(index: number): void {
    this.#change(index, { [SEAL]: null, [COMPANION]: null });
  }

  /** Seal, id and companion as they are: what somebody would copy who wants the copy to pass. */
  copySeal(from: number, to: number): void {
    const source = this.#rows[from];
    this.#change(to, { [SEAL]: source?.[SEAL], [UUID]: source?.[UUID], [COMPANION]: source?.[COMPANION] });
  }

  nextUnsealed(after: number): number | undefined {
    const order = [...this.indices.slice(after + 1), ...this.indices.slice(0, after)];
    return order.find((index) => !this.seal(index));
  }

  reset(): void {
    this.#rows = [...this.#original];
    this.restricted = false;
  }

  #change(index: number, fields: Record<string, unknown>): void {
    const row = this.#rows[index];
    if (row) this.#rows[index] = { ...row, ...fields };
  }
}
