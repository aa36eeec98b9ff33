import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import TouchmarkPanel from 'c/touchmarkPanel';
import {
    announcedBy,
    answerWires,
    clearPage,
    detailsIn,
    nextTask,
    place,
    saidBy
} from '../../../../../test/recordPage';
import { contacts, serveTrust } from '../../../../../test/build';

const sealed = () => contacts().find((row) => row.Provenance_Seal__c && row.Phone && row.Birthdate);

const placePanel = (row, properties) => place('c-touchmark-panel', TouchmarkPanel, row, properties);

async function checkedPanel(row, { hidden, ...properties } = {}) {
    const element = placePanel(row, properties);
    await answerWires(element, row, hidden);
    return element;
}

function read(element) {
    const find = (selector) => element.shadowRoot.querySelector(selector);
    return {
        article: find('article'),
        title: find('h2'),
        level: find('.mark').dataset.level,
        announced: announcedBy(element)
    };
}

beforeEach(() => serveTrust());
afterEach(() => {
    clearPage();
});

describe('the card', () => {
    it('is named by its heading, and has nothing that must be opened', async () => {
        const element = await checkedPanel(sealed());
        const { article, title } = read(element);
        expect(title.textContent).toBe('Where this record comes from');
        expect(article.getAttribute('aria-labelledby')).toBe(title.id);
        expect(element.shadowRoot.querySelector('button, details')).toBeNull();
        await expect(element).toBeAccessible();
    });

    it('says origin, trust, and what that rests on', async () => {
        const element = await checkedPanel(sealed());
        expect(saidBy(element)).toBe('Synthetic data · signature valid');
        expect(read(element).announced).toBe('Synthetic data · signature valid');
        expect(detailsIn(element).lines).toContain('Issued by Example Bank plc');
    });

    it('says in one line by what the record was made, for what and by whom, and whom to ask for anything else', async () => {
        const { facts, lines } = detailsIn(await checkedPanel(sealed()));
        expect(facts).toBe(
            'Made by Snowfakery for testing and staging, not for AI. Not for credit scoring. Issued by Example Bank plc.'
        );
        expect(lines[0]).toBe(
            'Nothing here speaks against what its issuer states. For any other use, ask Example Bank plc, Data Engineering first.'
        );
        expect(lines).toContain('Made for: Testing and staging, not for AI');
        expect(lines).toContain('Not to be used for: Credit scoring');
    });

    it('says that the check runs, while it does', async () => {
        const element = placePanel(sealed());
        await Promise.resolve();
        expect(saidBy(element)).toBe('Checking…');
        expect(detailsIn(element).explanation).toBe('The check is still running.');
        expect(read(element).announced).toBe('');
        await expect(element).toBeAccessible();
    });

    it('names the field that changed, loudly', async () => {
        const element = await checkedPanel({ ...sealed(), MailingCity: 'Elsewhere' });
        expect(saidBy(element)).toBe('Synthetic data · changed since signing');
        expect(read(element).level).toBe('alert');
        expect(detailsIn(element).lines).toContain('Changed since signing: Mailing City');
        await expect(element).toBeAccessible();
    });

    it('does not call it a lack of access where a field is shown and what is needed to compare it is not', async () => {
        const element = await checkedPanel(sealed(), { hidden: ['Provenance_Salts_Personal__c'] });
        expect(saidBy(element)).toBe('Synthetic data · partly checked · needs attention');
        const { lines } = detailsIn(element);
        expect(lines).toContain('Could not be compared, seal incomplete: Birthdate, Email, Phone');
        expect(lines.join('\n')).not.toMatch(/not visible|your access/i);
        await expect(element).toBeAccessible();
    });

    it('names what the viewer may not see', async () => {
        const element = await checkedPanel(sealed(), {
            hidden: ['Email', 'Phone', 'Birthdate', 'Provenance_Salts_Personal__c']
        });
        expect(saidBy(element)).toBe('Synthetic data · partly checked');
        expect(detailsIn(element).lines).toContain('Not visible to you: Birthdate, Email, Phone');
        await expect(element).toBeAccessible();
    });

    it('never calls an unsealed record real', async () => {
        const element = await checkedPanel({
            ...sealed(),
            Provenance_Seal__c: null,
            Synthetic_Data__c: false
        });
        expect(saidBy(element)).toBe('Origin not disclosed');
        await expect(element).toBeAccessible();
    });

    it('says why nothing could be checked', async () => {
        const element = placePanel(sealed());
        getObjectInfo.error({ message: 'No access.' }, 403);
        for (let round = 0; round < 10; round += 1) await nextTask();
        expect(saidBy(element)).toBe('Could not check');
        expect(detailsIn(element).lines.join('\n')).toMatch(/Contact: No access\./);
        await expect(element).toBeAccessible();
    });

    it('lets a verdict end with the record that it is about', async () => {
        const element = await checkedPanel(sealed());
        element.recordId = contacts().find((row) => !row.Provenance_Seal__c).Id;
        await nextTask();
        expect(saidBy(element)).toBe('Checking…');
    });

    it('accounts for other fields when asked to', async () => {
        await checkedPanel(sealed(), { shownFields: 'AccountId' });
        expect(getRecord.getLastConfig().optionalFields).toContain('Contact.AccountId');
    });
});
