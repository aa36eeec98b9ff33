import type { Group, Level, Verdict } from '../verdict.js';
import { isVerdict } from '../verdicts.js';
import type { Words } from '../words.js';

export { faceOf, keyOf, labelOf, listOf, tally, type Face, type Tally, type TallyLine };

/** What may be said of a record, without the record: the part of a verdict that things are counted by. */
interface Face {
  /** Catalogue key, such as `origin.synthetic`; absent where the state overrides every origin label. */
  readonly origin?: string;
  readonly group: Group;
  readonly level: Level;
  /** Whether something asks for attention whatever the group says. */
  readonly flagged: boolean;
}

/** How many verdicts have one face. */
interface TallyLine extends Face {
  readonly count: number;
}

/** The most frequent face first; of equals, the one met first. */
type Tally = readonly TallyLine[];

/** Counts verdicts by what may be said of them. Whatever no engine of this page made counts as one that could not be checked. */
function tally(verdicts: Iterable<unknown>): Tally {
  const lines = new Map<string, { -readonly [Name in keyof TallyLine]: TallyLine[Name] }>();
  for (const verdict of verdicts) {
    const face = faceOf(verdict);
    const line = lines.get(keyOf(face));
    if (line) line.count += 1;
    else lines.set(keyOf(face), { ...face, count: 1 });
  }
  return [...lines.values()].sort((one, other) => other.count - one.count);
}

/** What may be said of one record. Only an engine's verdict says anything. */
function faceOf(verdict: unknown): Face {
  if (!isVerdict(verdict)) return { group: 'could-not-check', level: 'caution', flagged: false };
  const { disclosure, flags }: Verdict = verdict;
  const { origin, group, level } = disclosure;
  return { ...(origin !== undefined && { origin }), group, level, flagged: flags.length > 0 };
}

/** Equal for equal faces. */
function keyOf({ origin, group, level, flagged }: Face): string {
  return [origin, group, level, flagged].join(' ');
}

/** A face in words, origin first: the origin alone where the seal holds, else with what is the matter. */
function labelOf({ origin, group, flagged }: Face, words: Words): string {
  const trust = words.text(`group.${group}`);
  const said =
    origin === undefined ? [sentence(trust)] : [words.text(origin), ...(group === 'verified' ? [] : [trust])];
  return [...said, ...(flagged ? [words.text('badge.flagged')] : [])].join(' · ');
}

/** Some things in a row, as the language writes that. */
function listOf(parts: readonly string[], { lang }: Words): string {
  return new Intl.ListFormat(lang, { type: 'unit', style: 'short' }).format(parts);
}

/** A text as it stands at the start of a sentence. Only English keeps texts in lower case. */
function sentence(text: string): string {
  return text.replace(/^[a-z]/, (first) => first.toUpperCase());
}
