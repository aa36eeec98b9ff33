// In the page: a verifier of the page, sealed records, and what the application tells the test.
import { createVerifier, use } from 'touchmark';

const read = async (name) => (await fetch(`/data/${name}.json`)).json();
const [contacts, trust, policy] = await Promise.all(['contacts', 'trust', 'policy'].map(read));
export const verifier = await createVerifier({ trust, policy });
const all = await verifier.verifyAll(contacts.records);
const isShown = (_, at) => all[at].origin === 'synthetic';
export const records = contacts.records.filter(isShown).slice(0, 50);
export const verdicts = all.filter(isShown).slice(0, 50);

/** How many records each batch had that the page's verifier was asked for. */
export const batches = [];
use({
    engine: verifier.engine,
    verify: (record) => verifier.verify(record),
    verifyAll(records, options) {
        batches.push(records.length);
        return verifier.verifyAll(records, options);
    },
});

/** Every answer that the adapter gave, and every event that a badge fired, as ids of records. */
export const log = [];
export const heard = [];

/** A verifier that answers only when it is told to: `release(n)` for the batch of that number. */
export function gated() {
    const doors = [];
    return {
        engine: 'wasm',
        verify: (record) => verifier.verify(record),
        verifyAll: (records) =>
            new Promise((resolve, reject) => {
                doors.push(() => verifier.verifyAll(records).then(resolve, reject));
            }),
        get asked() {
            return doors.length;
        },
        release: (at) => doors[at](),
    };
}

/** Resolves with what `get` answers, once that is something. */
export async function until(get) {
    const patience = performance.now() + 20_000;
    for (;;) {
        const found = get();
        if (found) return found;
        if (performance.now() > patience) throw new Error(`still waiting for ${get}`);
        await new Promise((resolve) => setTimeout(resolve, 5));
    }
}

Object.assign(globalThis, { stage: { batches, verifier, records, verdicts, log, heard, gated, until } });
