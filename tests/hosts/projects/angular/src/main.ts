import { CUSTOM_ELEMENTS_SCHEMA, Component, signal } from '@angular/core';
import { bootstrapApplication } from '@angular/platform-browser';

import('touchmark/elements-inline');

@Component({
  selector: 'app-contacts',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <touchmark-provider trust="/trust.json" policy="/policy.json">
      @for (contact of contacts(); track contact.Id) {
        <touchmark-badge [record]="contact">Not yet checked</touchmark-badge>
      }
    </touchmark-provider>
  `,
})
class Contacts {
  contacts = signal<{ Id: string }[]>([]);

  constructor() {
    fetch('/contacts.json')
      .then((response) => response.json())
      .then((records) => this.contacts.set(records));
  }
}

bootstrapApplication(Contacts);
