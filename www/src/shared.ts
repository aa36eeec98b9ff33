/**
 * What `dist/index.js` holds: the entry `touchmark`, and what the other entries take from it, so that a page has one engine,
 * one context and one set of accepted verdicts. What is listed below is not part of the package's interface.
 */
export * from './index.js';
export { nextTurn } from './batch.js';
export { answerFor, answering, request } from './context.js';
export { messageOf } from './error.js';
export { TIMEOUT, within } from './time.js';
export { unchecked } from './verdicts.js';
export { uncheckedVerifier, verifierFrom } from './verifier.js';
export { compiled, fetched } from './wasm-engine.js';
