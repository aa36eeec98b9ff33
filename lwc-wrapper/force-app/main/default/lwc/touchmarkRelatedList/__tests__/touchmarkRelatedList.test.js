import { getRelatedListInfo, getRelatedListRecords } from 'lightning/uiRelatedListApi';
import TouchmarkRelatedList from 'c/touchmarkRelatedList';
import { answerList, countsIn, place, saidIn } from '../../../../../test/listPage';
import { contacts, serveTrust } from '../../../../../test/build';
import { clearPage, nextTask } from '../../../../../test/recordPage';

const ACCOUNT = { recordId: '001Qx000001AccoIAA', objectApiName: 'Account', relatedListId: 'Contacts' };
const rows = () => contacts().slice(0, 10);

const placeList = (properties) =>
    place('c-touchmark-related-list', TouchmarkRelatedList, { ...ACCOUNT, ...properties });

async function checkedList(viewer) {
    const element = placeList();
    await answerList(rows(), viewer);
    return element;
}

const read = ({ shadowRoot }) => ({
    title: shadowRoot.querySelector('h2')?.textContent,
    toggle: shadowRoot.querySelector('button'),
    list: shadowRoot.querySelector('ul'),
    names: Array.from(shadowRoot.querySelectorAll('.name'), (name) => name.textContent),
    marks: Array.from(shadowRoot.querySelectorAll('li c-touchmark-cell'), saidIn)
});

beforeEach(() => serveTrust());
afterEach(() => clearPage());

it('counts the records of the related list, under its label', async () => {
    const element = await checkedList();
    expect(read(element).title).toBe('Contacts');
    const counted = countsIn(element).counts.map((words) => Number(/: (\d+)/.exec(words)[1]));
    expect(counted.reduce((sum, count) => sum + count, 0)).toBe(10);
    await expect(element).toBeAccessible();
});

it('opens the list of them, each with its mark, and closes on Escape', async () => {
    const element = await checkedList();
    const { toggle, list } = read(element);
    expect([toggle.getAttribute('aria-expanded'), list.hidden]).toEqual(['false', true]);
    // Two hundred marks that nobody looks at would hold a page up.
    expect(list.children).toHaveLength(0);
    toggle.click();
    await nextTask();
    const { names, marks } = read(element);
    expect([toggle.getAttribute('aria-expanded'), list.hidden]).toEqual(['true', false]);
    expect(names).toEqual(rows().map(({ Name }) => Name));
    expect(marks).toHaveLength(10);
    expect(marks.every((said) => /signature valid|not disclosed/.test(said))).toBe(true);
    await expect(element).toBeAccessible();
    list.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
    await nextTask();
    expect(toggle.getAttribute('aria-expanded')).toBe('false');
    expect(element.shadowRoot.activeElement).toBe(toggle);
});

it('leads to a record, and leaves other clicks to the browser', async () => {
    const element = await checkedList();
    read(element).toggle.click();
    await nextTask();
    const link = element.shadowRoot.querySelector('a');
    expect(link.href).toMatch(/^https:/);
    const click = (more) => {
        const event = new MouseEvent('click', { bubbles: true, cancelable: true, ...more });
        link.dispatchEvent(event);
        return event.defaultPrevented;
    };
    expect(click()).toBe(true);
    // jsdom would try to load the page.
    link.removeAttribute('href');
    expect(click({ ctrlKey: true })).toBe(false);
});

it('forgets what it said the moment the page moves to another record', async () => {
    const element = await checkedList();
    element.recordId = '001Qx000001OtheIAA';
    await nextTask();
    expect(countsIn(element)).toMatchObject({ checking: 'Checking…', counts: [], announced: '' });
    expect(read(element).list).toBeNull();
    await expect(element).toBeAccessible();
});

describe('a related list that cannot be checked', () => {
    async function expectCouldNotCheck(element, reason) {
        await nextTask();
        expect(countsIn(element).failure).toMatch(/^Could not check/);
        expect(countsIn(element).failure).toMatch(reason);
        expect(read(element).list).toBeNull();
        await expect(element).toBeAccessible();
    }

    it('says so where the platform refuses it', async () => {
        const element = await checkedList();
        getRelatedListRecords.error({ message: 'You may not see contacts.' }, 403);
        await expectCouldNotCheck(element, /Contacts: You may not see contacts\./);
    });

    it('says so where there is no such list', async () => {
        const element = placeList({ relatedListId: 'Nothing__r' });
        await nextTask();
        getRelatedListInfo.error({ message: 'No such related list.' }, 400);
        await expectCouldNotCheck(element, /Nothing__r: No such related list\./);
    });

    it('says so where the object has no seals', async () => {
        const element = await checkedList({ hidden: ['Provenance_Seal__c'] });
        await expectCouldNotCheck(element, /Provenance_Seal__c is not visible to you, or is not deployed/);
    });

    it('says so where no list was chosen', async () => {
        await expectCouldNotCheck(placeList({ relatedListId: undefined }), /was given no list/);
    });
});
