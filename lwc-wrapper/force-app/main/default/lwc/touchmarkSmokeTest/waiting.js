const LIMIT = 10000;
const STEP = 50;

/**
 * What `look` finds, as soon as it finds something.
 *
 * @param {Function} look gives `undefined` as long as there is nothing
 * @param {number} [limit] Milliseconds
 * @returns {Promise} rejects when time is up
 */
export function waitFor(look, limit = LIMIT) {
    const end = Date.now() + limit;
    return new Promise((resolve, reject) => {
        const turn = () => {
            const found = look();
            if (found !== undefined) resolve(found);
            else if (Date.now() > end) reject(new Error(`No answer within ${limit / 1000} seconds.`));
            // eslint-disable-next-line @lwc/lwc/no-async-operation -- a wire tells nobody that it will never answer
            else setTimeout(turn, STEP);
        };
        turn();
    });
}
