/**
 * Whether a record may be used for a purpose, as far as its seal says. Pure: the words are catalogue keys.
 *
 * Only a verified seal allows anything, and only of a record that the core calls clean. What an issuer rules out is refused on any
 * sign of it, even from a seal that no longer holds: that can only make people more careful.
 */
import { ORIGINS, bare, isClean } from 'c/touchmarkDisclosure';

/** Nobody recognised states anything about the record, or the check could not be made. */
const NOT_PROVED = new Set(['unsealed', 'declared-unsigned', 'unchecked', 'unsupported']);

/**
 * @param {Verdict} verdict What `c/touchmarkEngine` gave
 * @param {string} purpose The issuer's code of it, such as `non-ai-staging`
 * @param {{acceptPartlyChecked?: boolean}} [options] Whether fields that this viewer could not check may be taken on trust
 * @returns {{answer: 'allowed'|'refused'|'unknown', key: string, values?: {purposes: string[]}}}
 */
export function useOf(verdict, purpose, { acceptPartlyChecked = false } = {}) {
    const asked = coded(purpose);
    const { trust, claims, flags } = bare(verdict);
    if (!asked) return unknown('use.no-question');
    if (claims && rulesOut(claims, asked)) return refused('use.prohibited');
    if (NOT_PROVED.has(trust)) return unknown('use.not-proved');
    if (trust !== 'verified' && trust !== 'verified-partial') return refused('use.seal-fails');
    const purposes = (claims?.purpose ?? []).map(coded).filter(Boolean);
    if (purposes.length > 0 && !purposes.includes(asked))
        return { ...refused('use.other-purposes'), values: { purposes } };
    const isPartial = trust === 'verified-partial';
    // Whatever its origin, since its issuer states what it is for; but clean, and not for want of anybody who said anything.
    if (!isClean(verdict, ORIGINS)) {
        return unknown(isPartial && flags.length === 0 ? 'use.partly' : 'use.attention');
    }
    if (purposes.length === 0) return unknown('use.no-purpose');
    if (isPartial && !acceptPartlyChecked) return unknown('use.partly');
    return { answer: 'allowed', key: 'use.stated' };
}

/** Permissions have to match to the letter; for a prohibition upper and lower case are the same, since it errs towards no. */
function rulesOut({ prohibitedUse }, asked) {
    return prohibitedUse.map(coded).some((use) => use.toLowerCase() === asked.toLowerCase());
}

function coded(purpose) {
    return String(purpose ?? '').trim();
}

function unknown(key) {
    return { answer: 'unknown', key };
}

function refused(key) {
    return { answer: 'refused', key };
}
