import { getObjectInfo } from 'lightning/uiObjectInfoApi';
import TouchmarkFlowGuard from 'c/touchmarkFlowGuard';
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

/** What the org's policy says of uses. */
const USES = {
    testing: { origins: ['synthetic'], codes: ['non-ai-staging'], purposes: 'strict', owner: 'QA' },
    'credit-scoring': { origins: ['synthetic', 'recorded'], owner: 'Risk' },
    marketing: { origins: ['synthetic'], purposes: 'strict', unsealed: 'allow' },
    'customer-contact': { origins: ['recorded'], unsealed: 'refuse' }
};

const NOTHING_SPEAKS = 'Nothing speaks against it';

const sealed = () => contacts().find((row) => row.Provenance_Seal__c && row.Phone && row.Birthdate);

/** What a flow has of the outputs: only what it was told. */
let flow;

const hear = ({ detail: { attributeName, attributeValue } }) => {
    flow[attributeName] = attributeValue;
};

function placeGuard(row, properties) {
    return place('c-touchmark-flow-guard', TouchmarkFlowGuard, row, { use: 'testing', ...properties });
}

async function checkedGuard(row, { hidden, ...properties } = {}) {
    const element = placeGuard(row, properties);
    await answerWires(element, row, hidden);
    await nextTask();
    return element;
}

function read(element) {
    const { shadowRoot } = element.shadowRoot.querySelector('c-touchmark-use');
    const texts = (selector) => Array.from(shadowRoot.querySelectorAll(selector), (one) => one.textContent);
    return {
        question: texts('.question')[0],
        answer: texts('.short')[0],
        why: texts('.why'),
        owner: texts('.owner')[0],
        next: texts('.next')[0],
        level: shadowRoot.querySelector('.answer').dataset.level,
        announced: texts('[role="status"]')[0] || announcedBy({ shadowRoot }),
        ask: shadowRoot.querySelector('button')
    };
}

beforeEach(() => {
    serveTrust({ uses: USES });
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
        question: 'May this record be used for “testing”?',
        answer: NOTHING_SPEAKS,
        why: [],
        owner: 'Answers for this use: QA',
        next: undefined,
        level: 'notice',
        announced: `${NOTHING_SPEAKS}. Synthetic data · signature valid`,
        ask: null
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
        explanation: NOTHING_SPEAKS,
        owner: 'QA',
        reasons: '',
        asked: false,
        trust: 'verified',
        origin: 'synthetic',
        checkedAt: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    });
    for (const [name, value] of Object.entries(flow)) expect(element[name]).toBe(value);
});

it('refuses what the issuer rules out, and another purpose', async () => {
    const element = await checkedGuard(sealed(), { use: 'credit-scoring' });
    expect(read(element)).toMatchObject({
        answer: 'No',
        why: ['Its issuer rules this use out.'],
        owner: 'Answers for this use: Risk',
        next: 'Leave it out of this use, or ask a person.',
        level: 'alert'
    });
    expect(flow).toMatchObject({ reasons: 'use-prohibited', owner: 'Risk' });
    await expect(element).toBeAccessible();
    element.use = 'marketing';
    await nextTask();
    expect(read(element).why).toEqual(['Its issuer states other purposes.']);
    expect(flow).toMatchObject({ answer: 'refused', allowed: false, reasons: 'other-purposes', owner: '' });
});

it('refuses a record that changed, with every reason', async () => {
    const row = { ...sealed(), MailingCity: 'Elsewhere' };
    const element = await checkedGuard(row, { use: 'customer-contact' });
    expect(read(element)).toMatchObject({
        answer: 'No',
        why: ['This use takes no records of this origin.', 'The seal does not hold for this record.']
    });
    expect(flow).toMatchObject({
        answer: 'refused',
        allowed: false,
        reasons: 'origin-not-listed, seal-fails',
        trust: 'altered'
    });
    await expect(element).toBeAccessible();
});

it('does not know about an unsealed record where the policy does not say, and about one that cannot be read', async () => {
    const unsealed = await checkedGuard({
        ...sealed(),
        Provenance_Seal__c: null,
        Synthetic_Data__c: false,
        Provenance_Source__c: null
    });
    expect(read(unsealed)).toMatchObject({ answer: 'Not known', level: 'caution' });
    expect(flow.reasons).toBe('unsealed-unknown');
    await expect(unsealed).toBeAccessible();
    clearPage();
    const element = placeGuard(sealed());
    getObjectInfo.error({ message: 'No access.' }, 403);
    for (let round = 0; round < 10; round += 1) await nextTask();
    expect(read(element)).toMatchObject({
        answer: 'Not known',
        why: ['Whether the seal holds could not be told, or it is not in force.'],
        next: 'Do not use it for this until a person has decided.'
    });
    expect(flow).toMatchObject({
        answer: 'unknown',
        allowed: false,
        reasons: 'not-proved',
        trust: 'unchecked'
    });
    await expect(element).toBeAccessible();
});

it('takes no record for partly checked whose salts are gone: whoever edits it can take them away', async () => {
    const { salts, ...seal } = JSON.parse(sealed().Provenance_Seal__c);
    expect(Object.keys(salts).length).toBeGreaterThan(0);
    const stripped = { ...sealed(), Provenance_Seal__c: JSON.stringify(seal), LastName: 'Somebody' };
    await checkedGuard(stripped);
    expect(flow).toMatchObject({ allowed: false, trust: 'verified-partial' });
    expect(flow.explanation).not.toBe('');
});

it.each([
    ['that the policy does not name', 'training'],
    ['that is not given', null]
])('refuses a use %s, and says who can name it', async (_name, use) => {
    const element = await checkedGuard(sealed(), { use });
    expect(read(element)).toMatchObject({
        answer: 'No',
        why: ['The policy names no such use.'],
        next: 'Whoever runs this page can name the use in its policy.'
    });
    expect(read(element).question === undefined).toBe(use === null);
    expect(flow).toMatchObject({ answer: 'refused', allowed: false, reasons: 'use-not-named' });
    await expect(element).toBeAccessible();
});

describe('asking a person', () => {
    it('is offered where the flow branches on it, and told once', async () => {
        const element = await checkedGuard(sealed(), { use: 'credit-scoring', stopUnlessAllowed: true });
        expect(read(element).ask).toBeNull();
        element.offerAsk = true;
        await nextTask();
        expect(read(element).ask.textContent).toBe('Ask a person');
        expect(element.validate().isValid).toBe(false);
        read(element).ask.click();
        expect(flow).toMatchObject({ asked: true, answer: 'refused', allowed: false });
        expect(element.validate()).toEqual({ isValid: true });
        await nextTask();
        expect(read(element).announced).toMatch('Your question was passed on.');
        await expect(element).toBeAccessible();
        element.use = 'marketing';
        expect(flow).toMatchObject({ asked: false, answer: 'refused' });
        expect(element.validate().isValid).toBe(false);
        await nextTask();
        expect(read(element).announced).not.toMatch('passed on');
    });

    it('is not offered where nothing speaks against the use', async () => {
        expect(read(await checkedGuard(sealed(), { offerAsk: true })).ask).toBeNull();
    });
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
            owner: '',
            reasons: '',
            asked: false,
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
        const element = await checkedGuard(sealed(), { use: 'marketing' });
        expect(element.validate()).toEqual({ isValid: true });
        element.stopUnlessAllowed = true;
        expect(element.validate()).toEqual(stop);
    });

    it('is open with a record that may be used', async () => {
        const element = await checkedGuard(sealed(), { stopUnlessAllowed: true });
        expect(element.validate()).toEqual({ isValid: true });
    });
});
