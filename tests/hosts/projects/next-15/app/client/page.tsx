'use client';

import { useEffect, useState } from 'react';
import 'touchmark/define';

export default function Page() {
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
