import { createApp } from 'vue';
import 'touchmark/define';
import Contacts from './Contacts.vue';

createApp(Contacts).mount('#app');
