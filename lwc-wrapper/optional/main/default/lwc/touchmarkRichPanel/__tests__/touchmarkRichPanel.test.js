import { getRecord } from 'lightning/uiRecordApi';
import sealsOf from '@salesforce/apex/TouchmarkHistory.sealsOf';
import TouchmarkRichPanel from 'c/touchmarkRichPanel';
import {
    answerWires,
    clearPage,
    detailsIn,
    nextTask,
    place,
    saidBy
} from '../../../../../../force-app/test/recordPage';
import { contacts, serveTrust } from '../../../../../../force-app/test/build';

jest.mock('@salesforce/apex/TouchmarkHistory.sealsOf', () => ({ default: jest.fn() }), { virtual: true });

const sealed = () => contacts().find((row) => row.Provenance_Seal__c && row.Phone && row.Birthdate);

async function checkedPanel(row) {
    const element = place('c-touchmark-rich-panel', TouchmarkRichPanel, row);
    const panel = element.shadowRoot.querySelector('c-touchmark-panel');
    await answerWires(panel, row);
    return { element, panel };
}

const richIn = ({ shadowRoot }) =>
    ['touchmark-details', 'touchmark-lineage'].map((name) => shadowRoot.querySelector(name));

beforeEach(() => {
    serveTrust();
    sealsOf.mockReset();
    sealsOf.mockResolvedValue([]);
});
afterEach(() => {
    delete globalThis.touchmarkElements;
    clearPage();
});

const settle = async () => {
    for (let round = 0; round < 10; round += 1) await nextTask();
};

it('hands the engine’s own verdict to the elements, and keeps the mark', async () => {
    const ready = Promise.resolve();
    globalThis.touchmarkElements = { ready: () => ready };
    for (const name of ['touchmark-details', 'touchmark-lineage']) {
        customElements.define(
            name,
            class extends HTMLElement {
                verdict = null;
                earlier = null;
            }
        );
    }
    const { element, panel } = await checkedPanel(sealed());
    await settle();
    expect(saidBy(panel)).toBe('Synthetic data · signature valid');
    expect(panel.shadowRoot.querySelector('c-touchmark-details')).toBeNull();
    for (const rich of richIn(element)) expect(globalThis.touchmark.isVerdict(rich.verdict)).toBe(true);
    expect(richIn(element)[1].earlier).toEqual([]);
});

it('draws no history where that could not be asked for', async () => {
    sealsOf.mockRejectedValue({ body: { message: 'No access.' } });
    globalThis.touchmarkElements = { ready: () => Promise.resolve() };
    const { element } = await checkedPanel(sealed());
    await settle();
    const [details, lineage] = richIn(element);
    expect(details).not.toBeNull();
    expect(lineage).toBeNull();
});

it('hands over what the engine says of earlier seals, and asks for them once they can be shown', async () => {
    const { salts, ...seal } = JSON.parse(sealed().Provenance_Seal__c);
    sealsOf.mockResolvedValue([JSON.stringify(seal)]);
    let show;
    const ready = new Promise((resolve) => {
        show = resolve;
    });
    globalThis.touchmarkElements = { ready: () => ready };
    const { element } = await checkedPanel(sealed());
    await settle();
    expect(sealsOf).not.toHaveBeenCalled();
    show();
    await settle();
    const { earlier } = richIn(element)[1];
    expect(salts).toBeDefined();
    expect(sealsOf.mock.calls).toEqual([[{ recordId: sealed().Id }]]);
    expect(earlier.map(({ trust }) => trust)).toEqual(['verified-partial']);
    expect(earlier.map(globalThis.touchmark.isVerdict)).toEqual([true]);
});

it('leaves the text where a record cannot be read: elements would not take the reason', async () => {
    const ready = Promise.resolve();
    globalThis.touchmarkElements = { ready: () => ready };
    const { element, panel } = await checkedPanel(sealed());
    await settle();
    getRecord.error({ message: 'No access.' }, 403);
    await settle();
    expect(richIn(element)).toEqual([null, null]);
    expect(saidBy(panel)).toBe('Could not check');
    expect(detailsIn(panel).lines.join(' ')).toMatch(/No access\./);
});

it('leaves the text where the page cannot have elements', async () => {
    globalThis.touchmarkElements = { ready: () => Promise.reject(new Error('elements-refused')) };
    const { element, panel } = await checkedPanel(sealed());
    await settle();
    expect(richIn(element)).toEqual([null, null]);
    expect(detailsIn(panel).lines).toContain('Issued by Example Bank plc');
    await expect(element).toBeAccessible();
});
