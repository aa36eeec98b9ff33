/**
 * Stands for `c/touchmarkEngine` in Jest. It checks nothing: it answers what the test says.
 *
 *     import { setVerdict, verdicts } from 'c/touchmarkEngine';
 *     setVerdict('003000000000001AAA', verdicts.altered);
 *
 * The build puts it into the npm package (`touchmark/lwc-jest-mocks`) with the fakes that it names. No real component
 * takes them from anywhere but here: the real engine lets no verdict in that it did not make.
 */
import { EngineError } from './engineError';
import { shortId } from './shortId';
import { canCheckAgain, uncheckedVerdict } from './uncheckedVerdict';
import { verdicts } from './verdicts';

export { EngineError, canCheckAgain, shortId, verdicts };

const given = new Map();

/** From now on the record with this id has this verdict: one of `verdicts`, or one like them. */
export function setVerdict(recordId, verdict) {
    given.set(recordId, verdict);
}

/** Forgets every verdict that was set, for `afterEach`. */
export function resetVerdicts() {
    given.clear();
}

export const verifyRecords = jest.fn((_component, records) => Promise.resolve(records.map(verdictOf)));

export const verifyRecord = jest.fn((_component, record) => Promise.resolve(verdictOf(record)));

export const loadEngine = jest.fn(() =>
    Promise.resolve({
        verifyRecords: (records) => Promise.resolve(records.map(verdictOf)),
        fieldsToRead: (visible) => [...visible],
        tally: () => [],
        splitSum: () => ({ total: '0', parts: [] }),
        kind: 'wasm',
        tenant: '00D000000000001AAA',
        environment: 'sandbox',
        org: {
            id: '00D000000000001AAA',
            kind: 'a sandbox or scratch org',
            compared: { tenant: true, environment: true }
        }
    })
);

/** Material changes nothing here: what the test says of a record holds whoever asks. */
export const configure = jest.fn(() => ({ loadEngine, verifyRecord, verifyRecords }));

export const hasEngine = jest.fn(() => true);

/** Checks are made again when the test says so: `checkAgain.mock.calls` has what would be called. */
export const checkAgain = jest.fn(() => () => {});

/** A person wants checks made now. */
export const checkNow = jest.fn();

export const environmentOf = jest.fn(() => Promise.resolve('sandbox'));

export const loadElements = jest.fn(() =>
    Promise.reject(new EngineError('elements-refused', 'Jest has no elements. Test what shows without them.'))
);

export function unchecked(error, record) {
    return uncheckedVerdict(error, record);
}

/** Takes whatever looks like one, where the real one knows its own. */
export function isVerdict(value) {
    return typeof value?.trust === 'string';
}

export function refusal(what, error) {
    return { code: 'record-unreadable', message: `${what}: ${error?.body?.message ?? error?.message ?? ''}` };
}

/** A record that the test says nothing about could not be checked: nothing is verified by default. */
function verdictOf(record) {
    const id = record?.id ?? record?.Id;
    if (given.has(id)) return given.get(id);
    const message = `No verdict was set for ${id}: call setVerdict() in the test.`;
    return uncheckedVerdict(new EngineError('no-verdict-set', message), record);
}
