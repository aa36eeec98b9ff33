/**
 * A page in the place of Lightning: its module loader, its wires, and Lightning Web Security around the components.
 * Bundled for the browser by `page.test.mjs`, minified: by function names the sandbox tells production from debugging.
 */
import * as lwc from '@lwc/engine-dom';
import { LWS_DEFAULT_GATER_FEATURES, registerGaterEnabledFeatures } from '@locker/shared';
import { evaluateFunction, wrapDependency } from '@locker/sandbox';

const { cases, secured } = await (await fetch('/cases.json')).json();
const records = {};

const modules = {
    lwc,
    'lightning/uiObjectInfoApi': {
        getObjectInfo: wire(({ objectApiName }) => objectApiName && objectInfo())
    },
    'lightning/uiRecordApi': {
        getRecord: wire(
            ({ recordId, fields, optionalFields }) =>
                recordId && record(recordId, [...fields, ...optionalFields])
        )
    },
    'lightning/platformResourceLoader': { loadScript: (_component, url) => addScript(url) },
    '@salesforce/i18n/locale': { default: 'en-GB' },
    '@salesforce/i18n/timeZone': { default: 'Europe/London' },
    '@salesforce/resourceUrl/c__touchmark': { default: '/touchmark.js' },
    '@salesforce/resourceUrl/c__touchmarkTrust': { default: '/touchmarkTrust' }
};

globalThis.define = (name, needs, factory) => {
    const values = needs.map((need) => {
        if (need === 'exports') return (modules[name] = {});
        return secured ? wrapDependency(modules[need], need, 'c') : modules[need];
    });
    const made = (secured ? evaluateFunction('c', factory) : factory)(...values);
    modules[name] ??= made;
};

if (secured) registerGaterEnabledFeatures(LWS_DEFAULT_GATER_FEATURES);
await addScript('/touchmarkEngine.js');
await addScript('/touchmarkBadge.js');
for (const [title, row] of Object.entries(cases)) {
    records[row.Id] = row;
    const section = document.createElement('section');
    const heading = document.createElement('h2');
    heading.textContent = title;
    const badge = lwc.createElement('c-touchmark-badge', { is: modules['c/touchmarkBadge'] });
    badge.recordId = row.Id;
    badge.objectApiName = 'Contact';
    section.append(heading, badge);
    document.querySelector('main').append(section);
}

/** A wire adapter that answers each configuration with what `answer` gives, if anything. */
function wire(answer) {
    return class {
        constructor(callback) {
            this.callback = callback;
        }
        connect() {}
        disconnect() {}
        update(config) {
            const data = answer(config) || undefined;
            this.callback({ data: undefined, error: undefined });
            if (data) setTimeout(() => this.callback({ data, error: undefined }));
        }
    };
}

function objectInfo() {
    const [row] = Object.values(cases);
    const names = Object.keys(row).filter((name) => name !== 'attributes');
    return { apiName: 'Contact', fields: Object.fromEntries(names.map((name) => [name, { label: name }])) };
}

function record(id, asked) {
    const names = asked.map((field) => field.split('.')[1]).filter((name) => name in records[id]);
    const fields = names.map((name) => [name, { displayValue: null, value: records[id][name] }]);
    return { apiName: 'Contact', id, fields: Object.fromEntries(fields) };
}

function addScript(url) {
    return new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.addEventListener('load', resolve);
        script.addEventListener('error', () => reject(new Error(`${url} did not load`)));
        script.src = url;
        document.head.append(script);
    });
}
