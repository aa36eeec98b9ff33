/**
 * How a verdict is said. Origin first, trust second; trust alone where it overrides every origin.
 *
 *     import { partsOf } from 'c/touchmarkDisclosure';
 *
 * What may be said is the verdict's own `disclosure`; here are only its words and shapes. What is listed is in `c/touchmarkAccount`.
 */
import { language, sentence, text } from 'c/touchmarkWords';
import { bare } from './clean';
import { iconOf } from './icons';

export { ORIGINS, bare, isClean, isOrClaims } from './clean';
export { iconOf } from './icons';

/** Levels at which something is to be weighed first. */
const LOUD = ['caution', 'alert'];

/** Stands in for the disclosure of a verdict while there is none. */
const CHECKING = {
    group: 'checking',
    level: 'quiet',
    trust: 'group.checking',
    explanation: 'details.checking'
};

/**
 * What may be said of a verdict, as catalogue keys, or that the check still runs.
 *
 * @param {Verdict} [verdict] `undefined` while the check runs
 * @returns {{group: string, level: string, origin?: string, trust: string, environment?: string, claim?: string, issuer?: string, explanation: string, next?: string}}
 *   `environment` is what `{environment}` in the words of `trust` stands for
 */
export function disclosureOf(verdict) {
    return bare(verdict?.disclosure ?? CHECKING);
}

/**
 * The parts of a badge in their order: origin, trust, what is only said of the record, and that something needs attention. A flag
 * is never left out.
 *
 * @param {Verdict} [verdict] `undefined` while the check runs
 * @returns {{key: string, icon: {stroke: string, fill?: string}, words: string, dot: string}[]}
 */
export function partsOf(verdict) {
    const { origin, trust, environment, claim, level } = disclosureOf(verdict);
    const flag = verdict?.flags.length > 0 ? 'badge.flagged' : undefined;
    return [origin, trust, claim, flag].filter(Boolean).map((key, at, { length }) => ({
        key,
        icon: iconOf(shapeOf(key, LOUD.includes(level))),
        words: at === 0 ? sentence(key, { environment }) : text(key, { environment }),
        dot: at === length - 1 ? '' : ' · '
    }));
}

/** Marks that were asked for, by what they say. */
const marks = new Map();

/**
 * What a cell of the column type `origin` of `c-touchmark-datatable` draws. What says the same is the same object, so that a table hands
 * hundreds of rows a few of them.
 *
 * @param {Verdict} [verdict] `undefined` while the check runs
 * @param {boolean} [isUsual] Whether it says what has been said above for most rows: drawn plainly
 * @returns {{level?: string, language: string, parts: object[]}} `parts` as `partsOf` has them
 */
export function markOf(verdict, isUsual = false) {
    const level = isUsual ? undefined : disclosureOf(verdict).level;
    const parts = partsOf(verdict);
    const said = [level, ...parts.flatMap(({ key, words }) => [key, words])].join('\n');
    if (!marks.has(said)) marks.set(said, { level, language, parts });
    return marks.get(said);
}

/** The parts as one line: "Synthetic data · signature valid". */
export function lineOf(verdict) {
    return partsOf(verdict)
        .map(({ words, dot }) => words + dot)
        .join('');
}

/** What is claimed has the shape of what it claims; and that a signature holds is no reason for a tick where more is to be said. */
function shapeOf(key, isLoud) {
    if (key === 'group.verified' && isLoud) return 'badge.signed';
    return key.replace(/^claim\./, 'origin.');
}
