/**
 * What the classic script of the elements takes from that of the verifier, so that a page has one engine, one context and
 * one set of accepted verdicts: as `shared.ts` is for modules. No part of the interface; nothing in here makes a verdict that
 * says more than `unchecked`.
 */
import { scriptSources } from '../engine/beside-sources.js';
import { preparing, verifierFrom } from '../engine/verifier.js';

export * from './surface.js';
export { faceOf, keyOf, tally } from '../disclosure/tally.js';
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
export { messageOf } from '../error.js';
export { onLabels, supplyLabelsOf, takeLabelsBack } from '../labels.js';
export { baseOf, fileAt } from '../engine/files.js';
export { bare, own, shielded } from '../own.js';
export { contradict } from '../verdict/record-ids.js';
export { LONGEST, TIMEOUT, within } from '../time.js';
export { genuine, isOn, unchecked } from '../verdict/authenticity.js';
export { timeOf, uncheckedVerifier } from '../engine/verifier.js';
export { compiled } from '../engine/wasm-engine.js';

/** Makes a verifier; the engine is inside the script. */
export const createVerifier = verifierFrom(scriptSources);

/** What `<touchmark-provider>` calls before it fetches files. */
export const prepare = preparing(scriptSources);
