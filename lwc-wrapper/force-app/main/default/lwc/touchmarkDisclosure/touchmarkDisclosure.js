/**
 * How a verdict is said. Origin first, trust second; trust alone where it overrides every origin.
 *
 *     import { partsOf, rowsOf } from 'c/touchmarkDisclosure';
 *
 * What may be said is the verdict's own `disclosure`; here are only its words and shapes.
 */
import { sentence, text } from 'c/touchmarkWords';
import { iconOf } from './icons';

export { iconOf } from './icons';
export { purposeWords, rowsOf } from './rows';

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
 * @returns {{group: string, level: string, origin?: string, trust: string, explanation: string, next?: string}}
 */
export function disclosureOf(verdict) {
    return verdict?.disclosure ?? CHECKING;
}

/**
 * The parts of a badge in their order: origin, trust, and that something needs attention. A flag is never left out.
 *
 * @param {Verdict} [verdict] `undefined` while the check runs
 * @returns {{key: string, icon: {stroke: string, fill?: string}, words: string, dot: string}[]}
 */
export function partsOf(verdict) {
    const { origin, trust } = disclosureOf(verdict);
    const flag = verdict?.flags.length > 0 ? 'badge.flagged' : undefined;
    return [origin, trust, flag].filter(Boolean).map((key, at, { length }) => ({
        key,
        icon: iconOf(key),
        words: at === 0 ? sentence(key) : text(key),
        dot: at === length - 1 ? '' : ' · '
    }));
}

/** The parts as one line: "Synthetic data · signature valid". */
export function lineOf(verdict) {
    return partsOf(verdict)
        .map(({ words, dot }) => words + dot)
        .join('');
}
