/** The words of the portal itself. It has some languages; every label of a record has all of the catalogue's. */
import english from '#shell';
import catalogue from '#words/core';

/** Languages that the portal itself has. */
export const SHELL: readonly string[] = ['en', 'de', 'fr', 'el'];

/** Languages that labels have, those of the portal first. */
export const LANGUAGES: readonly string[] = [
  ...SHELL,
  ...catalogue.languages.filter((language) => !SHELL.includes(language)),
];

/** The org's currency: amounts of its records have none of their own. */
const CURRENCY = 'EUR';

let texts = english;
let spoken = 'en';
/** Goes up with each language that is asked for, so that one that comes late does not take the place of a later one. */
let turn = 0;
/** Made once for each language: lists write numbers and dates with every frame that they are scrolled. */
let formats = formatsOf('en-GB');

/** The language that the portal itself is in. */
export function shellLanguage(): string {
  return spoken;
}

/** As numbers and dates are written here. */
export function locale(): string {
  return spoken === 'en' ? 'en-GB' : spoken;
}

/** A text of the portal, with `{name}` replaced. */
export function say(key: string, values: { readonly [name: string]: string } = {}): string {
  const text = texts[key] ?? english[key] ?? key;
  return text.replace(/\{(\w+)\}/g, (placeholder, name: string) => values[name] ?? placeholder);
}

/** A number as people write it. */
export function count(number: number): string {
  return formats.number.format(number);
}

/** An amount in full; as text it is written without going through a binary number. */
export function money(amount: number | string): string {
  return formats.money.format(amount as number);
}

/** An amount as sums and charts have it: in thousands, millions or billions. */
export function roundMoney(amount: number | string): string {
  return formats.roundMoney.format(amount as number);
}

/** The day of a time in UTC. */
export function day(time: number): string {
  return formats.day.format(time);
}

/** A time of day and its day, here. */
export function moment(time: number): string {
  return formats.moment.format(time);
}

/**
 * Has the portal speak a language, or English where it does not have it. Answers whether its words could be loaded, or were not needed
 * any more.
 */
export async function speak(language: string): Promise<boolean> {
  const asked = ++turn;
  const wanted = SHELL.includes(language) ? language : 'en';
  let loaded: typeof texts | undefined = english;
  if (wanted !== 'en') loaded = await load(`shell/${wanted}.json`);
  if (asked !== turn) return true;
  texts = loaded ?? english;
  spoken = loaded ? wanted : 'en';
  formats = formatsOf(locale());
  document.documentElement.lang = locale();
  translate(document);
  return loaded !== undefined;
}

/** Puts the words of the present language to everything below that names its text. */
export function translate(root: ParentNode): void {
  for (const element of root.querySelectorAll<HTMLElement>('[data-text]'))
    element.textContent = say(element.dataset['text'] ?? '');
  for (const element of root.querySelectorAll<HTMLElement>('[data-label]'))
    element.setAttribute('aria-label', say(element.dataset['label'] ?? ''));
}

/** Puts another text of the portal to an element, and keeps it there in every language. */
export function put(element: HTMLElement, key: string): void {
  element.dataset['text'] = key;
  element.textContent = say(key);
}

function formatsOf(locale: string): {
  readonly [name in 'number' | 'money' | 'roundMoney']: Intl.NumberFormat;
} & { readonly [name in 'day' | 'moment']: Intl.DateTimeFormat } {
  const currency = { style: 'currency', currency: CURRENCY } as const;
  return {
    number: new Intl.NumberFormat(locale),
    money: new Intl.NumberFormat(locale, { ...currency, maximumFractionDigits: 0 }),
    roundMoney: new Intl.NumberFormat(locale, { ...currency, notation: 'compact' }),
    day: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeZone: 'UTC' }),
    moment: new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short', hourCycle: 'h23' }),
  };
}

async function load(address: string): Promise<typeof texts | undefined> {
  try {
    const response = await fetch(address);
    if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
    return (await response.json()) as typeof texts;
  } catch (error) {
    console.warn('The words of the portal could not be loaded.', error);
    return undefined;
  }
}
