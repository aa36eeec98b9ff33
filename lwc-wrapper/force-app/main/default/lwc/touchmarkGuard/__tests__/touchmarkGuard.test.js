import { createElement } from 'lwc';
import TouchmarkGuard from 'c/touchmarkGuard';
import { announcedBy, answerWires, clearPage, nextTask, place } from '../../../../../test/recordPage';
import { contacts, serveTrust } from '../../../../../test/build';

const USES = {
    testing: { origins: ['synthetic'], owner: 'QA' },
    scoring: { origins: ['recorded'], owner: 'Risk' }
};

const sealed = () => contacts().find((row) => row.Provenance_Seal__c && row.Phone && row.Birthdate);

async function checkedGuard(use, properties) {
    const element = place('c-touchmark-guard', TouchmarkGuard, sealed(), { use, ...properties });
    await answerWires(element, sealed());
    await nextTask();
    return element;
}

function parts(element) {
    const { shadowRoot } = element;
    const use = shadowRoot.querySelector('c-touchmark-use').shadowRoot;
    return {
        content: shadowRoot.querySelector('.content'),
        note: shadowRoot.querySelector('.note'),
        link: shadowRoot.querySelector('a'),
        button: use.querySelector('button'),
        answer: use.querySelector('.short').textContent,
        announced: use.querySelector('[role="status"]').textContent || announcedBy({ shadowRoot: use })
    };
}

beforeEach(() => serveTrust({ uses: USES }));
afterEach(() => clearPage());

it('shows its content only where the answer is allowed', async () => {
    const shown = await checkedGuard('testing');
    expect(parts(shown).content).not.toBeNull();
    await expect(shown).toBeAccessible();
    for (const use of ['scoring', 'training', undefined]) {
        clearPage();
        const held = await checkedGuard(use);
        expect(parts(held)).toMatchObject({ content: null, answer: 'No' });
        await expect(held).toBeAccessible();
    }
});

it('shows nothing while the check runs', () => {
    const element = place('c-touchmark-guard', TouchmarkGuard, sealed(), { use: 'testing' });
    expect(parts(element)).toMatchObject({ content: null, answer: 'Checking…', announced: '', button: null });
});

it.each([
    ['nobody takes the question', false, 'Nothing was passed on from this page.'],
    ['somebody does', true, 'Your question was passed on.']
])('asks a person by a button, and says so where %s', async (_name, takes, words) => {
    const element = await checkedGuard('scoring');
    const asked = [];
    const hear = (event) => {
        if (takes) event.preventDefault();
        asked.push(event.detail);
    };
    element.addEventListener('touchmarkask', hear);
    parts(element).button.click();
    await nextTask();
    expect(asked).toEqual([
        {
            use: 'scoring',
            decision: { answer: 'refused', reasons: ['origin-not-listed'], owner: 'Risk' },
            record: { object: 'Contact', id: sealed().Id }
        }
    ]);
    expect(parts(element).announced).toMatch(words);
    // A page asks again by itself; another record is another question.
    await answerWires(element, sealed());
    await nextTask();
    expect(parts(element).announced).toMatch(words);
    const other = contacts().find((row) => row.Provenance_Seal__c && row.Id !== sealed().Id);
    await answerWires(element, other);
    await nextTask();
    expect(parts(element).announced).not.toMatch(words);
});

it.each([
    ['mailto:risk@example.com', true],
    ['https://example.com/ask', true],
    ['/lightning/o/Case/new', true],
    ['data:text/html,ask', false],
    // eslint-disable-next-line no-script-url -- as somebody may try
    ['javascript:alert(1)', false],
    ['//elsewhere.example', false],
    ['', false]
])('asks a person at %p: %p', async (askAddress, isTaken) => {
    const { link, button } = parts(await checkedGuard('scoring', { askAddress }));
    expect(link?.getAttribute('href')).toBe(isTaken ? askAddress : undefined);
    expect(Boolean(button)).toBe(!isTaken);
});

it('takes who was on its content to what comes in its place, and back', async () => {
    const element = createElement('c-touchmark-guard', { is: TouchmarkGuard });
    Object.assign(element, { recordId: sealed().Id, objectApiName: 'Contact', use: 'testing' });
    document.body.appendChild(element);
    await answerWires(element, sealed());
    await nextTask();
    parts(element).content.focus();
    const record = element.shadowRoot.querySelector('c-touchmark-record');
    const tell = (verdict) =>
        record.dispatchEvent(new CustomEvent('verdict', { detail: { verdict, labels: {} } }));
    tell(undefined);
    await nextTask();
    expect(element.shadowRoot.activeElement).toBe(parts(element).note);
});
