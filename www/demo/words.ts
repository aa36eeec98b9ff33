import words from '#words/en';
import type { Verdict } from '../src/entries/index.js';

/** What a badge says of a verdict: origin first, trust second, then what is only said of the record. */
export function said({ disclosure }: Verdict): string {
  const { origin, trust, claim, environment } = disclosure;
  const keys = [origin, trust, claim].filter((key) => key !== undefined);
  return keys.map((key) => text(key).replace('{environment}', () => environment ?? '')).join(' · ');
}

/** What a verdict counts as in the summary: its origin where the seal holds, else what a badge says. */
export function category({ disclosure }: Verdict): string {
  const { origin, group, claim } = disclosure;
  const trust = origin !== undefined && group === 'verified' ? undefined : `group.${group}`;
  return [origin, trust, claim]
    .filter((key) => key !== undefined)
    .map(text)
    .join(', ');
}

/** A number as people here write it. */
export function count(number: number): string {
  return number.toLocaleString('en-GB');
}

function text(key: string): string {
  return words[key] ?? key;
}
