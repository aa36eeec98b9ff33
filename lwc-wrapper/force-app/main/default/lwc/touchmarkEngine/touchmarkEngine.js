/**
 * The verifier, for Lightning Web Components. No user interface.
 *
 *     import { verifyRecord } from 'c/touchmarkEngine';
 *     verifyRecord(this, record).then((verdict) => { … });
 *
 * Verdicts are those of the npm package `touchmark`: frozen, plain, with the catalogue keys of what may be said.
 * A check that could not be made is a verdict too (`trust: 'unchecked'`, the hindrance in `reasons`): never an
 * exception, and never "verified".
 *
 * Promise chains throughout, here and in the script: under Lightning Web Security in Firefox, native async functions
 * of a static resource never settle.
 */
import { EngineError, within } from './engineError';
import { fieldsToRead } from './recordFields';
import { takeTrustMaterial } from './trustMaterial';
import { uncheckedVerdict } from './uncheckedVerdict';
import { loadFallback, loadTouchmark } from './verifierScript';
import { words } from './words';

export { EngineError };

/** Milliseconds within which a start settles, and each check after it. */
const LIMIT = 3000;

/** One engine a page, shared by every component. A failed start is forgotten, so that the next check tries again. */
let starting;
let configured;
let catalogue = (key) => words[key] ?? key;

/**
 * Trust material from elsewhere than the static resource `touchmarkTrust`, for example a cacheable Apex method.
 *
 * @param {object|Promise<object>} material `{ trust, policy, registry? }`, each as JSON text or as an object
 * @throws {EngineError} once the page has started to check: what was shown by then would rest on other material
 */
export function configure(material) {
    if (starting) {
        throw new EngineError(
            'configured-late',
            'configure() came after the first check of this page. Call it when the module of your component loads.'
        );
    }
    configured = material;
}

/**
 * The engine of this page, self-tested and configured. Settles within 3 seconds.
 *
 * @param {LightningElement} component Who asks; the platform's script loader wants to know
 * @returns {Promise<{verifyRecord: Function, verifyRecords: Function, fieldsToRead: Function}>} rejects with an EngineError
 */
export function loadEngine(component) {
    if (!starting) {
        const start = startEngine(component);
        start.catch(() => {
            starting = undefined;
        });
        starting = start;
    }
    return starting;
}

/**
 * Checks one record as the UI API (`getRecord`), REST or `{ object, id, uuid, fields }` gives it.
 *
 * @returns {Promise<Verdict>} never rejects
 */
export function verifyRecord(component, record) {
    return verifyRecords(component, [record]).then(([verdict]) => verdict);
}

/**
 * Checks records in one go; verdicts in the same order.
 *
 * @returns {Promise<Verdict[]>} never rejects
 */
export function verifyRecords(component, records) {
    return loadEngine(component)
        .then((engine) => engine.verifyRecords(records))
        .catch((error) => records.map((record) => uncheckedVerdict(error, record)));
}

/**
 * What a component shows when it could not even get at the record.
 *
 * @param {{code: string, message: string}} error
 * @returns {Verdict}
 */
export function unchecked(error, record) {
    return uncheckedVerdict(error, record);
}

/**
 * The text of a catalogue key, in English; the key itself where there is none. `{name}` in a text is replaced by
 * the value of that name. Until the engine is there, only the texts of a start and its failures are known.
 *
 * @returns {string}
 */
export function text(key, values = {}) {
    return catalogue(key).replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
}

function startEngine(component) {
    const awaited = ['touchmark', 'touchmarkTrust'];
    const arrived = (name) => (value) => {
        awaited.splice(awaited.indexOf(name), 1);
        return value;
    };
    const start = Promise.all([
        loadTouchmark(component).then(arrived('touchmark')),
        takeTrustMaterial(configured).then(arrived('touchmarkTrust'))
    ]).then(([touchmark, material]) => {
        catalogue = touchmark.text;
        return createVerifier(component, touchmark, { ...material, timeout: LIMIT }).then((verifier) =>
            engineOf(touchmark, verifier, material)
        );
    });
    return within(LIMIT, start, () => {
        if (awaited.length === 0) return 'The engine did not finish its self-test. Reload the page.';
        return `Still missing: static resource ${awaited.join(' and ')}. Check the network, then reload the page.`;
    });
}

/** What a page cannot change about itself: there the engine without WebAssembly takes over. */
const NO_WEBASSEMBLY = new Set(['wasm-missing', 'wasm-refused', 'self-test-failed']);

function createVerifier(component, touchmark, options) {
    return touchmark.createVerifier(options).catch((error) => {
        if (!NO_WEBASSEMBLY.has(error.code)) throw error;
        return loadFallback(component).then(() => touchmark.createVerifier(options));
    });
}

function engineOf(touchmark, verifier, { policy }) {
    return Object.freeze({
        verifyRecords: (records) => {
            const answers = verifier.verifyAll(records);
            return within(LIMIT, answers, () => 'The check gave no answer. Reload the page.').then(
                (verdicts) =>
                    records.map((record, at) => {
                        // Only what an engine of this page made may speak: anything else is not a verdict.
                        if (touchmark.isVerdict(verdicts[at])) return verdicts[at];
                        throw new EngineError(
                            'engine-stopped',
                            'The engine answered something else. Reload the page.'
                        );
                    })
            );
        },
        fieldsToRead: (visible) => fieldsToRead(policy, visible)
    });
}
