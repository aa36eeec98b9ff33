import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import { getRecord } from 'lightning/uiRecordApi';
import { answerWires, clearPage, nextTask, placeBadge, read } from '../../../../../test/recordPage';
import { contactInfo, contacts, serveTrust, uiApiRecord } from '../../../../../test/build';

const PERSONAL = ['Email', 'Phone', 'Birthdate', 'Provenance_Salts_Personal__c'];

const sealed = (source = 'synthetic') =>
    contacts().find(
        (row) => row.Provenance_Seal__c && row.Provenance_Source__c === source && row.Phone && row.Birthdate
    );

/** A badge for the record, checked by the real engine. */
async function checkedBadge(row, hidden) {
    const element = placeBadge(row);
    await answerWires(element, row, hidden);
    return element;
}

beforeEach(() => serveTrust());
afterEach(() => clearPage());

describe('a record page', () => {
    it('says origin first, trust second, for a sealed record', async () => {
        const element = await checkedBadge(sealed());
        const { said, announced, explanation, lines, button } = read(element);
        expect(said).toBe('Synthetic data · signature valid');
        expect(announced).toBe(said);
        expect(button.dataset.level).toBe('notice');
        expect(explanation).toMatch(/^The seal holds/);
        expect(lines).toContain('Issued by Example Bank plc');
        expect(lines.join('\n')).not.toMatch(/Changed since signing|Not visible to you/);
        await expect(element).toBeAccessible();
    });

    it('says "Masked data" for masked records', async () => {
        const element = await checkedBadge(sealed('masked'));
        expect(read(element).said).toBe('Masked data · signature valid');
    });

    it('names the field that changed, by its label', async () => {
        const element = await checkedBadge({ ...sealed(), MailingCity: 'Elsewhere' });
        const { said, lines, button } = read(element);
        expect(said).toBe('Synthetic data · changed since signing');
        expect(button.dataset.level).toBe('alert');
        expect(lines).toContain('Changed since signing: Mailing City');
        await expect(element).toBeAccessible();
    });

    it('reads "Origin not disclosed" where the seal was stripped and nothing is declared', async () => {
        const element = await checkedBadge({
            ...sealed(),
            Provenance_Seal__c: null,
            Synthetic_Data__c: false
        });
        const { said } = read(element);
        expect(said).toBe('Origin not disclosed');
        await expect(element).toBeAccessible();
    });

    it('reads as declared where the seal was stripped and the flag stays', async () => {
        const element = await checkedBadge({ ...sealed(), Provenance_Seal__c: null });
        const { said, lines } = read(element);
        expect(said).toBe('Synthetic data · declared, not signed');
        expect(lines).toEqual(
            expect.arrayContaining(['Box “synthetic”: Ticked', 'Entered as source: synthetic'])
        );
        await expect(element).toBeAccessible();
    });

    it('shows no origin for a seal that was moved from another record', async () => {
        const [from, to] = contacts().filter((row) => row.Provenance_Seal__c);
        const element = await checkedBadge({
            ...to,
            Provenance_Seal__c: from.Provenance_Seal__c,
            Provenance_Salts_Personal__c: from.Provenance_Salts_Personal__c
        });
        const { said, button, lines } = read(element);
        expect(said).toBe('Seal of another record · said to be synthetic');
        expect(lines).toContain('The seal or a label says “Synthetic data”. That is not confirmed here.');
        expect(button.dataset.level).toBe('alert');
        await expect(element).toBeAccessible();
    });

    it('shows no origin for a seal that was tampered with', async () => {
        const row = sealed();
        const element = await checkedBadge({
            ...row,
            Provenance_Seal__c: row.Provenance_Seal__c.replace('"isSynthetic":true', '"isSynthetic":false')
        });
        const { said, lines } = read(element);
        expect(said).toBe('Signature invalid · said to be synthetic');
        expect(lines.join('\n')).toMatch(/signature does not hold/i);
        await expect(element).toBeAccessible();
    });

    it('draws attention where the flag contradicts the seal', async () => {
        const element = await checkedBadge({ ...sealed(), Synthetic_Data__c: false });
        expect(read(element).said).toMatch(/needs attention$/);
        await expect(element).toBeAccessible();
    });

    it('names what the viewer may not see, and does not ask for it', async () => {
        const element = await checkedBadge(sealed(), PERSONAL);
        const { said, lines } = read(element);
        expect(said).toBe('Synthetic data · partly checked');
        expect(lines).toContain('Not visible to you: Birthdate, Email, Phone');
        const { optionalFields } = getRecord.getLastConfig();
        for (const name of PERSONAL) expect(optionalFields).not.toContain(`Contact.${name}`);
        await expect(element).toBeAccessible();
    });

    it('accounts for other fields of the page when asked to', async () => {
        const row = sealed();
        const element = placeBadge(row, { shownFields: 'AccountId, No_Such_Field__c' });
        await answerWires(element, row);
        expect(getRecord.getLastConfig().optionalFields).toContain('Contact.AccountId');
        expect(getRecord.getLastConfig().optionalFields).not.toContain('Contact.No_Such_Field__c');
    });

    it('checks again when the record changes under it', async () => {
        const row = sealed();
        const element = await checkedBadge(row);
        const { fields, optionalFields } = getRecord.getLastConfig();
        getRecord.emit(uiApiRecord({ ...row, LastName: 'Somebody' }, [...fields, ...optionalFields]));
        await nextTask();
        expect(read(element).said).toBe('Synthetic data · changed since signing');
        expect(read(element).lines).toContain('Changed since signing: Last Name');
    });

    it('takes no record without its seal for one that has none: it may have been hidden since', async () => {
        const row = sealed();
        const element = await checkedBadge(row);
        const { fields, optionalFields } = getRecord.getLastConfig();
        const asked = [...fields, ...optionalFields].filter((name) => !name.endsWith('.Provenance_Seal__c'));
        getRecord.emit(uiApiRecord(row, asked));
        await nextTask();
        // What it says of itself is said all the same; its companions say that there is a seal.
        expect(read(element).said).toBe('Could not check · said to be synthetic');
        expect(read(element).lines.join(' ')).toMatch(/Provenance_Seal__c is not visible/);
    });

    it('takes no answer about the record that was just left', async () => {
        const [row, other] = contacts().filter(({ Provenance_Seal__c: seal }) => seal);
        const element = await checkedBadge(row);
        const { fields, optionalFields } = getRecord.getLastConfig();
        element.recordId = other.Id;
        await Promise.resolve();
        getRecord.emit(uiApiRecord(row, [...fields, ...optionalFields]));
        await nextTask();
        expect(read(element).said).toBe('Checking…');
        getRecord.emit(uiApiRecord(other, [...fields, ...optionalFields]));
        await nextTask();
        expect(read(element).said).toMatch(/signature valid/);
    });

    it('accounts for fields that the page shows later', async () => {
        const row = sealed();
        const element = await checkedBadge(row);
        element.shownFields = 'CreatedDate';
        await nextTask();
        await nextTask();
        expect(getRecord.getLastConfig().optionalFields).toContain('Contact.CreatedDate');
    });

    it('forgets the verdict when the page moves to another record', async () => {
        const element = await checkedBadge(sealed());
        element.recordId = contacts().find((row) => !row.Provenance_Seal__c).Id;
        await nextTask();
        expect(read(element).said).toBe('Checking…');
        expect(read(element).announced).toBe('');
        await expect(element).toBeAccessible();
    });
});

describe('the details', () => {
    const expanded = (element) => read(element).button.getAttribute('aria-expanded');

    it('open from a real button, which names them', async () => {
        const element = await checkedBadge(sealed());
        const { button, details } = read(element);
        expect(button.tagName).toBe('BUTTON');
        expect(button.getAttribute('aria-controls')).toBe(details.id);
        expect([expanded(element), details.hidden]).toEqual(['false', true]);
        button.click();
        await Promise.resolve();
        expect([expanded(element), details.hidden]).toEqual(['true', false]);
        await expect(element).toBeAccessible();
    });

    it('close on Escape, which gives the focus back and goes no further', async () => {
        const element = await checkedBadge(sealed());
        const { button, details } = read(element);
        const outside = jest.fn();
        document.body.addEventListener('keydown', outside);
        const press = () =>
            details.dispatchEvent(
                new KeyboardEvent('keydown', { key: 'Escape', bubbles: true, composed: true })
            );
        button.click();
        await Promise.resolve();
        press();
        await Promise.resolve();
        expect(expanded(element)).toBe('false');
        expect(element.shadowRoot.activeElement).toBe(button);
        expect(outside).not.toHaveBeenCalled();
        press();
        expect(outside).toHaveBeenCalledTimes(1);
        document.body.removeEventListener('keydown', outside);
    });

    it('say that the check is running while it is', async () => {
        const element = placeBadge(sealed());
        read(element).button.click();
        await Promise.resolve();
        expect(read(element).explanation).toBe('The check is still running.');
        await expect(element).toBeAccessible();
    });
});

describe('a record that cannot be read', () => {
    const refused = { body: { message: 'You do not have access to this record.' }, status: 403 };

    async function expectCouldNotCheck(element, reason) {
        for (let round = 0; round < 10; round += 1) await nextTask();
        const { said, lines } = read(element);
        expect(said).toBe('Could not check');
        expect(lines.join('\n')).toMatch(reason);
        await expect(element).toBeAccessible();
    }

    it('reads "Could not check" when the platform refuses the record', async () => {
        const element = placeBadge(sealed());
        getObjectInfo.emit(contactInfo());
        await nextTask();
        getRecord.error(refused.body, refused.status);
        await expectCouldNotCheck(
            element,
            /could not be read\. 003\w+: You do not have access to this record\./
        );
    });

    it('lets no earlier check speak after the platform has refused', async () => {
        for (const refuse of [
            () => getRecord.error(refused.body, refused.status),
            () => getObjectInfo.error(refused.body, refused.status)
        ]) {
            const row = sealed();
            const element = await checkedBadge(row);
            const { fields, optionalFields } = getRecord.getLastConfig();
            getRecord.emit(uiApiRecord(row, [...fields, ...optionalFields]));
            refuse();
            for (let round = 0; round < 20; round += 1) await nextTask();
            expect(read(element).said).toBe('Could not check');
            clearPage();
        }
    });

    it('reads "Could not check" when the platform refuses the object', async () => {
        const element = placeBadge(sealed());
        getObjectInfo.error(refused.body, refused.status);
        await expectCouldNotCheck(element, /could not be read\. Contact: You do not have access/);
    });

    it('does not take a hidden seal for a missing one', async () => {
        const element = placeBadge(sealed());
        getObjectInfo.emit(contactInfo(['Provenance_Seal__c']));
        await expectCouldNotCheck(element, /Provenance_Seal__c is not visible to you.*Touchmark Viewer/);
    });

    it('says so when there is no record at all', async () => {
        await expectCouldNotCheck(placeBadge(undefined), /no record/);
    });
});

describe('a page that stays open', () => {
    const TEN_MINUTES = 600_000;
    const years = (count) => count * 366 * 24 * 3_600_000;

    /** Keeps what is to happen in ten minutes, to let it happen now. */
    function holdRepeats() {
        const { setTimeout: start } = globalThis;
        const held = [];
        jest.spyOn(globalThis, 'setTimeout').mockImplementation((work, delay, ...given) => {
            if (delay === TEN_MINUTES) return held.push(work);
            return start(work, delay, ...given);
        });
        return held;
    }

    function letYearsPass() {
        const later = Date.now() + years(20);
        jest.spyOn(Date, 'now').mockReturnValue(later);
    }

    afterEach(() => jest.restoreAllMocks());

    it('does not go on saying what has run out, and says the same once only', async () => {
        const repeats = holdRepeats();
        const element = await checkedBadge(sealed());
        const said = [];
        const record = element.shadowRoot.querySelector('c-touchmark-record');
        record.addEventListener('verdict', ({ detail }) => said.push(detail.verdict?.trust));
        repeats.pop()();
        await nextTask();
        expect(said).toEqual(['verified']);
        letYearsPass();
        repeats.pop()();
        await nextTask();
        expect(read(element).said).not.toMatch(/signature valid/);
        expect(said).toHaveLength(2);
    });

    it('checks again when it comes back into the page', async () => {
        const element = await checkedBadge(sealed());
        element.remove();
        letYearsPass();
        document.body.appendChild(element);
        await Promise.resolve();
        expect(read(element).said).toBe('Checking…');
        await nextTask();
        expect(read(element).said).not.toMatch(/signature valid|Checking/);
    });
});
