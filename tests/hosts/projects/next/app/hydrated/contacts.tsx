'use client';

import 'touchmark/define';
import { Touchmark } from 'touchmark/react';

export function Contacts({ contacts }: { contacts: { Id: string }[] }) {
    return contacts.map((contact) => (
        <Touchmark as="touchmark-badge" key={contact.Id} record={contact}>
            Not yet checked
        </Touchmark>
    ));
}
