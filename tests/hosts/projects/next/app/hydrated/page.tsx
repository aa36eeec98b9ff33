import { readFile } from 'node:fs/promises';
import { Contacts } from './contacts';

export default async function Page() {
    const contacts: { Id: string }[] = JSON.parse(await readFile('public/contacts.json', 'utf8'));
    return (
        <touchmark-provider trust="/trust.json" policy="/policy.json">
            <Contacts contacts={contacts} />
        </touchmark-provider>
    );
}
