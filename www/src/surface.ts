/** What every entry offers beside `createVerifier`. */
export { TouchmarkError, type TouchmarkErrorCode } from './error.js';
export { isVerdict } from './verdicts.js';
export { use, type UseOptions } from './context.js';
export { setBase } from './files.js';
export type {
  AnswerVerdicts,
  AnswerVerifier,
  CreateVerifier,
  Progress,
  Verifier,
  VerifierOptions,
  VerifyAllOptions,
  VerifyAnswerOptions,
  WasmSource,
} from './verifier.js';
export type * from './verdict.js';

/** This package's version. */
export const version: string = TOUCHMARK_VERSION;
