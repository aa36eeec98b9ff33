/**
 * The elements as a classic script, to run after that of the verifier (`touchmark/iife`), whose verdicts they show: the
 * component artefact inside, one global of its own. It loads nothing; languages other than English are handed to it.
 */
import * as elements from './elements.js';
import { artefact } from '../elements/components.js';
import { supplyWords } from '../elements/languages.js';
import { TouchmarkError, messageOf } from '../error.js';
import { defineElements } from './tags.js';

/** What `globalThis.touchmarkElements` is after the script has run: all of `touchmark/elements`, and what is listed here. */
export interface TouchmarkElements extends Elements {
  /**
   * Settles when elements can be drawn; rejects in time with a `TouchmarkError` where they cannot. Put them in the page
   * then: under Lightning Web Security those that were there before stay what they were.
   */
  readonly ready: () => Promise<void>;
  /**
   * Gives a language its words: a file of the catalogue (`touchmark/words/de.json`), as an object or as its text. Answers whether
   * they were taken: English is inside, a language takes its words once, and only those of the catalogue are spoken.
   */
  readonly supplyWords: (lang: string, texts: { readonly [key: string]: unknown } | string) => boolean;
  readonly version: string;
}

type Elements = Readonly<typeof elements>;

declare global {
  var touchmarkElements: TouchmarkElements | undefined;
}

const hindrance = hindranceOf(globalThis.touchmark);
if (hindrance === undefined) {
  globalThis.touchmarkElements = start();
} else {
  console.error(
    `touchmark: the script of the elements did nothing. ${hindrance} Load the touchmark.iife.js of the same build first (on Salesforce the static resource touchmark), then this script again.`,
  );
}

/** Elements show only what the engine of this page made, so there is nothing that they could do without it. */
function hindranceOf(touchmark: typeof globalThis.touchmark | undefined): string | undefined {
  if (!touchmark) return 'There is no verifier in this page.';
  // Not the `version` of the modules: that is the other script's here.
  if (touchmark.version === TOUCHMARK_VERSION) return undefined;
  return `The verifier of this page is ${touchmark.version}, and the elements are ${TOUCHMARK_VERSION}.`;
}

function start(): TouchmarkElements {
  let refusal: TouchmarkError | undefined;
  try {
    defineElements();
  } catch (error) {
    refusal = new TouchmarkError(
      'elements-refused',
      `This page lets no custom element be defined, or has others of these names (${messageOf(error)}). Say verdicts without them.`,
      { cause: error },
    );
  }
  return Object.freeze({
    ...elements,
    ready: () => (refusal ? Promise.reject(refusal) : artefact().then(() => undefined)),
    supplyWords,
    version: TOUCHMARK_VERSION,
  });
}
