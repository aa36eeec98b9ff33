import words from '#words/en';
import type { Verdict } from '../src/index.js';

/** What a badge says of a verdict: origin first, trust second. */
export function said({ disclosure }: Verdict): string {
  const trust = text(disclosure.trust);
  return disclosure.origin ? `${text(disclosure.origin)} · ${trust}` : trust;
}

/** What a verdict counts as in the summary: its origin where the seal holds, else what a badge says. */
export function category({ disclosure }: Verdict): string {
  const trust = text(disclosure.trust);
  if (!disclosure.origin) return trust;
  const origin = text(disclosure.origin);
  return disclosure.group === 'verified' ? origin : `${origin}, ${trust}`;
}

/** A number as people here write it. */
export function count(number: number): string {
  return number.toLocaleString('en-GB');
}

function text(key: string): string {
  return words[key] ?? key;
}
