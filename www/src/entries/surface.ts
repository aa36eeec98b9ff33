/** What every entry offers beside `createVerifier`. */
export { TouchmarkError, type TouchmarkErrorCode } from '../error.js';
export { isVerdict } from '../verdict/authenticity.js';
export {
  UseError,
  assertUsable,
  mayBeUsed,
  partition,
  type Decided,
  type Partition,
} from '../verdict/uses.js';
export { use, type UseOptions } from '../asking/context.js';
export { setBase } from '../engine/files.js';
export type { Progress, VerifyAllOptions } from '../engine/batch.js';
export type {
  AnswerVerdicts,
  AnswerVerifier,
  CreateVerifier,
  Verifier,
  VerifierOptions,
  VerifyAnswerOptions,
  WasmSource,
} from '../engine/verifier.js';
export type * from '../verdict/verdict.js';

/** This package's version. */
export const version: string = TOUCHMARK_VERSION;
