/**
 * What may be said of many records: how many say what, and what a figure is made of. No user interface.
 *
 *     import { labelOf, tallyOf } from 'c/touchmarkTally';
 *     tallyOf(this, verdicts).then((lines) => lines.map((line) => `${labelOf(line)}: ${line.count}`));
 *
 * A line is what verdicts have in common: `{ origin?, claim?, group, level, flagged, count }`. The core orders and calls them
 * (`c/touchmarkAccount`).
 */
import { hasEngine, loadEngine } from 'c/touchmarkEngine';
import { tallyOf as toldOf } from 'c/touchmarkAccount';
import { disclosureOf } from 'c/touchmarkDisclosure';
import { sentence, text } from 'c/touchmarkWords';

const UNCHECKED = { group: 'could-not-check', level: 'caution', flagged: false };

/**
 * Verdicts counted by what may be said of each: what needs attention first, then what is most frequent. Whatever no
 * engine of this page made counts as a record that could not be checked.
 *
 * @param {LightningElement} component
 * @param {Verdict[]} verdicts
 * @returns {Promise<{origin?: string, claim?: string, group: string, level: string, flagged: boolean, count: number}[]>} never
 *   rejects
 */
export function tallyOf(component, verdicts) {
    const uncounted = () => (verdicts.length > 0 ? [{ ...UNCHECKED, count: verdicts.length }] : []);
    // A page without an engine has no verdicts of one, and a start that has just failed is not made again for that.
    if (!hasEngine()) return Promise.resolve(uncounted());
    return loadEngine(component)
        .then((engine) => ordered(engine.tally(verdicts)))
        .catch(uncounted);
}

/** The lines as given, in the core's order. */
function ordered(lines) {
    const given = new Map(lines.map((line) => [keyOf(line), line]));
    return toldOf(lines, 0).map((line) => given.get(keyOf(line)));
}

/** How many records the lines count. */
export function totalOf(lines) {
    return lines.reduce((sum, { count }) => sum + count, 0);
}

/** The line that covers more than four fifths of a whole: it is said once above, and the others are its exceptions. */
export function usualOf(lines, total) {
    const usual = toldOf(lines, total).find(({ isUsual }) => isUsual);
    return usual && lines.find((line) => keyOf(line) === keyOf(usual));
}

/**
 * Whether a verdict says what has been said above for most of its list, so that its row may be drawn plainly. What needs
 * attention never may, however many rows say it.
 *
 * @returns {Function} Takes a verdict, or `undefined` while its check runs
 */
export function isUsualIn(lines, total) {
    const usual = usualOf(lines, total);
    if (!['quiet', 'notice'].includes(usual?.level)) return () => false;
    return (verdict) => Boolean(verdict) && keyOf(faceOf(verdict)) === keyOf(usual);
}

/** A line in words: "Synthetic data · signature valid". */
export function labelOf(line) {
    const [first, ...others] = toldOf([{ ...line, count: 1 }], 1)[0].label;
    return [sentence(first), ...others.map((key) => text(key))].join(' · ');
}

/** Catalogue key of the shape beside a line. */
export function iconKeyOf({ origin, group }) {
    return origin ?? `group.${group}`;
}

/** Equal for lines, and for a line and a verdict, of which the same may be said. */
export function keyOf({ origin, claim, group, level, flagged }) {
    return [origin, claim, group, level, flagged].join(' ');
}

/** What a verdict counts as. */
export function faceOf(verdict) {
    const { origin, claim, group, level } = disclosureOf(verdict);
    return { origin, claim, group, level, flagged: verdict.flags.length > 0 };
}

/** Whether a line is of records that are synthetic, or said to be. */
export function isSynthetic(line) {
    return toldOf([{ ...line, count: 1 }], 1)[0].isSynthetic;
}
