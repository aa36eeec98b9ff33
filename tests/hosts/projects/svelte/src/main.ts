import { mount } from 'svelte';
import 'touchmark/define';
import Contacts from './Contacts.svelte';

mount(Contacts, { target: document.querySelector('#app') as Element });
