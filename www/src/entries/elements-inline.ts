/**
 * Everything in one module script: engines, elements, English words. For hosts that leave files beside scripts behind (bundlers without
 * assets, edge servers) and for pages in a hurry. It is a copy of its own: a page that uses it takes `createVerifier`, `use` and the
 * rest from it as well, since elements show what their own copy checked.
 */
import { defineElements } from './tags.js';

export * from './elements.js';
export { supplyWords } from '../elements/languages.js';
export * from './surface.js';
export { createVerifier } from './inline.js';

defineElements();
