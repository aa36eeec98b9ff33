import { readFile } from 'node:fs/promises';
import { Elements } from './elements';

export default async function Page() {
    const contacts: { Id: string }[] = JSON.parse(await readFile('public/contacts.json', 'utf8'));
    return (
        <touchmark-provider trust="/trust.json" policy="/policy.json">
            <Elements />
            {contacts.map((contact) => (
                <touchmark-badge key={contact.Id} record={JSON.stringify(contact)}>
                    Not yet checked
                </touchmark-badge>
            ))}
        </touchmark-provider>
    );
}
