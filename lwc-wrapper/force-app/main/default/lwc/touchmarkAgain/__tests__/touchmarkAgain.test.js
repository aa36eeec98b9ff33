/** A person makes a check again that could not be made. The order counts: once an engine has started it stays for the page. */
import { createElement } from 'lwc';
import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { getListInfoByName, getListRecordsByName } from 'lightning/uiListsApi';
import TouchmarkGuard from 'c/touchmarkGuard';
import TouchmarkPanel from 'c/touchmarkPanel';
import TouchmarkTable from 'c/touchmarkTable';
import {
    announcedBy,
    answerWires,
    clearPage,
    nextTask,
    place,
    placeBadge,
    saidBy
} from '../../../../../test/recordPage';
import { LIST_VIEW, answerList, countsIn } from '../../../../../test/listPage';
import { contactInfo, contacts, runScript, serveTrust } from '../../../../../test/build';

const sealed = () => contacts().find((row) => row.Provenance_Seal__c);

const againIn = ({ shadowRoot }) => shadowRoot.querySelector('c-touchmark-again').shadowRoot;
const buttonIn = (element) => againIn(element).querySelector('button');

async function turns(count = 10) {
    for (let turn = 0; turn < count; turn += 1) await nextTask();
}

beforeEach(() => serveTrust());
afterEach(() => clearPage());

it('tells again that a check could not be made, and stays', async () => {
    runScript();
    serveTrust({ status: 500 });
    const element = placeBadge(sealed());
    getObjectInfo.emit(contactInfo());
    expect(buttonIn(element)).toBeNull();
    await turns();
    expect(announcedBy(element)).toBe('Could not check');
    const button = buttonIn(element);
    expect(button.textContent).toBe('Check again');
    await expect(element).toBeAccessible();
    button.focus();
    button.click();
    await Promise.resolve();
    expect([saidBy(element), announcedBy(element)]).toEqual(['Checking…', '']);
    expect(button.getAttribute('aria-disabled')).toBe('true');
    await expect(element).toBeAccessible();
    await turns();
    expect(announcedBy(element)).toBe('Could not check');
    expect(againIn(element).activeElement).toBe(buttonIn(element));
});

it('makes at once what failed, for all of the page, and loses nobody who pressed it', async () => {
    serveTrust({ status: 500 });
    const element = placeBadge(sealed());
    const other = place('c-touchmark-guard', TouchmarkGuard, sealed(), { use: 'testing' });
    getObjectInfo.emit(contactInfo());
    await turns();
    serveTrust();
    buttonIn(element).focus();
    buttonIn(element).click();
    await answerWires(element, sealed());
    await turns();
    expect(announcedBy(element)).toMatch(/^Synthetic data · signature valid\. No\./);
    for (const each of [element, other]) expect(buttonIn(each)).toBeNull();
    const kept = againIn(element).activeElement;
    expect(kept.getAttribute('aria-label')).toBe('Check again');
    await expect(element).toBeAccessible();
    kept.blur();
    await turns(2);
    expect(againIn(element).children).toHaveLength(0);
});

it('asks the platform anew for a record that it refused', async () => {
    const element = place('c-touchmark-panel', TouchmarkPanel, sealed());
    getObjectInfo.emit(contactInfo());
    await turns();
    getRecord.error({ message: 'Not now.' });
    await turns();
    expect(saidBy(element)).toBe('Could not check');
    buttonIn(element).click();
    await Promise.resolve();
    expect(getRecord.getLastConfig().recordId).toBeUndefined();
    await turns();
    await answerWires(element, sealed());
    expect(saidBy(element)).toBe('Synthetic data · signature valid');
});

it('asks the platform anew for a list, and for a list view, that it refused', async () => {
    for (const refused of [getListRecordsByName, getListInfoByName]) {
        const element = createElement('c-touchmark-table', { is: TouchmarkTable });
        Object.assign(element, LIST_VIEW);
        document.body.appendChild(element);
        getObjectInfo.emit(contactInfo());
        if (refused === getListRecordsByName) getListInfoByName.emit({ label: 'All', displayColumns: [] });
        await turns();
        refused.error({ message: 'Not now.' });
        await turns();
        const counts = element.shadowRoot.querySelector('c-touchmark-counts');
        expect(countsIn(element).failure).toMatch('Not now.');
        buttonIn(counts).click();
        await turns();
        await answerList(contacts().slice(0, 3));
        expect(countsIn(element).failure).toBeUndefined();
        expect(countsIn(element).announced).toMatch('Synthetic data');
        clearPage();
    }
});

it('is not there where only whoever set the page up can help', async () => {
    const element = placeBadge({ Id: undefined });
    await turns();
    expect(saidBy(element)).toBe('Could not check');
    expect(buttonIn(element)).toBeNull();
});
