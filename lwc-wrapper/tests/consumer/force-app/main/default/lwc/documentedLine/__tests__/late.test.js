import { createElement } from 'lwc';
import DocumentedLine from 'c/documentedLine';
import { verdicts, verifyRecord } from 'c/touchmarkEngine';

it('says nothing old of a new record, however late an answer comes', async () => {
    const answers = [];
    verifyRecord.mockImplementation(() => new Promise((resolve) => answers.push(resolve)));
    const element = createElement('c-documented-line', { is: DocumentedLine });
    document.body.appendChild(element);
    const said = async () => {
        // eslint-disable-next-line @lwc/lwc/no-async-operation -- a test waits until the page stands still
        await new Promise((resolve) => setTimeout(resolve));
        return element.shadowRoot.textContent;
    };
    element.record = { id: '003000000000001AAA' };
    element.record = { id: '003000000000002AAA' };
    answers[1](verdicts.unsealed);
    expect(await said()).toBe('Origin not disclosed');
    answers[0](verdicts.verified);
    expect(await said()).toBe('Origin not disclosed');
    element.record = { id: '003000000000003AAA' };
    expect(await said()).toBe('Checking…');
});
