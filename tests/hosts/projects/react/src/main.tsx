import { useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';
import 'touchmark/define';
import type {} from 'touchmark/types/react';

function Contacts() {
    const [contacts, setContacts] = useState<{ Id: string }[]>([]);
    useEffect(() => {
        fetch('/contacts.json')
            .then((response) => response.json())
            .then(setContacts);
    }, []);
    return (
        <touchmark-provider trust="/trust.json" policy="/policy.json">
            {contacts.map((contact) => (
                <touchmark-badge key={contact.Id} record={contact}>
                    Not yet checked
                </touchmark-badge>
            ))}
        </touchmark-provider>
    );
}

createRoot(document.querySelector('#app') as Element).render(<Contacts />);
