/**
 * What `dist/index.js` holds: the entry `touchmark`, and what the other entries take from it, so that a page has one engine,
 * one context, one batch at a time and one set of accepted verdicts. What is listed below is not part of the package's interface.
 */
export * from './index.js';
export { CHECKING, ask, keyOf } from './asking.js';
export { nextTurn } from './batch.js';
export {
  answerFor,
  answering,
  isHeard,
  isMarkupBelieved,
  onSpoken,
  request,
  scriptSpoke,
} from './context.js';
export { batched } from './elements/batch.js';
export { LASTS, RECENT, onWake } from './elements/waking.js';
export { messageOf } from './error.js';
export { baseOf, fileAt } from './files.js';
export { bare, own, shielded } from './own.js';
export { contradict } from './record-ids.js';
export { recordText } from './record-text.js';
export { LONGEST, TIMEOUT, within } from './time.js';
export { genuine, isOn, unchecked } from './verdicts.js';
export { preparing, timeOf, uncheckedVerifier, verifierFrom } from './verifier.js';
export { compiled, fetched } from './wasm-engine.js';
