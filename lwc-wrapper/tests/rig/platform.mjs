/**
 * What Lightning gives to components, answered from the data of a test: the `lightning/*` modules that are not user
 * interface, and everything under `@salesforce/`. Bundled into the host.
 *
 * Shapes follow the UI API: a field that the viewer may not see is absent where it was optional, and an error where it was
 * required; data is frozen; nothing is answered in the same turn.
 */

import { described } from '../../force-app/test/describe.js';

/** The modules, and what a test can do to the org while the page is open. */
export function platform(page) {
    const org = page.org;
    const live = new Set();
    const journal = { navigations: [], toasts: [], notified: [] };
    const wire = (name, answer) => wireAdapter(live, org, name, answer);
    const apexMethods = new Map();

    const fixed = {
        'lightning/uiRecordApi': {
            getRecord: wire('getRecord', (config) => record(org, config)),
            getRecords: wire('getRecords', ({ records }) => {
                if (!records) return undefined;
                const results = records.flatMap(({ recordIds, ...what }) =>
                    recordIds.map((recordId) => outcome(() => record(org, { recordId, ...what })))
                );
                return { results };
            }),
            getFieldValue: (data, field) => fieldOf(data, field)?.value,
            getFieldDisplayValue: (data, field) => fieldOf(data, field)?.displayValue,
            notifyRecordUpdateAvailable: (records) => {
                journal.notified.push(...records.map(({ recordId }) => recordId));
                return Promise.resolve();
            },
            updateRecord: ({ fields: { Id, ...fields } }) => {
                const row = org.records.find((candidate) => candidate.Id === Id);
                if (!row)
                    return Promise.reject(failure(404, 'NOT_FOUND', 'The requested resource does not exist'));
                Object.assign(row, fields);
                for (const adapter of live) adapter.answer();
                return Promise.resolve(represented(org, row, Object.keys(row)));
            }
        },
        'lightning/uiObjectInfoApi': {
            getObjectInfo: wire(
                'getObjectInfo',
                ({ objectApiName }) => objectApiName && objectInfo(org, objectApiName)
            ),
            getObjectInfos: wire(
                'getObjectInfos',
                ({ objectApiNames }) =>
                    objectApiNames && {
                        results: objectApiNames.map((name) => outcome(() => objectInfo(org, name)))
                    }
            )
        },
        'lightning/uiListsApi': {
            getListInfoByName: wire(
                'getListInfoByName',
                ({ objectApiName, listViewApiName }) =>
                    objectApiName && listViewApiName && listInfo(org, objectApiName, listViewApiName)
            ),
            getListInfosByObjectName: wire(
                'getListInfosByObjectName',
                ({ objectApiName }) => objectApiName && listInfos(org, objectApiName)
            ),
            getListRecordsByName: wire('getListRecordsByName', (config) => {
                const { objectApiName, listViewApiName } = config;
                if (!objectApiName || !listViewApiName) return undefined;
                return pageOf(org, listOf(org, objectApiName, listViewApiName), config);
            })
        },
        'lightning/uiRelatedListApi': {
            getRelatedListRecords: wire('getRelatedListRecords', (config) => {
                const { parentRecordId, relatedListId } = config;
                if (!parentRecordId || !relatedListId) return undefined;
                return pageOf(org, relatedOf(org, parentRecordId, relatedListId), config);
            }),
            getRelatedListCount: wire('getRelatedListCount', ({ parentRecordId, relatedListId }) => {
                if (!parentRecordId || !relatedListId) return undefined;
                return { count: relatedOf(org, parentRecordId, relatedListId).ids.length, hasMore: false };
            }),
            getRelatedListInfo: wire('getRelatedListInfo', ({ parentObjectApiName, relatedListId }) => {
                if (!parentObjectApiName || !relatedListId) return undefined;
                const list = Object.entries(org.related ?? {}).find(([key]) =>
                    key.endsWith(`/${relatedListId}`)
                )?.[1];
                return {
                    label: list?.label ?? relatedListId,
                    objectApiNames: [list?.object ?? 'Contact'],
                    parentObjectApiName,
                    relatedListId
                };
            })
        },
        'lightning/platformResourceLoader': {
            loadScript: (_component, url) => addScript(url),
            loadStyle: (_component, url) => addStyle(url)
        },
        'lightning/flowSupport': flowSupport(),
        'lightning/navigation': navigation(page, journal, wire),
        'lightning/platformShowToastEvent': { ShowToastEvent: toastEvent(journal) },
        'lightning/refresh': {
            RefreshEvent: RefreshEvent,
            registerRefreshHandler: () => 1,
            unregisterRefreshHandler() {}
        },
        '@salesforce/apex': {
            refreshApex: () => Promise.resolve(live.forEach((adapter) => adapter.answer()))
        }
    };

    return {
        journal,
        /** The module of that name; an error that says what to do where the rig has none. */
        module(name) {
            const found = fixed[name] ?? scopedModule(name);
            if (found === undefined) {
                throw new Error(
                    `The rig has no module ${name}. Add it to tests/rig/platform.mjs, as the platform gives it.`
                );
            }
            return found;
        },
        has: (name) => name in fixed,
        /** Puts other data into the org; every wire answers again. */
        change(part) {
            Object.assign(org, part);
            for (const adapter of live) adapter.answer();
        }
    };

    function scopedModule(name) {
        const [, scope, rest] = /^@salesforce\/(\w+)\/(.+)$/.exec(name) ?? [];
        const bare = rest?.replace(/^c(__|\.)/, '');
        switch (scope) {
            case 'label':
                if (!(bare in page.labels))
                    throw new Error(`No custom label ${bare}: a deployment would fail.`);
                return { default: page.labels[bare] };
            case 'resourceUrl':
                return { default: `/resource/1/${bare}` };
            case 'contentAssetUrl':
                return { default: `/file-asset/${bare}` };
            case 'i18n':
                return { default: page.i18n[rest] };
            case 'user':
                return { default: { Id: '005Qx000001TouchIAA', isGuest: false, ...org.user }[rest] };
            case 'community':
                return { default: { Id: '0DBQx0000001', basePath: '/s', ...org.community }[rest] };
            case 'client':
                return { default: org.formFactor ?? 'Large' };
            case 'customPermission':
            case 'userPermission':
                return { default: (org.permissions ?? []).includes(bare) || undefined };
            case 'schema':
                return { default: schemaReference(rest) };
            case 'apex':
                if (!apexMethods.has(bare)) apexMethods.set(bare, apexMethod(bare));
                return { default: apexMethods.get(bare) };
            default:
                return undefined;
        }
    }

    /** `org.apex['Class.method']`: what it returns, or `{ error: { status, body } }`. Both called and wired. */
    function apexMethod(name) {
        const given = () => {
            const value = org.apex?.[name];
            if (value === undefined)
                throw failure(404, 'NOT_FOUND', `${name}: no such Apex method in this test`);
            if (value?.error) throw frozen(value.error);
            return value;
        };
        const method = () => later(org, name).then(() => frozen(given()));
        method.adapter = wire(name, given);
        return method;
    }
}

/** A wire adapter: no answer until `answer` has what it needs; `org.late` and `org.errors` by its name. */
function wireAdapter(live, org, name, answer) {
    return class {
        constructor(callback) {
            this.callback = callback;
            this.turn = 0;
            callback({ data: undefined, error: undefined });
        }
        connect() {
            live.add(this);
            if (this.config) this.answer();
        }
        disconnect() {
            live.delete(this);
            this.turn += 1;
        }
        update(config) {
            this.config = JSON.parse(JSON.stringify(config));
            this.answer();
        }
        answer() {
            const turn = ++this.turn;
            later(org, name).then(() => {
                if (turn !== this.turn || !this.config) return;
                const { data, error } = this.settle();
                if (data || error) this.callback({ data: frozen(data), error: frozen(error) });
            });
        }
        settle() {
            try {
                if (org.errors?.[name]) return { error: org.errors[name] };
                return { data: answer(this.config) || undefined };
            } catch (error) {
                // A fault of the rig must not look like an answer of the platform.
                if (!error.body)
                    queueMicrotask(() => {
                        throw error;
                    });
                return { error };
            }
        }
    };
}

function later(org, name) {
    return new Promise((resolve) => {
        setTimeout(resolve, org.late?.[name] ?? 0);
    });
}

/** An error as `fetch`-backed wires and Apex give it. */
function failure(status, errorCode, message) {
    return {
        status,
        statusText: '',
        ok: false,
        body: { errorCode, message, statusCode: status },
        headers: {}
    };
}

function outcome(work) {
    try {
        return { statusCode: 200, result: work() };
    } catch (error) {
        return { statusCode: error.status, result: [error.body] };
    }
}

/** `getRecord`: nothing until it is known what to read. */
function record(org, { recordId, fields, optionalFields }) {
    const required = namesOf(fields);
    const optional = namesOf(optionalFields);
    const asked = recordId && required.length + optional.length > 0;
    return asked ? read(org, recordId, required, optional) : undefined;
}

/** Not found, a required field that cannot be seen, or the record. */
function read(org, id, required, optional) {
    const row = org.records.find(({ Id }) => Id === id);
    if (!row) throw failure(404, 'NOT_FOUND', 'The requested resource does not exist');
    const unseen = required.find((name) => !visible(org, row, name));
    if (unseen) {
        throw failure(400, 'INVALID_FIELD', `No such column '${unseen}' on entity '${typeOf(row)}'.`);
    }
    return represented(org, row, ['Id', ...required, ...optional]);
}

/** Field names without the object's: `Contact.Name`, `{ fieldApiName: 'Name' }` → `Name`. */
function namesOf(fields) {
    return [fields ?? []].flat().map((field) => (field.fieldApiName ?? field).replace(/^[^.]+\./, ''));
}

function visible(org, row, name) {
    return !(org.hidden ?? []).includes(name) && name.split('.')[0] in row;
}

function represented(org, row, names) {
    const fields = {};
    for (const name of names) {
        if (name === 'attributes' || !visible(org, row, name)) continue;
        const [own, ...rest] = name.split('.');
        const value = row[own] ?? null;
        fields[own] =
            rest.length > 0 && value
                ? { displayValue: value.Name ?? null, value: represented(org, value, [rest.join('.')]) }
                : { displayValue: null, value };
    }
    return {
        apiName: typeOf(row),
        childRelationships: {},
        fields,
        id: row.Id,
        lastModifiedDate: row.SystemModstamp ?? null,
        recordTypeInfo: null,
        systemModstamp: row.SystemModstamp ?? null
    };
}

function typeOf(row) {
    return row.attributes?.type ?? 'Contact';
}

function fieldOf(data, field) {
    const [name, ...rest] = namesOf([field])[0].split('.');
    const own = data?.fields?.[name];
    return rest.length > 0 ? fieldOf(own?.value, `Object.${rest.join('.')}`) : own;
}

/** What the viewer may see of an object, by the rows there are; `org.objects[name]` adds labels and fields. */
function objectInfo(org, name) {
    const given = org.objects?.[name];
    const rows = org.records.filter((row) => typeOf(row) === name);
    if (!given && rows.length === 0) {
        throw failure(404, 'INVALID_TYPE', `Object ${name} is not supported in UI API`);
    }
    const names = new Set(rows.flatMap(Object.keys).concat(Object.keys(given?.fields ?? {})));
    names.delete('attributes');
    const fields = Object.entries(described([...names], org.hidden, given?.fieldCount)).map(
        ([field, description]) => [field, { ...description, label: field, ...given?.fields?.[field] }]
    );
    return {
        apiName: name,
        label: given?.label ?? name,
        labelPlural: given?.labelPlural ?? `${name}s`,
        nameFields: ['Name'],
        themeInfo: { color: 'A094ED', iconUrl: '' },
        fields: Object.fromEntries(fields)
    };
}

/** `org.lists['Contact/AllContacts']`: `{ ids, label }`; rows in that order. */
function listOf(org, object, name) {
    const list = org.lists?.[`${object}/${name}`];
    if (!list)
        throw failure(404, 'NOT_FOUND', `The list view ${name} does not exist, or you may not see it.`);
    return list;
}

function listInfo(org, object, name) {
    const { label = name, columns = ['Name'] } = listOf(org, object, name);
    return {
        label,
        displayColumns: columns.map((column) => ({
            fieldApiName: column,
            label: org.objects?.[object]?.fields?.[column]?.label ?? column,
            sortable: true
        })),
        listReference: { id: null, objectApiName: object, listViewApiName: name, type: 'listView' },
        visibility: 'Public'
    };
}

function listInfos(org, object) {
    const keys = Object.keys(org.lists ?? {}).filter((key) => key.startsWith(`${object}/`));
    const lists = keys.map((key) => {
        const apiName = key.split('/')[1];
        return { apiName, id: key, label: org.lists[key].label ?? apiName, listUiUrl: '' };
    });
    return { count: lists.length, lists, objectApiName: object };
}

/** `org.related['001…/Contacts']`: `{ ids, label, object }`. */
function relatedOf(org, parent, list) {
    const related = org.related?.[`${parent}/${list}`];
    if (!related) throw failure(404, 'NOT_FOUND', `${list} is not a related list of ${parent}.`);
    return related;
}

/** One page of a list; a token names where the next begins. */
function pageOf(org, { ids }, { fields, optionalFields, pageSize = 50, pageToken = '0' }) {
    const from = Number(pageToken);
    const required = namesOf(fields);
    const optional = namesOf(optionalFields);
    const records = ids.slice(from, from + pageSize).map((id) => read(org, id, required, optional));
    const token = (at) => (at >= 0 && at < ids.length ? String(at) : null);
    return {
        count: records.length,
        currentPageToken: pageToken,
        nextPageToken: token(from + pageSize),
        previousPageToken: from > 0 ? String(Math.max(0, from - pageSize)) : null,
        pageSize,
        records
    };
}

/** The compiler writes the namespace into each name; that of an org without one is `c`, which no name has. */
function schemaReference(name) {
    const [objectApiName, ...field] = name.split('.').map((part) => part.replace(/^c__/, ''));
    return field.length > 0 ? { objectApiName, fieldApiName: field.join('.') } : { objectApiName };
}

function flowSupport() {
    class FlowAttributeChangeEvent extends CustomEvent {
        constructor(attributeName, attributeValue) {
            super('lightning__flowattributechange', {
                bubbles: true,
                composed: true,
                detail: { attributeName, attributeValue }
            });
        }
    }
    const navigationEvent = (name) =>
        class extends CustomEvent {
            constructor() {
                super(`lightning__flownavigation${name}`, { bubbles: true, composed: true });
            }
        };
    return {
        FlowAttributeChangeEvent,
        FlowNavigationNextEvent: navigationEvent('next'),
        FlowNavigationBackEvent: navigationEvent('back'),
        FlowNavigationPauseEvent: navigationEvent('pause'),
        FlowNavigationFinishEvent: navigationEvent('finish')
    };
}

/** Where components want to go is kept, not gone to. */
function navigation(page, journal, wire) {
    const Navigate = Symbol('Navigate');
    const GenerateUrl = Symbol('GenerateUrl');
    const NavigationMixin = (Base) =>
        class extends Base {
            [Navigate](reference) {
                journal.navigations.push(JSON.parse(JSON.stringify(reference)));
            }
            [GenerateUrl](reference) {
                return Promise.resolve(`/lightning/r/${reference?.attributes?.recordId ?? ''}/view`);
            }
        };
    NavigationMixin.Navigate = Navigate;
    NavigationMixin.GenerateUrl = GenerateUrl;
    return {
        NavigationMixin,
        CurrentPageReference: wire('CurrentPageReference', () => page.org.pageReference)
    };
}

function toastEvent(journal) {
    return class extends CustomEvent {
        constructor(toast) {
            super('lightning__showtoast', { bubbles: true, composed: true, cancelable: true, detail: toast });
            journal.toasts.push(JSON.parse(JSON.stringify(toast)));
        }
    };
}

class RefreshEvent extends CustomEvent {
    constructor() {
        super('lightning__refresh', { bubbles: true, composed: true });
    }
}

/** Adds a classic script to the page. */
export function addScript(url) {
    return new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.addEventListener('load', resolve);
        script.addEventListener('error', () => reject(new Error(`${url} did not load`)));
        script.src = url;
        document.head.append(script);
    });
}

function addStyle(url) {
    return new Promise((resolve, reject) => {
        const link = document.createElement('link');
        link.addEventListener('load', resolve);
        link.addEventListener('error', () => reject(new Error(`${url} did not load`)));
        link.rel = 'stylesheet';
        link.href = url;
        document.head.append(link);
    });
}

/** Wires hand out data that nobody can change. */
function frozen(value) {
    if (value === null || typeof value !== 'object') return value;
    const copy = JSON.parse(JSON.stringify(value));
    const freeze = (part) => {
        if (part === null || typeof part !== 'object') return;
        Object.values(part).forEach(freeze);
        Object.freeze(part);
    };
    freeze(copy);
    return copy;
}
