/** A figure, split by what may be said of the rows that it adds up. */
import { TouchmarkError } from '../error.js';
import { bare, own, shielded } from '../own.js';
import { MAY_LACK, faceOf, keyOf, labelOf, listOf, type Face } from './tally.js';
import { needWords, type Words } from './words.js';

/** What can be added up without loss: a decimal text (`"1234.50"`, `"-1e3"`), a whole number of any size, a finite number. */
export type Amount = string | number | bigint;

/** A figure, and what it is made of. Amounts are exact decimal texts. */
export interface Split {
  readonly total: string;
  /** A part for each face among the rows, in the order met. */
  readonly parts: readonly SplitPart[];
}

export interface SplitPart extends Face {
  readonly amount: string;
}

/**
 * Adds up the amounts of rows, in all and by what may be said of each row's origin. Adds decimals exactly: 0.1 and 0.2
 * are 0.3. Throws a `TouchmarkError` (`rows-invalid`) that names the row whose amount is no number; a page that wants an
 * empty amount to count as nothing says so in `amountOf`.
 */
export function splitSum<Row>(
  rows: Iterable<Row>,
  from: { verdictOf(row: Row, index: number): unknown; amountOf(row: Row, index: number): Amount },
): Split {
  const reading = own(from);
  const total = new Sum();
  const parts = new Map<string, { face: Face; sum: Sum }>();
  let index = 0;
  for (const row of rows) {
    const amount = decimalOf(reading.amountOf(row, index), index);
    const face = faceOf(reading.verdictOf(row, index));
    const key = keyOf(face);
    const part = parts.get(key) ?? { face, sum: new Sum() };
    parts.set(key, part);
    part.sum.add(amount);
    total.add(amount);
    index += 1;
  }
  return {
    total: total.toString(),
    parts: [...parts.values()].map(({ face, sum }) =>
      shielded({ ...face, amount: sum.toString() }, MAY_LACK),
    ),
  };
}

/** How figures are written. */
export interface SplitFormat {
  words: Words;
  /** Language and region of the numbers (`de-AT`); that of the words unless given. */
  lang?: string | undefined;
  /** ISO 4217 code. */
  currency?: string | undefined;
  /** Anything else that `Intl.NumberFormat` knows, such as `{ notation: 'compact' }`. */
  numbers?: Intl.NumberFormatOptions | undefined;
}

/**
 * "€4.2m, of which €1.1m is “Synthetic data”". Recorded data whose seal holds is what a figure is taken for, so it is not
 * named; everything else is.
 */
export function formatSplit(given: Split, options: SplitFormat): string {
  const { words, lang: wanted, currency, numbers } = own(options);
  needWords('formatSplit', words);
  const lang = wanted ?? words.lang;
  const split = own(given);
  const inCurrency = currency !== undefined && ({ style: 'currency', currency } as const);
  const format = new Intl.NumberFormat(lang, bare<Intl.NumberFormatOptions>({ ...inCurrency, ...numbers }));
  // Text is formatted without going through a binary number; the library's types do not know that yet.
  const written = (amount: string): string => format.format(amount as unknown as number);
  const total = written(split.total);
  const named = split.parts.map((part) => own(part)).filter(({ level }) => level !== 'quiet');
  if (named.length === 0) return total;
  const parts = named.map((part) =>
    words.fill('summary.sum-part', { label: labelOf(part, words), amount: written(part.amount) }),
  );
  return words.fill('summary.sum-of', { total, parts: listOf(parts, words) });
}

/** `units` × 10^−`scale`. */
interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

/** A sum of decimals, at the finest scale it has met. */
class Sum {
  #units = BigInt(0);
  #scale = 0;

  add({ units, scale }: Decimal): void {
    const finer = Math.max(scale, this.#scale);
    this.#units = this.#units * powerOfTen(finer - this.#scale) + units * powerOfTen(finer - scale);
    this.#scale = finer;
  }

  toString(): string {
    const digits = (this.#units < 0 ? -this.#units : this.#units).toString().padStart(this.#scale + 1, '0');
    const whole = digits.slice(0, digits.length - this.#scale);
    const fraction = digits.slice(digits.length - this.#scale).replace(/0+$/, '');
    return (this.#units < 0 ? '-' : '') + whole + (fraction && `.${fraction}`);
  }
}

/** More than any number of JavaScript has, and little enough that no text makes the page compute for long. */
const DIGITS = 400;

function decimalOf(amount: unknown, index: number): Decimal {
  const text = typeof amount === 'string' ? amount.trim() : String(amount);
  const isKnown = ['string', 'number', 'bigint'].includes(typeof amount) && text.length <= DIGITS;
  const match = isKnown ? /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,4}))?$/i.exec(text) : null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match ?? [];
  const scale = fraction.length - Number(exponent);
  if (!match || whole + fraction === '' || Math.abs(scale) > DIGITS) {
    const given = typeof amount === 'string' ? JSON.stringify(text.slice(0, 40)) : text.slice(0, 40);
    throw new TouchmarkError(
      'rows-invalid',
      `splitSum: the amount of row ${index} is no number: ${given}. Give a number or a decimal text such as "1234.50".`,
    );
  }
  const digits = BigInt(`${whole}${fraction}`);
  const units = sign === '-' ? -digits : digits;
  return scale < 0 ? { units: units * powerOfTen(-scale), scale: 0 } : { units, scale };
}

/** No literals of big integers: the classic script has none, being of older JavaScript than its hosts. */
function powerOfTen(exponent: number): bigint {
  return BigInt(`1${'0'.repeat(exponent)}`);
}
