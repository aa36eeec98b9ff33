import { UNCHECKED } from './unchecked';

const made = new WeakSet();

/** Advice where trying again does not help, by what kept the check from being made. */
const NEXT = new Map([
    ['record-unreadable', 'next.record-unreadable'],
    ['seal-not-visible', 'next.seal-not-shown']
]);

/** What only whoever set the page up can change. */
const BY_SETTING = new Set(['no-record', 'no-list', 'field-not-visible', 'field-no-number']);

/** Whether a check could not be made that may be made now, as far as this page knows. */
export function canCheckAgain(verdict) {
    return verdict?.trust === 'unchecked' && !BY_SETTING.has(verdict.reasons[0]?.code);
}

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
    const object =
        textOf(record, 'object') ?? textOf(record, 'apiName') ?? textOf(own(record, 'attributes'), 'type');
    const id = textOf(record, 'Id') ?? textOf(record, 'id');
    const { disclosure, ...said } = JSON.parse(UNCHECKED);
    const advice = own(error, 'mayPass') ? undefined : NEXT.get(own(error, 'code'));
    return accepted({
        ...said,
        reasons: [reasonOf(error)],
        record: { ...(object !== undefined && { object }), ...(id !== undefined && { id }) },
        checkedAt: new Date().toISOString(),
        // Where trying again does not help, this page knows it better than the core.
        disclosure: { ...disclosure, next: advice ?? disclosure.next }
    });
}

/** An engine's verdict `unchecked`, whose first reason is known better here: what the record claims stays said. */
export function withReason(error, verdict) {
    const [, ...others] = verdict.reasons;
    return accepted({ ...verdict, reasons: [reasonOf(error), ...others] });
}

function reasonOf(error) {
    return {
        code: textOf(error, 'code') ?? 'engine-stopped',
        detail: textOf(error, 'message') ?? wellFormed(String(error))
    };
}

/** What somebody handed over themselves: no prototype stands in for what is absent. */
function own(value, name) {
    return typeof value === 'object' && value !== null && Object.hasOwn(value, name)
        ? value[name]
        : undefined;
}

/** A text that there is, as JSON can hold it. */
function textOf(value, name) {
    const text = own(value, name);
    return typeof text === 'string' ? wellFormed(text) : undefined;
}

/** A surrogate without its pair has no place in JSON. */
function wellFormed(text) {
    return text.replace(/[\ud800-\udfff]/gu, '\ufffd');
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
