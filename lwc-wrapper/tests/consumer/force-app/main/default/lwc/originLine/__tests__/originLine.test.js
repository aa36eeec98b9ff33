import { createElement } from 'lwc';
import OriginLine from 'c/originLine';
import { resetVerdicts, setVerdict, verdicts, verifyRecord } from 'c/touchmarkEngine';

const ID = '003000000000001AAA';

async function place(record) {
    const element = createElement('c-origin-line', { is: OriginLine });
    element.record = record;
    document.body.appendChild(element);
    const before = element.shadowRoot.querySelector('p').textContent;
    // eslint-disable-next-line @lwc/lwc/no-async-operation -- a test waits until the page stands still
    await new Promise((resolve) => setTimeout(resolve));
    return { element, before, said: element.shadowRoot.querySelector('p').textContent };
}

afterEach(() => {
    resetVerdicts();
    document.body.replaceChildren();
});

it.each([
    ['verified', 'Synthetic data · signature valid · needs attention'],
    ['altered', 'Synthetic data · changed since signing · needs attention'],
    ['partlyChecked', 'Synthetic data · partly checked · needs attention'],
    ['invalid', 'Signature invalid · said to be synthetic'],
    ['fromElsewhere', 'Seal of another record · said to be synthetic · needs attention'],
    ['declared', 'Synthetic data · declared, not signed'],
    ['unsealed', 'Origin not disclosed']
])('says what the test set: %s', async (name, line) => {
    setVerdict(ID, verdicts[name]);
    const { before, said } = await place({ apiName: 'Contact', id: ID, fields: {} });
    expect(before).toBe('Checking…');
    expect(said).toBe(line);
    expect(verifyRecord).toHaveBeenCalled();
});

it('takes a fake without the flag that says so', async () => {
    setVerdict(ID, { ...verdicts.verified, flags: [] });
    const { said } = await place({ apiName: 'Contact', id: ID, fields: {} });
    expect(said).toBe('Synthetic data · signature valid');
});

it('says that nothing was checked where the test set nothing', async () => {
    const { said } = await place({ apiName: 'Contact', id: '003000000000002AAA', fields: {} });
    expect(said).toBe('Could not check');
});

it('hands on what the parts of touchmark take', async () => {
    setVerdict(ID, verdicts.verified);
    const { element } = await place({ apiName: 'Contact', id: ID, fields: {} });
    const badge = element.shadowRoot.querySelector('c-touchmark-badge');
    expect([badge.recordId, badge.objectApiName]).toEqual([ID, 'Contact']);
    expect(element.shadowRoot.querySelector('c-touchmark-mark').verdict.trust).toBe('verified');
});
