/** What a verdict counts as. The core has answered; nothing here works it out from trust, flags or origin. */

/** The origins that seals state. With `unsealed` they are all that a record can be clean as. */
export const ORIGINS = Object.freeze(['synthetic', 'ai-generated', 'ai-modified', 'masked', 'recorded']);

/**
 * Whether a record is clean for whoever allows these: the one question of guards, counts and partitions.
 *
 * @param {Verdict} verdict
 * @param {string[]} allowed Of `ORIGINS`, and `unsealed` where records may pass that nobody says anything of
 * @returns {boolean}
 */
export function isClean(verdict, allowed) {
    const { cleanAs } = bare(verdict);
    return cleanAs !== undefined && allowed.includes(cleanAs);
}

/**
 * Whether a record is of an origin or is said to be, whoever says so: what a filter that is named for an origin is about, and
 * nothing else is.
 *
 * @param {Verdict} verdict
 * @param {string} origin Of `ORIGINS`
 * @returns {boolean}
 */
export function isOrClaims(verdict, origin) {
    const { origin: stated, claimedOrigin } = bare(verdict);
    return stated === origin || claimedOrigin === origin;
}

/** The members of an object, less those that it only inherits: what is absent must stay so, whatever a page adds to prototypes. */
export function bare(value) {
    return Object.assign(Object.create(null), value);
}
