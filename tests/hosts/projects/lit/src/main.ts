import { LitElement, html } from 'lit';
import 'touchmark/define';

class MyContacts extends LitElement {
  static override properties = { contacts: { state: true } };
  declare contacts: object[];

  constructor() {
    super();
    this.contacts = [];
    fetch('/contacts.json')
      .then((response) => response.json())
      .then((records) => (this.contacts = records));
  }

  override render() {
    return html`<touchmark-provider trust="/trust.json" policy="/policy.json">
      ${this.contacts.map(
        (contact) => html`<touchmark-badge .record=${contact}>Not yet checked</touchmark-badge>`,
      )}
    </touchmark-provider>`;
  }
}

customElements.define('my-contacts', MyContacts);
