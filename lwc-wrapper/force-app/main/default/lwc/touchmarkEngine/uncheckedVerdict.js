const made = new WeakSet();

/** Advice where trying again does not help, by what kept the check from being made. */
const NEXT = new Map([
    ['record-unreadable', 'next.record-unreadable'],
    ['seal-not-visible', 'next.seal-not-shown']
]);

/** Whether `uncheckedVerdict` made this very object. */
export function isUncheckedVerdict(value) {
    return made.has(value);
}

/**
 * The verdict for a check that could not be made. It says nothing about the record, which is why a component may
 * make it without an engine.
 *
 * @param {{code?: string, message?: string}} error
 * @param {object} [record] The record in question, in any supported shape
 */
export function uncheckedVerdict(error, record) {
    const { apiName, attributes, object = apiName ?? attributes?.type, id, Id = id } = record ?? {};
    return accepted({
        profile: 'crm-seal/1',
        profileRevision: '2026-11-29',
        trust: 'unchecked',
        origin: 'unknown',
        flags: [],
        reasons: [reasonOf(error)],
        record: JSON.parse(JSON.stringify({ object, id: Id })),
        approvals: [],
        fields: [],
        coverage: { shown: 0, covered: 0, matched: 0 },
        environment: { expected: '', sealed: [] },
        checkedAt: new Date().toISOString(),
        trustBundle: { version: 0, ageSeconds: 0 },
        // What the core says of `unchecked`; a test holds the two together.
        disclosure: {
            group: 'could-not-check',
            level: 'caution',
            trust: 'group.could-not-check',
            explanation: 'trust.unchecked',
            next: (!error?.mayPass && NEXT.get(error?.code)) || 'next.unchecked'
        }
    });
}

/** An engine's verdict `unchecked`, whose first reason is known better here: what the record claims stays said. */
export function withReason(error, verdict) {
    const [, ...others] = verdict.reasons;
    return accepted({ ...verdict, reasons: [reasonOf(error), ...others] });
}

function reasonOf(error) {
    return { code: error?.code ?? 'engine-stopped', detail: error?.message ?? String(error) };
}

function accepted(verdict) {
    made.add(deepFreeze(verdict));
    return verdict;
}

function deepFreeze(value) {
    Object.values(value)
        .filter((member) => typeof member === 'object' && member !== null)
        .forEach(deepFreeze);
    return Object.freeze(value);
}
