/** Why a check could not be made: a stable code, and a message that names the place and the remedy. */
export class EngineError extends Error {
    constructor(code, message) {
        super(message);
        this.name = 'EngineError';
        this.code = code;
    }
}

/**
 * What `work` gives, if it gives it in time.
 *
 * @param {number} limit Milliseconds
 * @param {Promise} work
 * @param {Function} remedy Says, when time is up, what was missing and what to do
 * @returns {Promise} rejects with an EngineError `timeout` at the limit
 */
export function within(limit, work, remedy) {
    let timer;
    const end = new Promise((_resolve, reject) => {
        // eslint-disable-next-line @lwc/lwc/no-async-operation -- a start that hangs must end, and say why
        timer = setTimeout(() => {
            reject(new EngineError('timeout', `Nothing came within ${limit / 1000} seconds. ${remedy()}`));
        }, limit);
    });
    return Promise.race([work, end]).finally(() => clearTimeout(timer));
}
