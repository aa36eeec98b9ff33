/** What the UI API gives, as objects of our own, and as rows: what records are called, what stands in their cells, where their pages are. */
import { NavigationMixin } from 'lightning/navigation';
import { lineOf } from 'c/touchmarkDisclosure';

/**
 * What a wire gave, as objects of our own. Under Lightning Web Security a wire's data is behind the sandbox's membrane, and each
 * look at it costs microseconds that look like nothing: two hundred records, looked at for each of their fields in each drawing,
 * made a page stop for seconds. So it is gone through once.
 */
export function local(data) {
    return JSON.parse(JSON.stringify(data));
}

/**
 * Has a component's wires answer anew. They ask for nothing while its `isRereading` is true, which is for a moment: a wire is told of
 * a change at the end of a turn.
 */
export function readAnew(component) {
    component.isRereading = true;
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- after the wires were told
    setTimeout(() => {
        component.isRereading = false;
    });
}

/**
 * What components ask of an object, read off `getObjectInfo` once. Its fields have some thirty members each; these are the
 * ones that anybody here looks at.
 *
 * @returns {{apiName: string, nameFields: string[], fields: object, labels: object, compounds: string[]}} `fields` by API
 *   name as `{ label, dataType }`, `labels` by API name; `compounds`: names of the fields that others are parts of
 */
export function described({ apiName, nameFields, fields: given }) {
    const [fields, labels, compounds] = [{}, {}, new Set()];
    for (const [name, { label, dataType, compound, compoundFieldName: whole }] of Object.entries(given)) {
        fields[name] = { label, dataType };
        labels[name] = label;
        if (compound) compounds.add(name);
        if (whole && whole !== name) compounds.add(whole);
    }
    return { apiName, nameFields: local(nameFields ?? []), fields, labels, compounds: [...compounds] };
}

/**
 * How the platform spells the names of fields: seals and policies may spell them in another case.
 *
 * @param {string[]} names As the platform spells them
 * @returns {Function} Takes a name in any case; answers the platform's, `undefined` where there is none
 */
export function spellingIn(names) {
    const known = new Map(names.map((name) => [name.toLowerCase(), name]));
    return (name) => known.get(name.toLowerCase());
}

/**
 * The addresses of records' pages.
 *
 * @param {LightningElement} component One with the NavigationMixin
 * @returns {Promise<object>} address by record ID; empty where the page has no addresses for records. Never rejects
 */
export function addressesOf(component, records) {
    const asked = records.map((record) =>
        component[NavigationMixin.GenerateUrl](pageOf(record)).then((address) => [record.id, address])
    );
    return Promise.all(asked).then(Object.fromEntries, () => ({}));
}

/** A record's page, for the NavigationMixin. */
export function pageOf({ id, apiName }) {
    return {
        type: 'standard__recordPage',
        attributes: { recordId: id, objectApiName: apiName, actionName: 'view' }
    };
}

/** What people read: the platform's text for a value (dates, amounts, names of other records), or the value. */
export function shownValue(record, name) {
    const field = fieldOf(record, name);
    return field?.displayValue ?? asText(field?.value);
}

/** What a record is called: its name, by whichever field that is; the first column, or its ID, where there is none. */
export function nameOf(record, objectInfo, firstColumn) {
    const names = ['Name', ...(objectInfo?.nameFields ?? []), firstColumn].filter(Boolean);
    const found = names.map((name) => shownValue(record, name)).find(Boolean);
    return found ?? record.id;
}

/** Entries `{ record, verdict }` in the order of a field; of what is said of their origin where none is named. */
export function sorted(entries, { name, descending }) {
    const sign = descending ? -1 : 1;
    return [...entries].sort((one, other) => sign * compare(sortKey(one, name), sortKey(other, name)));
}

/** Amounts are compared as such, and dates as the platform stores them; other records by what they are called. */
function sortKey({ record, verdict }, name) {
    if (name === undefined) return lineOf(verdict);
    const value = fieldOf(record, name)?.value;
    return typeof value === 'object' ? shownValue(record, name) : value;
}

function compare(one, other) {
    // Empty cells stand together, at the end of an ascending order.
    const empty = [one, other].map((value) => value === undefined || value === null || value === '');
    if (empty.some(Boolean)) return empty[0] - empty[1];
    if (typeof one === 'string' && typeof other === 'string') return one.localeCompare(other);
    return one < other ? -1 : Number(one > other);
}

/** A field by its API name, through other records where it has points: `Account.Name`. */
function fieldOf(record, name) {
    const [first, ...rest] = name.split('.');
    const field = own(record.fields, first);
    if (rest.length === 0 || !field) return field;
    return field.value?.fields ? fieldOf(field.value, rest.join('.')) : undefined;
}

function own(fields, name) {
    return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function asText(value) {
    return value === undefined || value === null || typeof value === 'object' ? undefined : String(value);
}
