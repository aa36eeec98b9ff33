/**
 * What the other components need of an org, one check each. A check answers `{ result, found, remedy }` and never rejects:
 * `result` is `works`, `fails` or `untried`.
 */
import { loadScript } from 'lightning/platformResourceLoader';
import LANG from '@salesforce/i18n/lang';
import material from '@salesforce/apex/TouchmarkTrust.material';
import SCRIPT_URL from '@salesforce/resourceUrl/touchmark';
import ELEMENTS_URL from '@salesforce/resourceUrl/touchmarkElements';
import FALLBACK_URL from '@salesforce/resourceUrl/touchmarkFallback';
import TRUST_URL from '@salesforce/resourceUrl/touchmarkTrust';
import ALGORITHM from '@salesforce/schema/Contact.Algorithm_Version__c';
import CONFIDENCE from '@salesforce/schema/Contact.Confidence_Score__c';
import CREATED from '@salesforce/schema/Contact.Creation_Timestamp__c';
import DECLARED from '@salesforce/schema/Contact.Declared_Origin__c';
import METHOD from '@salesforce/schema/Contact.Generation_Method__c';
import PURPOSE from '@salesforce/schema/Contact.Intended_Purpose__c';
import UUID from '@salesforce/schema/Contact.Provenance_Id__c';
import REFERENCE from '@salesforce/schema/Contact.Provenance_Reference__c';
import SEAL_FIELD from '@salesforce/schema/Contact.Provenance_Seal__c';
import SOURCE from '@salesforce/schema/Contact.Provenance_Source__c';
import ENTITY from '@salesforce/schema/Contact.Responsible_Entity__c';
import RETAIN from '@salesforce/schema/Contact.Retain_Until__c';
import SYNTHETIC from '@salesforce/schema/Contact.Synthetic_Data__c';
import { loadElements, loadEngine, refusal, verifyRecord } from 'c/touchmarkEngine';
import { language, text } from 'c/touchmarkWords';
import { sandboxOf } from './sandbox';
import { waitFor } from './waiting';

export const SEAL = SEAL_FIELD.fieldApiName;

/** The fields that `touchmark salesforce fields` writes, as the platform calls them here; salts are of the tiers that it is told. */
export const TOUCHMARK_FIELDS = [
    SEAL,
    UUID.fieldApiName,
    REFERENCE.fieldApiName,
    SEAL.replace(/Seal__c$/, 'Salts_Personal__c'),
    ...[SYNTHETIC, SOURCE, METHOD, CONFIDENCE, CREATED, ALGORITHM, PURPOSE, ENTITY, RETAIN, DECLARED].map(
        ({ fieldApiName }) => fieldApiName
    )
];

const DEPLOY = 'Deploy the package again, the static resources too, then reload the page.';
const NO_RECORD = 'Give the ID of a sealed record above, then run again.';

/** An empty module: the smallest thing that WebAssembly can compile. */
const EMPTY_WASM = [0, 97, 115, 109, 1, 0, 0, 0];

/** A public key of no importance: the base point, as RFC 8032 encodes it. */
const SOME_KEY = [88, ...new Array(31).fill(102)];

const OTHER_WAY = 'None is needed if the other of these two ways works: loadScript, script element.';

const FILES = ['trust', 'policy', 'registry', 'grants'];

/** In the order in which they run. */
export const CHECKS = [
    check('browser', 'Browser', () =>
        works(`${navigator.userAgent}. Cores: ${navigator.hardwareConcurrency ?? 'unknown'}.`)
    ),
    check('sandbox', 'Sandbox of components', () => works(sandboxOf())),
    check('timers', 'Time-outs', () => {
        const start = Date.now();
        return waitFor(() => (Date.now() - start >= 100 ? true : undefined), 5000).then(() =>
            works(`A wait of 100 ms took ${Date.now() - start} ms.`)
        );
    }),
    check(
        'webassembly',
        'WebAssembly',
        () => {
            const module = new WebAssembly.Module(new Uint8Array(EMPTY_WASM));
            const { exports } = new WebAssembly.Instance(module);
            return works(`Compiles and starts (exports: ${Object.keys(exports).length}).`);
        },
        'No remedy is needed: the second engine takes over.'
    ),
    check(
        'ed25519',
        'Ed25519 in the browser',
        () =>
            globalThis.crypto.subtle
                .importKey('raw', new Uint8Array(SOME_KEY), { name: 'Ed25519' }, false, ['verify'])
                .then(() => works('Web Cryptography takes keys. The second engine asks it first.')),
        'No remedy is needed: the second engine checks signatures by itself where the browser cannot, slower.'
    ),
    resource('touchmark', SCRIPT_URL),
    resource('touchmarkFallback', FALLBACK_URL),
    resource('touchmarkElements', ELEMENTS_URL),
    ...FILES.map(trustFile),
    check(
        'apex',
        'Apex TouchmarkTrust.material',
        (context) =>
            material().then((texts) => {
                const found = FILES.filter((name) => texts?.[name]);
                context.metadata = texts;
                return works(
                    found.length > 0
                        ? `Has ${found.join(', ')}.`
                        : 'Reachable, and holds nothing. Then the static resource counts.'
                );
            }),
        'Needed only if your trust list is in custom metadata: give people the permission set Touchmark Viewer.'
    ),
    check(
        'engine',
        'Engine and trust material',
        ({ component }) => {
            const start = Date.now();
            return loadEngine(component).then(({ kind, tenant, environment }) =>
                works(
                    `Started in ${Date.now() - start} ms: ${kind === 'wasm' ? 'the WebAssembly engine' : 'the second engine'}, which told a good seal from a bad one. Trust material read for tenant ${tenant}, environment ${environment}.`
                )
            );
        },
        'Follow the message. Until then every component reads "Could not check".'
    ),
    check(
        'loadScript',
        'loadScript',
        ({ component }) => fallbackBy(() => loadScript(component, FALLBACK_URL)),
        OTHER_WAY
    ),
    check('scriptElement', 'Script element', () => fallbackBy(() => addScript(FALLBACK_URL)), OTHER_WAY),
    engineCheck('wasm', 'First engine (WebAssembly)'),
    engineCheck('fallback', 'Second engine (without WebAssembly)'),
    check('labels', 'Custom labels', () => {
        const words = text('origin.synthetic');
        if (words === 'origin.synthetic') return fails('The catalogue is not there.', DEPLOY);
        return works(
            `Texts are in ${language}, the page is in ${LANG}.`,
            sameLanguage(language, LANG)
                ? ''
                : 'Deploy the translations, or translate the labels in Translation Workbench. Until then people read English.'
        );
    }),
    check('objectInfo', 'Fields of the object', (context) => {
        if (!context.object) return untried('No object was given.', 'Give an object above, then run again.');
        return context.answer('objectInfo').then(({ data, error }) => {
            if (error) return refused(context.object, error);
            context.objectInfo = data;
            const missing = TOUCHMARK_FIELDS.filter((name) => !(name in data.fields));
            const found = `Visible to you: ${TOUCHMARK_FIELDS.length - missing.length} of ${TOUCHMARK_FIELDS.length} fields.`;
            if (missing.length === 0) return works(found);
            const remedy =
                'Deploy the fields of this object (touchmark salesforce fields), or take on the permission sets Touchmark Viewer and, for salts, Touchmark Personal Tier.';
            const said = `${found} Missing or not visible: ${missing.join(', ')}.`;
            return missing.includes(SEAL) ? fails(said, remedy) : works(said, remedy);
        });
    }),
    check('record', 'Seal of one record, by getRecord', (context) => {
        if (!context.record) return untried('No record was given.', NO_RECORD);
        return context.answer('record').then(({ data, error }) => {
            if (error) return refused(context.record, error);
            context.recordData = data;
            return sealIn([data]);
        });
    }),
    check('verdict', 'Verdict on that record', (context) => {
        if (!context.recordData) return untried('No record was read.', NO_RECORD);
        return verifyRecord(context.component, context.recordData).then(({ trust, reasons }) => {
            const why = [...new Set(reasons.map(({ code }) => code))].join(', ');
            const found = `The check answered ${trust}${why && ` (${why})`}. Only the fields of Touchmark were read, so the others count as not visible.`;
            return trust === 'unchecked' ? fails(found, 'See "Engine and trust material".') : works(found);
        });
    }),
    check('list', 'Seals of a list view, by getListRecordsByName', (context) => {
        if (!context.list)
            return untried(
                'No list view was given.',
                'Give the API name of a list view above, then run again.'
            );
        return context.answer('list').then(({ data, error }) => {
            if (error) return refused(context.list, error);
            return sealIn(data.records ?? []);
        });
    }),
    check(
        'elements',
        'Custom elements (Touchmark Rich Panel)',
        ({ component }) => loadElements(component).then(() => works('Defined and ready.')),
        'Turn on Lightning Web Security, or place Touchmark Panel instead, which says the same.'
    ),
    check('policy', 'Content-Security-Policy', ({ violations: { heard, deaf } }) => {
        const look = 'Look into the console of the browser for "Content Security Policy".';
        if (deaf) return untried(`Components cannot hear about it here: ${deaf}`, look);
        if (heard.length === 0) return works('The page reported no violation during these checks.');
        return fails(
            `Refused: ${[...new Set(heard)].join('; ')}.`,
            'Allow these places under Setup, Trusted URLs, if the checks above fail because of them.'
        );
    })
];

function check(key, title, look, remedy = '') {
    return {
        key,
        title,
        run: (context) =>
            new Promise((resolve) => {
                resolve(look(context));
            }).catch((error) => fails(messageOf(error), remedy))
    };
}

function resource(name, url) {
    return check(
        `resource-${name}`,
        `Static resource ${name}`,
        () =>
            fetch(url, { credentials: 'same-origin' }).then((response) => {
                const type = response.headers.get('content-type') ?? 'no MIME type';
                return response.text().then((body) => {
                    const found = `Answered ${response.status}, ${type}, ${body.length} characters.`;
                    // Such as a page to log in, which answers 200 as well.
                    const isPage = /^text\/html/i.test(type) || body.trimStart().startsWith('<');
                    return response.ok && !isPage ? works(found) : fails(found, DEPLOY);
                });
            }),
        DEPLOY
    );
}

function trustFile(name) {
    const remedy = `Put ${name}.json at the top of the archive touchmarkTrust, or keep the trust list in custom metadata.`;
    return check(
        `trust-${name}`,
        `Trust file ${name}.json`,
        (context) =>
            fetch(`${TRUST_URL}/${name}.json`, { credentials: 'same-origin' }).then((response) => {
                if (name === 'grants' && response.status === 404)
                    return works('Absent. Uses that ask for a grant are refused.');
                if (!response.ok) return fails(`Answered ${response.status}.`, remedy);
                return response.text().then((body) => {
                    JSON.parse(body);
                    context.files = { ...context.files, [name]: body };
                    return works(
                        `${body.length} characters of JSON, ${response.headers.get('content-type') ?? 'no MIME type'}.`
                    );
                });
            }),
        name === 'registry' ? `${remedy} The registry may be empty, but not absent.` : remedy
    );
}

/** Both engines, whichever the page has chosen. A verifier comes about only if its self-test passes. */
function engineCheck(engine, title) {
    return check(
        `engine-${engine}`,
        title,
        ({ files, metadata }) => {
            const { trust, policy } = files?.trust ? files : (metadata ?? {});
            if (!globalThis.touchmark) return untried('The script touchmark did not start.', DEPLOY);
            if (!trust || !policy)
                return untried('There is no trust material to start it with.', 'See the trust files above.');
            return globalThis.touchmark
                .createVerifier({ trust, policy, engine, timeout: 5000 })
                .then(() => works('Told a good seal from a bad one.'));
        },
        'None is needed if the other engine works.'
    );
}

/** Whether seals arrive whole. A cut one does not parse. */
function sealIn(records) {
    const seals = records.map(({ fields }) => fields?.[SEAL]?.value).filter(Boolean);
    if (seals.length === 0) {
        return untried(
            `Read ${records.length} records, none with a seal.`,
            'Choose sealed records, and see "Fields of the object".'
        );
    }
    const cut = seals.filter((seal) => !isJson(seal));
    const lengths = seals.map(({ length }) => length);
    const found = `${seals.length} of ${records.length} records have a seal, ${Math.min(...lengths)} to ${Math.max(...lengths)} characters long`;
    return cut.length === 0
        ? works(`${found}, all whole.`)
        : fails(
              `${found}; not whole: ${cut.length}.`,
              'Long texts arrive cut here. Seals cannot be checked in this place; use the record page.'
          );
}

function isJson(seal) {
    try {
        return Boolean(JSON.parse(seal));
    } catch {
        return false;
    }
}

/** Each run of the script sets its global anew: one that was there before proves nothing of this way. */
function fallbackBy(load) {
    const before = globalThis.touchmarkFallback;
    return load().then(() => {
        const { touchmarkFallback } = globalThis;
        if (!touchmarkFallback)
            return fails('Came back without an error, but its global is not visible.', OTHER_WAY);
        return touchmarkFallback === before
            ? untried(
                  'The script ran in this page before, and not again.',
                  'Reload the page, then look again.'
              )
            : works('Ran the static resource touchmarkFallback, and its global is visible.');
    });
}

function addScript(url) {
    return new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.addEventListener('load', resolve);
        script.addEventListener('error', () => reject(new Error('The page refused to load it.')));
        script.src = url;
        document.head.appendChild(script);
    });
}

function refused(what, error) {
    return fails(refusal(what, error).message, '');
}

function sameLanguage(one, other) {
    return one.split(/[-_]/)[0] === other.split(/[-_]/)[0];
}

function messageOf(error) {
    const message = error?.body?.message ?? error?.message ?? String(error);
    return error?.code ? `${error.code}: ${message}` : message;
}

function works(found, remedy = '') {
    return { result: 'works', found, remedy };
}

function fails(found, remedy) {
    return { result: 'fails', found, remedy };
}

function untried(found, remedy) {
    return { result: 'untried', found, remedy };
}
