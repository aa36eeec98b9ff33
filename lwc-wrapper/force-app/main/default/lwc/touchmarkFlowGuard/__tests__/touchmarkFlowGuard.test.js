import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import TouchmarkFlowGuard from 'c/touchmarkFlowGuard';
import { answerWires, clearPage, detailsIn, nextTask, place, saidBy } from '../../../../../test/recordPage';
import { contacts, serveTrust } from '../../../../../test/build';

// The stub of sfdx-lwc-jest keeps neither name nor value.
jest.mock(
    'lightning/flowSupport',
    () => ({
        FlowAttributeChangeEvent: class extends CustomEvent {
            constructor(attributeName, attributeValue) {
                super('told', { bubbles: true, composed: true, detail: { attributeName, attributeValue } });
            }
        }
    }),
    { virtual: true }
);

const PURPOSE = 'non-ai-staging';

const sealed = () => contacts().find((row) => row.Provenance_Seal__c && row.Phone && row.Birthdate);

/** What a flow has of the outputs: only what it was told. */
let flow;

const hear = ({ detail: { attributeName, attributeValue } }) => {
    flow[attributeName] = attributeValue;
};

function placeGuard(row, properties) {
    return place('c-touchmark-flow-guard', TouchmarkFlowGuard, row, { purpose: PURPOSE, ...properties });
}

async function checkedGuard(row, { hidden, ...properties } = {}) {
    const element = placeGuard(row, properties);
    await answerWires(element, row, hidden);
    await nextTask();
    return element;
}

function read(element) {
    const text = (selector) => element.shadowRoot.querySelector(selector)?.textContent;
    return {
        question: text('.question'),
        answer: text('.short'),
        why: text('.why'),
        level: element.shadowRoot.querySelector('.answer').dataset.level,
        announced: text('[role="status"]')
    };
}

beforeEach(() => {
    serveTrust();
    flow = {};
    document.body.addEventListener('told', hear);
});

afterEach(() => {
    document.body.removeEventListener('told', hear);
    clearPage();
});

it('asks, answers, and says why', async () => {
    const element = await checkedGuard(sealed());
    expect(read(element)).toEqual({
        question: 'May this record be used for “Testing and staging, not for AI”?',
        answer: 'Yes, as its issuer states',
        why: 'Its issuer states this purpose, and the seal holds.',
        level: 'notice',
        announced:
            'Yes, as its issuer states. Its issuer states this purpose, and the seal holds. Synthetic data · signature valid'
    });
    expect(saidBy(element)).toBe('Synthetic data · signature valid');
    expect(detailsIn(element).lines).toContain('Issued by Example Bank plc');
    await expect(element).toBeAccessible();
});

it('tells the flow', async () => {
    const element = await checkedGuard(sealed());
    expect(flow).toEqual({
        answer: 'allowed',
        allowed: true,
        explanation: 'Its issuer states this purpose, and the seal holds.',
        trust: 'verified',
        origin: 'synthetic',
        checkedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    });
    for (const [name, value] of Object.entries(flow)) expect(element[name]).toBe(value);
});

it('refuses what the issuer rules out, and another purpose', async () => {
    const element = await checkedGuard(sealed(), { purpose: 'credit-scoring' });
    expect(read(element)).toMatchObject({
        answer: 'No',
        why: 'Its issuer rules this use out.',
        level: 'alert'
    });
    await expect(element).toBeAccessible();
    element.purpose = 'marketing';
    await nextTask();
    expect(read(element).why).toBe('Its issuer states other purposes: Testing and staging, not for AI.');
    expect(flow).toMatchObject({ answer: 'refused', allowed: false });
});

it('refuses a record that changed', async () => {
    const element = await checkedGuard({ ...sealed(), MailingCity: 'Elsewhere' });
    expect(read(element)).toMatchObject({ answer: 'No', why: 'The seal does not hold for this record.' });
    expect(flow).toMatchObject({ answer: 'refused', allowed: false, trust: 'altered' });
    await expect(element).toBeAccessible();
});

it('does not know about an unsealed record, and about one that cannot be read', async () => {
    const unsealed = await checkedGuard({ ...sealed(), Provenance_Seal__c: null });
    expect(read(unsealed)).toMatchObject({ answer: 'Not known', level: 'caution' });
    await expect(unsealed).toBeAccessible();
    clearPage();
    const element = placeGuard(sealed());
    getObjectInfo.error({ message: 'No access.' }, 403);
    for (let round = 0; round < 10; round += 1) await nextTask();
    expect(read(element)).toMatchObject({
        answer: 'Not known',
        why: 'No seal says anything about this record.'
    });
    expect(flow).toMatchObject({ answer: 'unknown', allowed: false, trust: 'unchecked' });
    await expect(element).toBeAccessible();
});

it('takes partly checked records only when told to', async () => {
    const hidden = ['Email', 'Phone', 'Birthdate', 'Provenance_Salts_Personal__c'];
    const element = await checkedGuard(sealed(), { hidden });
    expect(flow.answer).toBe('unknown');
    element.acceptPartlyChecked = true;
    expect(flow).toMatchObject({ answer: 'allowed', trust: 'verified-partial' });
    element.acceptPartlyChecked = null;
    expect(flow.answer).toBe('unknown');
});

it('takes no record for partly checked whose salts are gone: whoever edits it can take them away', async () => {
    const { salts, ...seal } = JSON.parse(sealed().Provenance_Seal__c);
    expect(Object.keys(salts).length).toBeGreaterThan(0);
    const stripped = { ...sealed(), Provenance_Seal__c: JSON.stringify(seal), LastName: 'Somebody' };
    await checkedGuard(stripped, { acceptPartlyChecked: true });
    expect(flow).toMatchObject({ answer: 'unknown', allowed: false, trust: 'verified-partial' });
    expect(flow.explanation).not.toBe('');
});

it('says that it was not asked anything', async () => {
    const element = await checkedGuard(sealed(), { purpose: null });
    expect(read(element)).toMatchObject({ question: undefined, why: 'No purpose was given to ask about.' });
    await expect(element).toBeAccessible();
});

describe('an answer ends at once', () => {
    it('while the check of another record runs', async () => {
        const row = sealed();
        const element = await checkedGuard(row, { stopUnlessAllowed: true });
        expect(flow.allowed).toBe(true);
        element.recordId = contacts().find(({ Id }) => Id !== row.Id).Id;
        // In the same turn: a flow may go on before anything is drawn.
        expect(flow).toEqual({
            answer: 'unknown',
            allowed: false,
            explanation: '',
            trust: '',
            origin: '',
            checkedAt: ''
        });
        expect(element.validate()).toEqual({
            isValid: false,
            errorMessage: 'Wait until the check has ended.'
        });
        await nextTask();
        expect(read(element).answer).toBe('Checking…');
        expect(saidBy(element)).toBe('Checking…');
        await expect(element).toBeAccessible();
    });

    it('and what a flow kept of it is no answer', () => {
        const element = placeGuard(sealed(), { answer: 'allowed', allowed: true, trust: 'verified' });
        expect(element).toMatchObject({ answer: 'unknown', allowed: false, trust: '' });
    });
});

describe('going on', () => {
    const stop = {
        isValid: false,
        errorMessage: 'You can go on only with a record that may be used for this purpose.'
    };

    it('is open unless the screen is to stop', async () => {
        const element = await checkedGuard(sealed(), { purpose: 'marketing' });
        expect(element.validate()).toEqual({ isValid: true });
        element.stopUnlessAllowed = true;
        expect(element.validate()).toEqual(stop);
    });

    it('is open with a record that may be used', async () => {
        const element = await checkedGuard(sealed(), { stopUnlessAllowed: true });
        expect(element.validate()).toEqual({ isValid: true });
    });
});
