/**
 * What `dist/index.js` holds: the entry `touchmark`, and what the other entries take from it, so that a page has one engine,
 * one context, one batch at a time and one set of accepted verdicts. What is listed below is not part of the package's interface.
 */
export * from './index.js';
export { CHECKING, ask, keyOf } from '../asking/answer.js';
export { Asking } from '../asking/asking.js';
export { nextTurn } from '../engine/batch.js';
export { answerFor, answering, isMarkupBelieved, onSpoken, scriptSpoke } from '../asking/context.js';
export { onWake } from '../asking/waking.js';
export { messageOf } from '../error.js';
export { onLabels, supplyLabelsOf, takeLabelsBack } from '../labels.js';
export { fileAt } from '../engine/files.js';
export { bare, own, shielded } from '../own.js';
export { contradict } from '../verdict/record-ids.js';
export { LONGEST, TIMEOUT, within } from '../time.js';
export { genuine, unchecked } from '../verdict/authenticity.js';
export { preparing, uncheckedVerifier, verifierFrom } from '../engine/verifier.js';
export { compiled, fetched } from '../engine/wasm-engine.js';
