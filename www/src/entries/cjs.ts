/** All that CommonJS can require, in one script: what one part made, the others take for made. `commonJs` in scripts/build.mjs parts it. */
export * as disclosure from './disclosure.js';
export * as inline from './inline.js';
export * as node from './node.js';
