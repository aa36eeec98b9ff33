/** Milliseconds from a start that failed to the next, as often as it fails; then as all checks are repeated. */
const PAUSES = [5_000, 15_000, 60_000];

/**
 * Milliseconds until a check is made again. Pages stay open for days, and what they say must not outlive the seal or the
 * trust list.
 */
export const REPEAT_AFTER = 600_000;

/** Milliseconds between two looks at whether a script has come by another way than ours, which tells nobody. */
const LOOK_EVERY = 500;

/**
 * One series of starts for all components of a page that wait for an engine: after 5, 15 and 60 seconds, then every ten
 * minutes, and whenever a script arrives that was missing. It runs while somebody waits.
 *
 * @param {{start: Function, isMissing: Function}} engine `start(component)` gives the promise of the attempt that runs, a new
 *   one where none does; `isMissing()` tells whether a script is yet to come
 */
export function retryOf({ start, isMissing }) {
    const waiting = new Set();
    let failed = 0;
    let left = 0;
    let timer;

    /** What is left of the pause, in steps: a clock that is set, or a device that sleeps, does not make it longer. */
    function pause() {
        const wasMissing = isMissing();
        const step = wasMissing ? Math.min(LOOK_EVERY, left) : left;
        clearTimeout(timer);
        // eslint-disable-next-line @lwc/lwc/no-async-operation -- time passes without an event
        timer = setTimeout(() => {
            left -= step;
            if (left <= 0 || (wasMissing && !isMissing())) attempt();
            else pause();
        }, step);
    }

    function attempt() {
        clearTimeout(timer);
        const [{ component }] = waiting;
        start(component).catch(() => {
            failed += 1;
            if (waiting.size > 0) begin();
        });
    }

    function begin() {
        left = PAUSES[failed] ?? REPEAT_AFTER;
        pause();
    }

    return {
        /**
         * Calls `work` once there is an engine.
         *
         * @returns {Function} Ends the waiting
         */
        wait(component, work) {
            const waiter = { component, work };
            waiting.add(waiter);
            if (waiting.size === 1) {
                failed = 0;
                begin();
            }
            return () => {
                waiting.delete(waiter);
                if (waiting.size === 0) clearTimeout(timer);
            };
        },

        /** A script has come after its start had ended. */
        arrived() {
            if (waiting.size > 0) attempt();
        },

        /** There is an engine, whoever started it. */
        succeeded() {
            clearTimeout(timer);
            const told = [...waiting];
            waiting.clear();
            for (const { work } of told) work();
        }
    };
}
