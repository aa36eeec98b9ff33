import { createElement } from 'lwc';
import PolicyList from 'c/policyList';
import { verdicts } from 'c/touchmarkEngine';

const PART = { records: 'c-touchmark-records', table: 'c-touchmark-datatable', counts: 'c-touchmark-counts' };

it('shows the records of the list with what is said of each, and an empty table before', async () => {
    const element = createElement('c-policy-list', { is: PolicyList });
    document.body.appendChild(element);
    const part = (name) => element.shadowRoot.querySelector(PART[name]);
    expect([part('records').objectApiName, part('records').listViewApiName]).toEqual(['Policy__c', 'All']);
    expect(part('table').data).toEqual([]);

    const tell = async (detail) => {
        part('records').dispatchEvent(new CustomEvent('verdicts', { detail }));
        await Promise.resolve();
    };
    const records = [{ id: 'a00000000000001AAA', fields: { Name: { value: 'P-1' } } }];
    await tell({ records, verdicts: undefined });
    expect(part('table').data[0]).toMatchObject({ name: 'P-1', origin: 'Checking…' });

    const lines = [{ group: 'altered', level: 'caution', flagged: true, count: 1 }];
    await tell({ records, verdicts: [verdicts.altered], lines });
    const [row] = part('table').data;
    expect(row.origin).toBe('Synthetic data · changed since signing · needs attention');
    const { mark } = part('table').columns[1].typeAttributes;
    expect(row[mark.fieldName].parts.map(({ key }) => key)).toContain('group.changed');
    expect(part('counts').list.lines).toEqual(lines);
});
