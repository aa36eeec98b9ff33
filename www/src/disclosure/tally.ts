/** Verdicts counted by what may be said of them. */
import { own, shielded } from '../own.js';
import type { Group, Level, Verdict } from '../verdict/verdict.js';
import { genuine } from '../verdict/authenticity.js';
import type { Words } from './words.js';

/** What may be said of a record, without the record: the part of a verdict that things are counted by. */
export interface Face {
  /** Catalogue key, such as `origin.synthetic`; absent where the state overrides every origin label. */
  readonly origin?: string;
  /** Catalogue key of what is said of it without being believed, such as `claim.synthetic`. */
  readonly claim?: string;
  readonly group: Group;
  readonly level: Level;
  /** Whether something asks for attention whatever the group says. */
  readonly flagged: boolean;
}

/** The members of a face that may be absent: no prototype stands in for them. */
export const MAY_LACK: readonly (keyof Face)[] = ['origin', 'claim'];

/** How many verdicts have one face. */
export interface TallyLine extends Face {
  readonly count: number;
}

/** The most frequent face first; of equals, the one met first. */
export type Tally = readonly TallyLine[];

/** Counts verdicts by what may be said of them. Whatever no engine of this page made counts as one that could not be checked. */
export function tally(verdicts: Iterable<unknown>): Tally {
  const lines = new Map<string, { face: Face; count: number }>();
  for (const verdict of verdicts) {
    const face = faceOf(verdict);
    const line = lines.get(keyOf(face));
    if (line) line.count += 1;
    else lines.set(keyOf(face), { face, count: 1 });
  }
  return [...lines.values()]
    .sort((one, other) => other.count - one.count)
    .map(({ face, count }) => shielded({ ...face, count }, MAY_LACK));
}

/** What may be said of one record. Only an engine's verdict says anything. */
export function faceOf(given: unknown): Face {
  const verdict = genuine(given);
  if (!verdict) {
    return shielded<Face>({ group: 'could-not-check', level: 'caution', flagged: false }, MAY_LACK);
  }
  const { disclosure, flags }: Verdict = verdict;
  const { origin, claim, group, level } = disclosure;
  const said = { ...(origin !== undefined && { origin }), ...(claim !== undefined && { claim }) };
  return shielded<Face>({ ...said, group, level, flagged: flags.length > 0 }, MAY_LACK);
}

/** The line of a tally that a record is counted on, without the count. */
export interface Line extends Face {
  /** What tells it from every other line, such as `origin.synthetic.verified.notice`: what a `<touchmark-summary>` filters by. */
  readonly key: string;
}

/** The line of a tally that one record is counted on. Whatever no engine of this page made is one that could not be checked. */
export function lineOf(verdict: unknown): Line {
  const face = faceOf(verdict);
  return shielded<Line>({ ...face, key: keyOf(face) }, MAY_LACK);
}

/** Equal for equal faces: the text that `TallyLine::key` of the core has. */
export function keyOf(face: Face): string {
  const { origin, claim, group, level, flagged } = own(face);
  return [origin, claim, group, level, flagged ? 'flagged' : ''].filter(Boolean).join('.');
}

/**
 * A face in words, origin first: the origin alone where the seal holds, else with what is the matter; then what is said of it
 * without being believed.
 */
export function labelOf(face: Face, words: Words): string {
  const { origin, claim, group, flagged } = own(face);
  const trust = words.text(`group.${group}`);
  const said =
    origin === undefined ? [sentence(trust)] : [words.text(origin), ...(group === 'verified' ? [] : [trust])];
  if (claim !== undefined) said.push(words.text(claim));
  return [...said, ...(flagged ? [words.text('badge.flagged')] : [])].join(' · ');
}

/** Some things in a row, as the language writes that. */
export function listOf(parts: readonly string[], { lang }: Words): string {
  return new Intl.ListFormat(lang, own<Intl.ListFormatOptions>({ type: 'unit', style: 'short' })).format(
    parts,
  );
}

/** A text as it stands at the start of a sentence. Only English keeps texts in lower case. */
function sentence(text: string): string {
  return text.replace(/^[a-z]/, (first) => first.toUpperCase());
}
