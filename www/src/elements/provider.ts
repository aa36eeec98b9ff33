import { answering, type Checkers } from '../context.js';
import { TouchmarkError, messageOf } from '../error.js';
import { createVerifier } from '../index.js';
import { TIMEOUT, within } from '../time.js';
import { uncheckedVerifier, type Verifier } from '../verifier.js';
import { ElementBase, adoptEarly, adoptStyle, languageOf } from './element.js';
import { loadWords, word } from './words.js';

/** `touchmark-error`: why there is no verifier. */
export type TouchmarkErrorEvent = CustomEvent<{ readonly error: TouchmarkError }>;

/**
 * `<touchmark-provider trust="/trust.json" policy="/policy.json">…</touchmark-provider>`: loads one verifier for what is
 * inside.
 *
 * Attributes: addresses of the trust bundle, the policy and (where there is one) the `registry`. Property `verifier`: one that
 * the page made itself, in place of the addresses. When none can be had, the elements inside say "Could not check",
 * a status line says so once, and `touchmark-error` is fired (bubbling, composed; `detail.error` is a `TouchmarkError`).
 */
export class TouchmarkProvider extends ElementBase {
  static readonly observedAttributes: readonly string[] = ['trust', 'policy', 'registry'];

  #given: Verifier | null = null;
  #error: TouchmarkError | null = null;
  #checkers: Checkers | undefined;
  #status: HTMLParagraphElement | undefined;
  /** Attributes that change together are one change. */
  #due = false;
  #turn = 0;

  /** The verifier that the page set, if it did. */
  get verifier(): Verifier | null {
    return this.#given;
  }

  set verifier(verifier: Verifier | null | undefined) {
    this.#given = verifier ?? null;
    this.#schedule();
  }

  /** Why there is no verifier, or null. */
  get error(): TouchmarkError | null {
    return this.#error;
  }

  connectedCallback(): void {
    this.#build();
    adoptEarly(this, ['verifier']);
    this.#checkers ??= answering(this);
    this.#schedule();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#turn += 1;
      this.#checkers?.close();
      this.#checkers = undefined;
    });
  }

  attributeChangedCallback(): void {
    this.#schedule();
  }

  #build(): void {
    if (this.#status) return;
    const root = this.shadowRoot ?? this.attachShadow({ mode: 'open' });
    adoptStyle(root);
    this.#status = document.createElement('p');
    this.#status.className = 'notice';
    this.#status.setAttribute('part', 'notice');
    this.#status.setAttribute('role', 'status');
    this.#status.dir = 'auto';
    root.replaceChildren(document.createElement('slot'), this.#status);
  }

  #schedule(): void {
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.isConnected) void this.#start();
    });
  }

  async #start(): Promise<void> {
    const turn = ++this.#turn;
    let verifier: Verifier;
    let error: TouchmarkError | null = null;
    try {
      verifier = this.#given ?? (await within(TIMEOUT, 'The verifier did not start', this.#load()));
    } catch (cause) {
      error =
        cause instanceof TouchmarkError
          ? cause
          : new TouchmarkError('wasm-unreadable', messageOf(cause), { cause });
      verifier = uncheckedVerifier(error);
    }
    if (turn !== this.#turn) return;
    this.#error = error;
    if (this.#status) this.#status.textContent = '';
    this.#checkers?.tell(verifier);
    if (!error) return;
    void this.#say('trust.unchecked', turn);
    console.warn(`<touchmark-provider> could not start (${error.code}): ${error.message}`);
    this.dispatchEvent(
      new CustomEvent('touchmark-error', { bubbles: true, composed: true, detail: Object.freeze({ error }) }),
    );
  }

  /** Says it in the status line, once the words are there. */
  async #say(key: string, turn: number): Promise<void> {
    const lang = languageOf(this);
    await loadWords(lang);
    if (turn !== this.#turn || !this.#status) return;
    const said = word(key, lang);
    this.#status.lang = said.lang;
    this.#status.textContent = said.text;
  }

  async #load(): Promise<Verifier> {
    const registryAddress = this.getAttribute('registry');
    const [trust, policy, registry] = await Promise.all([
      read('trust', this.getAttribute('trust')),
      read('policy', this.getAttribute('policy')),
      registryAddress === null ? undefined : read('registry', registryAddress),
    ]);
    return createVerifier({ trust, policy, registry });
  }
}

async function read(name: 'trust' | 'policy' | 'registry', address: string | null): Promise<string> {
  if (!address) {
    throw new TouchmarkError(
      `${name}-unreadable`,
      `<touchmark-provider> has no ${name}="…": give it the address of the ${name} file.`,
    );
  }
  let response: Response;
  try {
    response = await fetch(new URL(address, document.baseURI), { credentials: 'same-origin' });
  } catch (error) {
    throw new TouchmarkError(
      `${name}-unreadable`,
      `${address} (${name}) could not be fetched (${messageOf(error)}). Check the address, and connect-src of the page's Content-Security-Policy.`,
      { cause: error },
    );
  }
  if (!response.ok) {
    throw new TouchmarkError(
      `${name}-unreadable`,
      `${address} (${name}) answered ${response.status}. Publish the file there, or correct ${name}="…".`,
    );
  }
  return response.text();
}
