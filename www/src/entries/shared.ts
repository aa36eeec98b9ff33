/**
 * What `dist/index.js` holds: the entry `touchmark`, and what the other entries take from it, so that a page has one engine,
 * one context, one batch at a time and one set of accepted verdicts. What is listed below is not part of the package's interface.
 */
export * from './index.js';
export { CHECKING, ask, keyOf } from '../asking/asking.js';
export { nextTurn } from '../engine/batch.js';
export {
  answerFor,
  answering,
  isHeard,
  isMarkupBelieved,
  onSpoken,
  request,
  scriptSpoke,
} from '../asking/context.js';
export { batched } from '../asking/queue.js';
export { LASTS, RECENT, onWake } from '../asking/waking.js';
export { messageOf } from '../error.js';
export { baseOf, fileAt } from '../engine/files.js';
export { bare, own, shielded } from '../own.js';
export { contradict } from '../verdict/record-ids.js';
export { recordText } from '../verdict/record-text.js';
export { LONGEST, TIMEOUT, within } from '../time.js';
export { genuine, isOn, unchecked } from '../verdict/authenticity.js';
export { preparing, timeOf, uncheckedVerifier, verifierFrom } from '../engine/verifier.js';
export { compiled, fetched } from '../engine/wasm-engine.js';
