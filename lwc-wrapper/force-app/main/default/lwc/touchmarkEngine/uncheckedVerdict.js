import { UNCHECKED } from './unchecked';

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
    const { disclosure, ...said } = JSON.parse(UNCHECKED);
    return accepted({
        ...said,
        reasons: [reasonOf(error)],
        record: JSON.parse(JSON.stringify({ object, id: Id })),
        checkedAt: new Date().toISOString(),
        // Where trying again does not help, this page knows it better than the core.
        disclosure: { ...disclosure, next: (!error?.mayPass && NEXT.get(error?.code)) || disclosure.next }
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
