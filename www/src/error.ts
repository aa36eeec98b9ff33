/** What this package throws. */
import { bare } from './own.js';

/** Why a verifier could not be made. Stable; new codes may be added. */
export type TouchmarkErrorCode =
  /** The page has no WebAssembly at all. */
  | 'wasm-missing'
  /** The page's Content-Security-Policy refuses WebAssembly, or a sandbox lets no data through to it. */
  | 'wasm-refused'
  /** The server has no engine at that address. */
  | 'wasm-not-found'
  /** The request for the engine failed before an answer came. */
  | 'wasm-unreachable'
  /** What the server sent is not the engine. */
  | 'wasm-unreadable'
  /** The script of the engine without WebAssembly could not be loaded. */
  | 'fallback-unreadable'
  /** An option that there is not, or one that is not of its kind. */
  | 'options-invalid'
  /** `engine` names none that there is. */
  | 'engine-unknown'
  /** The engine started and failed its own vectors. */
  | 'self-test-failed'
  /** The page's engine trapped earlier; a reload starts a new one. */
  | 'engine-stopped'
  /** Trust bundle, policy, registry or grants say something that cannot be used; the message names the place. */
  | 'config-invalid'
  /** `verifyAll` was given something that is no array. */
  | 'records-not-a-list'
  /** `verifyAnswer` was given something that no API answers. */
  | 'answer-unreadable'
  /** `now` gave something that is no time. */
  | 'time-invalid'
  /** The trust bundle could not be fetched or read. */
  | 'trust-unreadable'
  /** The policy could not be fetched or read. */
  | 'policy-unreadable'
  /** The registry could not be fetched or read. */
  | 'registry-unreadable'
  /** The grants could not be fetched or read. */
  | 'grants-unreadable'
  /** The labels of fields could not be fetched. */
  | 'labels-unreadable'
  /** Markup says whom to trust, on a page whose script has said so and does not allow it. */
  | 'provider-refused'
  /** The page takes no custom elements, or has others of these names (the classic script). */
  | 'elements-refused'
  /** A row handed over to be added up or written holds what cannot be; the message names it. */
  | 'rows-invalid'
  /** The sidecar of an export is not one, or is of another form. */
  | 'sidecar-unreadable'
  /** A text was to be marked with something that is no seal's id. */
  | 'seal-id-invalid'
  /** A record was to be used for something that it may not be used for (`UseError` has the decision). */
  | 'use-not-allowed'
  /** Records were to be parted by a use that the policy does not name. */
  | 'use-unknown'
  /** Nothing of the above within the time allowed. */
  | 'timeout';

/** A misuse or a hindrance, said once, with what to do. Records never cause one: what is wrong with a record is in its verdict. */
export class TouchmarkError extends Error {
  readonly code: TouchmarkErrorCode;

  constructor(code: TouchmarkErrorCode, message: string, options?: { cause?: unknown }) {
    super(message);
    this.name = 'TouchmarkError';
    this.code = code;
    // Assigned by hand: the classic build is es2016, where `Error` takes no second argument.
    if (options && Object.prototype.hasOwnProperty.call(options, 'cause'))
      Object.defineProperty(this, 'cause', bare({ value: options.cause, configurable: true }));
  }
}

/** The message of anything that can be thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
