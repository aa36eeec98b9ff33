import { createElement } from 'lwc';
import DocumentedRecord from 'c/documentedRecord';
import { verdicts } from 'c/touchmarkEngine';

it('shows what the record says, and nothing while it is checked again', async () => {
    const element = createElement('c-documented-record', { is: DocumentedRecord });
    Object.assign(element, { recordId: '003000000000001AAA', objectApiName: 'Contact' });
    document.body.appendChild(element);
    const part = (name) => element.shadowRoot.querySelector(`c-touchmark-${name}`);
    expect([part('record').recordId, part('record').objectApiName]).toEqual([
        '003000000000001AAA',
        'Contact'
    ]);
    for (const verdict of [verdicts.altered, undefined]) {
        part('record').dispatchEvent(
            new CustomEvent('verdict', { detail: { verdict, labels: { Email: 'E-mail' } } })
        );
        await Promise.resolve();
        expect([part('mark').verdict?.trust, part('details').verdict?.trust]).toEqual([
            verdict?.trust,
            verdict?.trust
        ]);
        expect(part('details').labels.Email).toBe('E-mail');
    }
});
