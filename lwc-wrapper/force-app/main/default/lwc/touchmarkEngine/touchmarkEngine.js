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
import { unwrap } from 'lwc';
import { EngineError, within } from './engineError';
import { askOrg, kindOf, requireOwnPolicy } from './ownPolicy';
import { fieldsToRead, hindranceOf, withFieldNames } from './recordFields';
import { refusal } from './refusal';
import { REPEAT_AFTER, retryOf } from './retry';
import { shortId } from './shortId';
import { takeTrustMaterial } from './trustMaterial';
import { canCheckAgain, isUncheckedVerdict, uncheckedVerdict, withReason } from './uncheckedVerdict';
import { isScriptMissing, loadFallback, loadTouchmark, loadTouchmarkElements } from './verifierScript';

export { EngineError, canCheckAgain, refusal, shortId };

/** Milliseconds within which a start settles, and each check after it; a list has a little more for each record. */
const LIMIT = 3000;
const LIMIT_PER_RECORD = 5;

/** Milliseconds until a page that stays open asks again whom the org trusts: a key may have been withdrawn since. */
const MATERIAL_LASTS = 3_600_000;

/** Milliseconds for which material that came late is taken by the next start. */
const KEPT_LASTS = 60_000;

/**
 * The script whose engine this page has, from the first that started on: what else calls itself so later makes no verdicts
 * here. `undefined` before.
 */
let script;

/** Engines by the material that they were given. */
const configured = new WeakMap();

const retry = retryOf({ start: loadEngine, isMissing: isScriptMissing });

/** The engine of this page, by what the org trusts: one for every component that is given no other. */
const own = keeperOf({ started: () => retry.succeeded(), arrived: () => retry.arrived() });

/** What components of this package ask. */
const checks = checksBy(own.load);

/**
 * An engine by trust material of the caller's own, beside the page's, which goes by the static resource `touchmarkTrust` or the
 * custom metadata `Touchmark_Trust__mdt` and is what all components of this package ask. It starts with its first check, whatever
 * the page has checked before.
 *
 * @param {object|Promise<object>} material `{ trust, policy, registry?, grants? }`, each as JSON text or as an object
 * @returns {{loadEngine: Function, verifyRecord: Function, verifyRecords: Function}} as the functions of these names; the same for
 *   the same object
 */
export function configure(material) {
    if (typeof material !== 'object' || material === null) {
        throw new EngineError(
            'trust-unreadable',
            'configure() needs an object { trust, policy }, each as JSON text or as an object, or a promise of one.'
        );
    }
    if (!configured.has(material)) configured.set(material, checksBy(keeperOf({ material }).load));
    return configured.get(material);
}

/**
 * The engine of this page, self-tested and configured. Settles within 3 seconds. After an hour it is made anew for the checks
 * to come; where that fails the old one goes on, until its trust list ends.
 *
 * @param {LightningElement} component Who asks; the platform's script loader wants to know
 * @returns {Promise<{verifyRecords: Function, fieldsToRead: Function, tally: Function, splitSum: Function, kind: string, tenant: string, environment: string, org: object}>}
 *   rejects with an EngineError
 */
export function loadEngine(component) {
    return own.load(component);
}

/**
 * Checks one record as the UI API (`getRecord`), REST or `{ object, id, uuid, fields }` gives it.
 *
 * @returns {Promise<Verdict>} never rejects
 */
export function verifyRecord(component, record) {
    return checks.verifyRecord(component, record);
}

/**
 * Checks records in one go; verdicts in the same order.
 *
 * @returns {Promise<Verdict[]>} never rejects
 */
export function verifyRecords(component, records) {
    return checks.verifyRecords(component, records);
}

/**
 * Whether this page has an engine by now. Where it has none, no verdict is an engine's, and asking for one would start it.
 */
export function hasEngine() {
    return own.hasStarted();
}

/** What is to be called where a person wants checks made now that could not be made. */
const hindered = new Set();

/**
 * Calls `check` when a check that was just made is to be made again: after ten minutes; where it found no engine, once there
 * is one. A start that failed is tried again after 5, 15 and 60 seconds, then every ten minutes, and when a script
 * that was missing arrives: once for all components that wait.
 *
 * @param {Function} [atOnce] For a check that could not be made: called when a person wants it made now (`checkNow`)
 * @returns {Function} Ends the waiting, for `disconnectedCallback`
 */
export function checkAgain(component, check, atOnce) {
    const stop = hasEngine() ? after(REPEAT_AFTER, check) : retry.wait(component, check);
    if (atOnce) hindered.add(atOnce);
    return () => {
        hindered.delete(atOnce);
        stop();
    };
}

/** Makes all checks of this page again that could not be made: what hinders one hinders the others. */
export function checkNow() {
    for (const check of [...hindered]) check();
}

function after(milliseconds, work) {
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- time passes without an event
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
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
 * Whether an engine of this page made this very object, or `unchecked` did; a copy or a literal was not. For components
 * that others hand a verdict to. It tells mistakes, not attackers: other code of the page could draw what it likes.
 *
 * @returns {boolean}
 */
export function isVerdict(value) {
    // What reaches a component through a property is a read-only view of it.
    const given = unwrap(value);
    return isUncheckedVerdict(given) || Boolean(script?.isVerdict(given));
}

/**
 * Where this page says it is, such as `sandbox`, by the org's policy.
 *
 * @returns {Promise<string|undefined>} never rejects: without an engine checks fail as well, and their verdicts say why
 */
export function environmentOf(component) {
    return loadEngine(component).then(
        ({ environment }) => environment,
        () => undefined
    );
}

/**
 * The custom elements, for components that offer them as a richer view of what they already say. Draw elements behind
 * `lwc:if` once this has settled: those that a page has before are not upgraded.
 *
 * @returns {Promise<object>} rejects with an EngineError where the page cannot have them
 */
export function loadElements(component) {
    return loadEngine(component)
        .then(() => within(LIMIT, loadTouchmarkElements(component), () => 'Reload the page.'))
        .then((elements) => within(LIMIT, elements.ready(), () => 'Reload the page.').then(() => elements));
}

/** What is asked of an engine that `load` gives. */
function checksBy(load) {
    const verifyAll = (component, records) =>
        load(component)
            .then((engine) => engine.verifyRecords(records))
            .catch((error) => records.map((record) => uncheckedVerdict(error, record)));
    return Object.freeze({
        loadEngine: load,
        verifyRecords: verifyAll,
        verifyRecord: (component, record) => verifyAll(component, [record]).then(([verdict]) => verdict)
    });
}

/**
 * Keeps the engine for some trust material: one, shared by all who ask, and one attempt at a time to start it. A failed start is
 * forgotten, so that the next check tries again.
 *
 * @param {{material?: object, started?: Function, arrived?: Function}} given What the org trusts where there is no `material`; who is
 *   told of a start, and of a script that came after its start had ended
 */
function keeperOf({ material, started = () => undefined, arrived = () => undefined }) {
    let starting;
    let startedAt;
    let isStarted = false;
    /** Trust material that came after its start had ended: for the next, as not every browser keeps what it has fetched. */
    let kept;
    const late = () => {
        if (!starting) arrived();
    };
    const keep = (texts) => {
        kept = { texts, at: Date.now() };
    };

    function begin(component) {
        // What nobody waited for may be of hours ago, and a key be withdrawn since.
        const texts = kept && Date.now() - kept.at < KEPT_LASTS ? kept.texts : undefined;
        kept = undefined;
        starting = startEngine(component, { material: texts ?? material, late, keep });
        startedAt = Date.now();
        starting.then(
            () => {
                isStarted = true;
                started();
            },
            () => {
                starting = undefined;
            }
        );
    }

    function renew(component) {
        startedAt = Date.now();
        startEngine(component, { material, late, cache: 'no-cache' }).then(
            (engine) => {
                starting = Promise.resolve(engine);
            },
            () => {
                // Tried again in an hour.
            }
        );
    }

    return {
        load(component) {
            if (!starting) begin(component);
            else if (Date.now() - startedAt > MATERIAL_LASTS) renew(component);
            return starting;
        },
        hasStarted: () => isStarted
    };
}

function startEngine(component, { material: given, late, keep = () => undefined, cache = 'default' }) {
    const resource = (name) => `static resource ${name}`;
    const apex = 'Apex class TouchmarkTrust';
    const awaited = [...(script ? [] : [resource('touchmark')]), resource('touchmarkTrust'), apex];
    const arrived = (name) => (value) => {
        awaited.splice(awaited.indexOf(name), 1);
        return value;
    };
    let isOver = false;
    // What comes too late for this start is there for the next, which need not wait for its time.
    const inTime = (value) => {
        if (!isOver) return value;
        late();
        throw new EngineError('timeout', 'The start had ended before.');
    };
    const start = Promise.all([
        script ??
            loadTouchmark(component)
                .then(inTime)
                .then(arrived(resource('touchmark'))),
        takeTrustMaterial(given, cache)
            .then((texts) => {
                if (isOver) keep(texts);
                return inTime(texts);
            })
            .then((material) => ({ ...material, policy: withFieldNames(material.policy) }))
            .then(arrived(resource('touchmarkTrust'))),
        askOrg().then(arrived(apex))
    ]).then(([touchmark, material, org]) =>
        createVerifier(component, touchmark, { ...material, timeout: LIMIT }, inTime)
            .then(inTime)
            .then((verifier) => engineOf(touchmark, verifier, material, org))
    );
    return within(LIMIT, start, () => {
        if (awaited.length === 0) return 'The engine did not finish its self-test. Reload the page.';
        return `Still missing: ${awaited.join(' and ')}. Check the network, then reload the page.`;
    }).finally(() => {
        isOver = true;
    });
}

/** What a page cannot change about itself: there the engine without WebAssembly takes over. */
const NO_WEBASSEMBLY = new Set(['wasm-missing', 'wasm-refused', 'self-test-failed']);

/** Each engine by its name: left to choose, the script would look for its second one beside itself, where no org has it. */
function createVerifier(component, touchmark, options, inTime) {
    return touchmark.createVerifier({ ...options, engine: 'wasm' }).catch((error) => {
        if (!NO_WEBASSEMBLY.has(error.code)) throw error;
        return loadFallback(component)
            .then(inTime)
            .then(() => touchmark.createVerifier({ ...options, engine: 'fallback' }));
    });
}

function engineOf(touchmark, verifier, { policy }, org) {
    const { tenant, environment } = JSON.parse(policy);
    const compared = requireOwnPolicy({ tenant, environment }, org);
    script = touchmark;
    return Object.freeze({
        verifyRecords: (records) => {
            const answers = verifier.verifyAll(records);
            const limit = LIMIT + LIMIT_PER_RECORD * records.length;
            return within(limit, answers, () => 'The check gave no answer. Reload the page.').then(
                (verdicts) =>
                    records.map((record, at) => {
                        // Only what an engine of this page made may speak: anything else is not a verdict.
                        if (!touchmark.isVerdict(verdicts[at])) {
                            throw new EngineError(
                                'engine-stopped',
                                'The engine answered something else. Reload the page.'
                            );
                        }
                        const hindrance = hindranceOf(policy, record, verdicts[at]);
                        return hindrance ? withReason(hindrance, verdicts[at]) : verdicts[at];
                    })
            );
        },
        fieldsToRead: (visible) => fieldsToRead(policy, visible),
        /** Counts of verdicts by what may be said of them; figures split the same way. */
        tally: touchmark.tally,
        splitSum: touchmark.splitSum,
        /** `wasm`, or `fallback` where the page cannot have WebAssembly. */
        kind: verifier.engine,
        /** Where this page says it is. */
        tenant,
        environment,
        /** Which of the two was held against the org, and what kind of org that is. */
        org: Object.freeze({ id: org.organizationId, kind: kindOf(org), compared: Object.freeze(compared) })
    });
}
