/** A page with a list in Jest: puts a component on it and answers its wires as an org would. */
import { createElement } from 'lwc';
import { getListInfoByName, getListRecordsByName } from 'lightning/uiListsApi';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRelatedListInfo, getRelatedListRecords } from 'lightning/uiRelatedListApi';
import { contactInfo, uiApiRecord } from './build';
import { nextTask } from './recordPage';

export const LIST_VIEW = { objectApiName: 'Contact', listViewApiName: 'AllContacts' };

/** Columns of the list view that `answerList` gives. */
const COLUMNS = ['Name', 'Title', 'Birthdate'];

export function place(name, constructor, properties) {
    const element = createElement(name, { is: constructor });
    Object.assign(element, properties);
    document.body.appendChild(element);
    return element;
}

/**
 * Answers the wires of a list for some rounds: with what they ask for, as far as the viewer may see it, and the list's own columns.
 *
 * @param {object[]} rows Of a REST query; what `pageSize` leaves out is `more`
 * @param {{hidden?: string[], info?: object, as?: Function}} [viewer] Fields that the viewer may not see; more of the object's
 *   description; `as` makes what a wire gives of an answer, by what it answers: `description` or `rows`
 */
export async function answerList(
    rows,
    { hidden = [], info = {}, rounds = 25, as = (_about, data) => data } = {}
) {
    const objectInfo = { nameFields: ['Name'], ...contactInfo(hidden), ...info };
    const answered = new Map();
    const described = (adapter, give) => answer(answered, adapter, give, (data) => as('description', data));
    const listed = (adapter, give) => answer(answered, adapter, give, (data) => as('rows', data));
    for (let round = 0; round < rounds; round += 1) {
        described(getListInfoByName, ({ listViewApiName }) => listViewApiName && listInfo(objectInfo));
        described(getRelatedListInfo, ({ relatedListId }) =>
            relatedListId ? { label: 'Contacts', objectApiNames: ['Contact'] } : undefined
        );
        described(getObjectInfo, ({ objectApiName }) => objectApiName && objectInfo);
        listed(getListRecordsByName, (config) =>
            config.listViewApiName ? page(rows, objectInfo, config) : undefined
        );
        listed(getRelatedListRecords, (config) =>
            config.parentRecordId && config.relatedListId ? page(rows, objectInfo, config) : undefined
        );
        await nextTask();
    }
}

/** Once for each question. */
function answer(answered, adapter, give, as) {
    const config = adapter.getLastConfig();
    if (!config || answered.get(adapter) === config) return;
    const data = give(config);
    if (!data) return;
    answered.set(adapter, config);
    adapter.emit(as(data));
}

function listInfo({ fields }) {
    const visible = COLUMNS.filter((name) => name in fields);
    return { displayColumns: visible.map((name) => ({ fieldApiName: name, label: fields[name].label })) };
}

function page(rows, objectInfo, { fields = [], optionalFields = [], pageSize }) {
    const asked = [...fields, ...optionalFields, ...COLUMNS.map((name) => `Contact.${name}`)].filter(
        (field) => field.split('.')[1] in objectInfo.fields
    );
    return {
        records: rows.slice(0, pageSize).map((row) => uiApiRecord(row, asked)),
        nextPageToken: rows.length > pageSize ? String(pageSize) : null
    };
}

/** What the counts within a component say: read off the DOM, as a person or their screen reader would. */
export function countsIn(element) {
    const { shadowRoot } = element.shadowRoot.querySelector('c-touchmark-counts');
    const words = (selector) => shadowRoot.querySelector(selector)?.textContent;
    return {
        main: words('.main'),
        counts: Array.from(shadowRoot.querySelectorAll('.count'), (count) => count.textContent),
        first: words('.first'),
        checking: words('.checking'),
        announced: words('[role="status"]'),
        hidden: words('.hidden'),
        hide: shadowRoot.querySelector('[role="switch"]'),
        failure: failureIn(shadowRoot)
    };
}

function failureIn(shadowRoot) {
    const details = shadowRoot.querySelector('c-touchmark-details');
    const cell = shadowRoot.querySelector('c-touchmark-cell');
    return details ? `${saidIn(cell)} ${details.shadowRoot.textContent}` : undefined;
}

/** What a cell says. */
export function saidIn(cell) {
    const mark = cell.shadowRoot.querySelector('c-touchmark-mark');
    return mark.shadowRoot.querySelector('.said').textContent;
}
