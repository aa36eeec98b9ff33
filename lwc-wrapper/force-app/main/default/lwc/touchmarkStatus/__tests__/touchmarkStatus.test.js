import { createElement } from 'lwc';
import TouchmarkStatus from 'c/touchmarkStatus';
import { clearPage, nextTask } from '../../../../../test/recordPage';

const RECORD = '003Qx000001SealIAA';

function place(recordId, sentences) {
    const element = createElement('c-touchmark-status', { is: TouchmarkStatus });
    Object.assign(element, { recordId, sentences });
    document.body.appendChild(element);
    return element;
}

/** What each tells; `undefined` where it has no voice. */
const told = (elements) =>
    elements.map(({ shadowRoot }) => shadowRoot.querySelector('[role="status"]')?.textContent);

afterEach(() => clearPage());

it('tells once, in one place, what all have to say of a record', async () => {
    // One has the ID with 15 characters.
    const elements = [
        place(RECORD, ['Synthetic data']),
        place(RECORD.slice(0, 15), ['Synthetic data']),
        place(RECORD, ['Contains synthetic data.'])
    ];
    await nextTask();
    expect(told(elements)).toEqual(['Synthetic data. Contains synthetic data.', undefined, undefined]);
});

it('waits until all know', async () => {
    const elements = [place(RECORD, ['Masked data']), place(RECORD)];
    await nextTask();
    expect(told(elements)).toEqual(['', undefined]);
    elements[1].sentences = [];
    await nextTask();
    expect(told(elements)).toEqual(['Masked data', undefined]);
    elements[0].sentences = undefined;
    await nextTask();
    expect(told(elements)).toEqual(['', undefined]);
});

it('hands over when it leaves, or turns to another record', async () => {
    const elements = ['A', 'B', 'C'].map((words) => place(RECORD, [words]));
    await nextTask();
    elements[0].remove();
    await nextTask();
    expect(told(elements.slice(1))).toEqual(['B. C', undefined]);
    elements[1].recordId = '003Qx000001OtheIAA';
    await nextTask();
    expect(told(elements.slice(1))).toEqual(['B', 'C']);
});

it('tells each for itself what is about no record', async () => {
    const elements = [place(undefined, ['A']), place(undefined, ['A'])];
    await nextTask();
    expect(told(elements)).toEqual(['A', 'A']);
});
