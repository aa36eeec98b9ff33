import 'touchmark/elements-inline';

const contacts = await (await fetch('/contacts.json')).json();
for (const contact of contacts) {
    const badge = document.createElement('touchmark-badge');
    badge.record = contact;
    document.querySelector('touchmark-provider').append(badge);
}
