/** `<touchmark-provider>`: makes the verifier that answers the elements inside. */
import { answering, isMarkupBelieved, onSpoken, scriptSpoke, type Checkers } from '../asking/context.js';
import { TouchmarkError, messageOf } from '../error.js';
import { createVerifier, prepare } from '../entries/index.js';
import { setBase } from '../engine/files.js';
import { supplyLabelsOf, takeLabelsBack } from '../labels.js';
import { bare } from '../own.js';
import { LONGEST, TIMEOUT, within } from '../time.js';
import { uncheckedVerifier, type Verifier } from '../engine/verifier.js';
import { ElementBase, adoptEarly, fire, languageOf, shadowOf, warnOnce } from './element.js';
import { onWake } from '../asking/waking.js';
import { loadWords, word } from './languages.js';

/** Fired (bubbling, composed) when there is no verifier: `detail.error` says why. */
export type TouchmarkErrorEvent = CustomEvent<{ readonly error: TouchmarkError }>;

/** Milliseconds before each further try. */
const PAUSES: readonly number[] = [5_000, 15_000, 60_000];

/** What may pass by itself. */
const PASSES: ReadonlySet<string> = new Set([
  'timeout',
  'trust-unreadable',
  'policy-unreadable',
  'registry-unreadable',
  'grants-unreadable',
  'wasm-unreachable',
]);

/** Milliseconds after which the files are read anew. The page wakes every ten minutes or a little sooner: about every hour. */
const RENEWED_AFTER = 50 * 60_000;

/**
 * `<touchmark-provider trust="/trust.json" policy="/policy.json">…</touchmark-provider>`: loads one verifier for what is
 * inside, and reads the files anew every hour: a key may have been withdrawn since. Where that fails, the lists that it has go on
 * until they end.
 *
 * When none can be had, the elements inside say "Could not check", a status line says so once, and `touchmark-error` is fired.
 *
 * Markup may be anybody's who can write a text that the page shows. Once a script of the page has said who checks, by
 * `use(verifier)` or by the `verifier` of any provider, addresses in markup are passed over, unless that script allows them: all, by
 * `use(verifier, { allowProviders: true })`, or this one, by `provider.allowed = true`, which also allows addresses elsewhere.
 *
 * @attr {string} trust - Address of the trust bundle, of this page's own origin.
 * @attr {string} policy - Address of the policy, of this page's own origin.
 * @attr {string} registry - Address of the registry, where there is one, of this page's own origin.
 * @attr {string} grants - Address of what approvers have granted, where uses ask for that, of this page's own origin.
 * @attr {string} labels - Address of what people call the fields, of this page's own origin: describe results or object infos of
 * Salesforce, or a map by object and API name. It holds for the whole page.
 * @attr {string} base - The folder with a copy of this package's `dist`, where its files are not beside its scripts; believed of a provider
 * that a script allowed.
 * @attr {number} timeout - Milliseconds after which "Could not check" is said: 3000 unless given, 60000 at most. What comes later is shown
 * when it comes.
 * @fires touchmark-error
 * @slot - What the verifier is for.
 * @csspart notice - The status line.
 */
export class TouchmarkProvider extends ElementBase {
  static readonly observedAttributes: readonly string[] = [
    'trust',
    'policy',
    'registry',
    'grants',
    'labels',
    'base',
    'timeout',
  ];

  #given: Verifier | null = null;
  #allowed = false;
  #error: TouchmarkError | null = null;
  #checkers: Checkers | undefined;
  #status: HTMLParagraphElement | undefined;
  /** The files that its verifier was made from, and when they were read. */
  #files: Files | undefined;
  #readAt = 0;
  #renewing = false;
  #hasWarned = false;
  /** Whether files or engine of this turn are on their way. */
  #loading = false;
  /** Times that it tried again since it last worked. */
  #tries = 0;
  #leave: (() => void)[] = [];
  /** Attributes that change together are one change. */
  #due = false;
  #turn = 0;

  /** The verifier that the page set, if it did: in place of the addresses. */
  get verifier(): Verifier | null {
    return this.#given;
  }

  set verifier(verifier: Verifier | null | undefined) {
    this.#given = verifier ?? null;
    if (verifier) scriptSpoke();
    this.#schedule();
  }

  /** Whether the page's script believes the addresses of this element, wherever they lead and whoever else was named. */
  get allowed(): boolean {
    return this.#allowed;
  }

  set allowed(allowed: boolean) {
    this.#allowed = allowed === true;
    this.#schedule();
  }

  /** Why there is no verifier, or null. */
  get error(): TouchmarkError | null {
    return this.#error;
  }

  connectedCallback(): void {
    this.#build();
    adoptEarly(this, ['verifier', 'allowed']);
    if (this.#leave.length === 0) {
      this.#leave = [onSpoken(() => this.#schedule()), onWake(() => void this.#lookAgain())];
    }
    if (this.#isBelieved) this.#checkers ??= answering(this);
    this.#schedule();
  }

  disconnectedCallback(): void {
    queueMicrotask(() => {
      if (this.isConnected) return;
      this.#turn += 1;
      this.#close();
      for (const leave of this.#leave.splice(0)) leave();
    });
  }

  attributeChangedCallback(): void {
    this.#schedule();
  }

  get #isBelieved(): boolean {
    return this.#given !== null || this.#allowed || isMarkupBelieved(this);
  }

  #close(): void {
    this.#checkers?.close();
    this.#checkers = undefined;
    takeLabelsBack(this);
  }

  #build(): void {
    if (this.#status) return;
    const root = shadowOf(this);
    this.#status = document.createElement('p');
    this.#status.className = 'notice';
    this.#status.setAttribute('part', 'notice');
    this.#status.setAttribute('role', 'status');
    this.#status.dir = 'auto';
    root.replaceChildren(document.createElement('slot'), this.#status);
  }

  #schedule(): void {
    // At once: nothing that it answered may stand while its turn comes.
    if (!this.#isBelieved) this.#close();
    if (this.#due) return;
    this.#due = true;
    queueMicrotask(() => {
      this.#due = false;
      if (this.isConnected) void this.#start();
    });
  }

  async #start(): Promise<void> {
    const turn = ++this.#turn;
    if (!this.#isBelieved) {
      this.#refuse();
      return;
    }
    this.#checkers ??= answering(this);
    let verifier: Verifier;
    let error: TouchmarkError | null = null;
    try {
      verifier = this.#given ?? (await this.#load(turn));
    } catch (cause) {
      error = errorOf(cause);
      verifier = uncheckedVerifier(error);
    }
    if (turn !== this.#turn) return;
    this.#fail(error);
    this.#checkers?.tell(verifier);
    if (!error) return;
    void this.#say('trust.unchecked', turn);
    this.#tryAgain(error, turn);
  }

  /** A network that failed may work in a moment. What is wrong with a file stays wrong until somebody mends it. */
  #tryAgain({ code }: TouchmarkError, turn: number): void {
    const pause = PASSES.has(code) ? PAUSES[this.#tries] : undefined;
    // What is under way still may arrive, and another try would void it.
    if (pause === undefined || this.#loading) return;
    this.#tries += 1;
    setTimeout(() => {
      if (turn === this.#turn && this.isConnected) this.#schedule();
    }, pause);
  }

  /** Where a script of the page has said who checks, and not that this may say so too. */
  #refuse(): void {
    // Without an address it asked for nothing.
    const asked = ['trust', 'policy'].some((name) => this.hasAttribute(name));
    this.#fail(
      asked
        ? new TouchmarkError(
            'provider-refused',
            'a script of this page has said who checks, so addresses in markup are passed over. If this one is the page’s own, call use(verifier, { allowProviders: true }), or set its property `allowed`.',
          )
        : null,
    );
  }

  /** Keeps the error, or that there is none; says one that is new. */
  #fail(error: TouchmarkError | null): void {
    const isNew = error !== null && error.message !== this.#error?.message;
    this.#error = error;
    if (!isNew && error !== null) return;
    if (this.#status) this.#status.textContent = '';
    if (!error) return;
    console.warn(`<touchmark-provider> could not start (${error.code}): ${error.message}`);
    fire(this, 'touchmark-error', { error });
  }

  /** Says it in the status line, once the words are there. */
  async #say(key: string, turn: number): Promise<void> {
    const lang = languageOf(this);
    await loadWords(lang);
    if (turn !== this.#turn || !this.#status) return;
    const said = word(key, lang);
    // What is said already is not said again.
    if (this.#status.textContent === said.text) return;
    this.#status.lang = said.lang;
    this.#status.textContent = said.text;
  }

  /** Rejects when its time is over; a verifier that is there later than that is taken all the same. */
  async #load(turn: number): Promise<Verifier> {
    let isLate = false;
    this.#loading = true;
    const loading = this.#started(turn).finally(() => {
      if (turn === this.#turn) this.#loading = false;
    });
    const taken = loading.then(({ files, verifier }) => {
      if (turn !== this.#turn) return verifier;
      this.#files = files;
      this.#readAt = Date.now();
      this.#tries = 0;
      if (isLate) {
        this.#turn += 1;
        this.#fail(null);
        this.#checkers?.tell(verifier);
      }
      return verifier;
    });
    try {
      return await within(this.#timeout, 'The verifier did not start', taken);
    } finally {
      isLate = true;
      // Its end is heard by then, or else comes later.
      if (this.#loading)
        taken.catch((cause: unknown) => {
          if (turn === this.#turn) this.#tryAgain(errorOf(cause), turn);
        });
    }
  }

  /** The engine is fetched beside the files, and not after them. */
  async #started(turn: number): Promise<{ files: Files; verifier: Verifier }> {
    this.#sayBase();
    prepare();
    void this.#readLabels(turn);
    const files = await this.#read();
    return { files, verifier: await createVerifier({ ...files, timeout: LONGEST }) };
  }

  /**
   * Where the package's files are is said for the whole page: engine, components and words. They are its code, so markup alone, which
   * may be anybody's, has no say in it.
   */
  #sayBase(): void {
    const address = this.getAttribute('base');
    if (address === null) return;
    if (this.#allowed) {
      setBase(address);
      return;
    }
    warnOnce(
      '<touchmark-provider base="…"> is passed over: it says whose code runs in this page, and markup may be anybody’s. Call setBase() in a script, or set the property `allowed` of this provider.',
    );
  }

  /** Without them fields go by their API names: no check waits for labels. */
  async #readLabels(turn: number): Promise<void> {
    const address = this.getAttribute('labels');
    if (address === null) {
      takeLabelsBack(this);
      return;
    }
    try {
      const text = await read('labels', address, this.#allowed);
      if (turn === this.#turn && this.#isBelieved) supplyLabelsOf(this, text);
    } catch (cause) {
      warnOnce(`<touchmark-provider>: ${messageOf(cause)}`);
    }
  }

  get #timeout(): number {
    const given = Number(this.getAttribute('timeout') ?? TIMEOUT);
    return given > 0 ? Math.min(given, LONGEST) : TIMEOUT;
  }

  async #read(): Promise<Files> {
    const needed = (name: 'trust' | 'policy'): Promise<string> =>
      read(name, this.getAttribute(name), this.#allowed);
    const named = (name: 'registry' | 'grants'): Promise<string | undefined> => {
      const address = this.getAttribute(name);
      return address === null ? Promise.resolve(undefined) : read(name, address, this.#allowed);
    };
    const [trust, policy, registry, grants] = await Promise.all([
      needed('trust'),
      needed('policy'),
      named('registry'),
      named('grants'),
    ]);
    return { trust, policy, registry, grants };
  }

  /** Tries again what failed, and reads anew what is an hour old. */
  async #lookAgain(): Promise<void> {
    if (this.#given || !this.#isBelieved || this.#renewing) return;
    if (this.#error) {
      this.#schedule();
      return;
    }
    if (!this.#files || Math.abs(Date.now() - this.#readAt) < RENEWED_AFTER) return;
    this.#renewing = true;
    const turn = this.#turn;
    const before = JSON.stringify(this.#files);
    try {
      const files = await within(TIMEOUT, 'No answer came', this.#read());
      const isSame = JSON.stringify(files) === before;
      // No list that cannot be used takes the place of one that can.
      const verifier = isSame ? undefined : await createVerifier(files);
      if (turn !== this.#turn) return;
      this.#readAt = Date.now();
      this.#hasWarned = false;
      this.#files = files;
      if (verifier) this.#checkers?.tell(verifier);
    } catch (cause) {
      if (this.#hasWarned || turn !== this.#turn) return;
      this.#hasWarned = true;
      const { code, message } = errorOf(cause);
      console.warn(
        `<touchmark-provider> could not read its files anew (${code}): ${message} It goes on with those that it has until the trust list expires, and tries again.`,
      );
    } finally {
      this.#renewing = false;
    }
  }
}

interface Files {
  readonly trust: string;
  readonly policy: string;
  readonly registry: string | undefined;
  readonly grants: string | undefined;
}

function errorOf(cause: unknown): TouchmarkError {
  if (cause instanceof TouchmarkError) return cause;
  return new TouchmarkError('wasm-unreadable', messageOf(cause), { cause });
}

/** A file of this page's own origin, from its server and not from a cache: a list that was taken back would go on for days. */
async function read(
  name: 'trust' | 'policy' | 'registry' | 'grants' | 'labels',
  address: string | null,
  isAllowed: boolean,
): Promise<string> {
  const unreadable = (problem: string, options?: { cause: unknown }): TouchmarkError =>
    new TouchmarkError(`${name}-unreadable`, problem, options);
  if (!address) {
    throw unreadable(`<touchmark-provider> has no ${name}="…": give it the address of the ${name} file.`);
  }
  let response: Response;
  try {
    const url = new URL(address, document.baseURI);
    if (!isAllowed && !isOwnOrigin(url)) throw elsewhere(address);
    response = await fetch(url, bare<RequestInit>({ credentials: 'same-origin', cache: 'no-cache' }));
    // A server of one's own may lead elsewhere.
    if (!isAllowed && response.url !== '' && !isOwnOrigin(new URL(response.url)))
      throw elsewhere(response.url);
  } catch (error) {
    throw unreadable(
      `${address} (${name}) could not be fetched (${messageOf(error)}). Check the address, and connect-src of the page's Content-Security-Policy.`,
      { cause: error },
    );
  }
  if (!response.ok) {
    throw unreadable(
      `${address} (${name}) answered ${response.status}. Publish the file there, or correct ${name}="…".`,
    );
  }
  return response.text();
}

/** Markup can name any address, and `data:` is one that brings its own content. */
function isOwnOrigin({ protocol, origin }: URL): boolean {
  return /^https?:$/.test(protocol) && origin === globalThis.origin;
}

function elsewhere(address: string): Error {
  const shown = address.length > 80 ? `${address.slice(0, 80)}…` : address;
  return new Error(
    `${shown} is not of this page's origin; a script can allow it by the property \`allowed\``,
  );
}
