/** The component artefact, started once a page. */
import * as glue from '#components';
import { TouchmarkError, messageOf } from '../error.js';
import { onLabels } from '../labels.js';
import { TIMEOUT, within } from '../time.js';
import { componentModule } from './component-source.js';
import { loadWords, onWords } from './languages.js';

/** The component artefact: renders verdicts it is handed, verifies nothing. */
export type Components = Pick<typeof glue, 'mount' | 'update' | 'unmount'>;

let components: Promise<Components> | undefined;

const LABELS_REMEDY =
  'no field label was found in what the page gave as labels. Give a describe result, an object info, or { "Contact": { "MailingCity": "City" } }.';

/**
 * The components, with the words of `lang` if they can be had in time. Views that were drawn before their words came are drawn
 * again by the artefact.
 */
export async function loadComponents(lang: string): Promise<Components> {
  const starting = artefact();
  // Words first: where there is no artefact, they are what a verdict is said in.
  await loadWords(lang);
  return starting;
}

/** Fetched once a page, when the first element asks. A failed start is forgotten, so that it can be tried again. */
export function artefact(): Promise<Components> {
  if (!components) {
    const loading = within(TIMEOUT, 'The components did not start', start());
    loading.catch(() => {
      if (components === loading) components = undefined;
    });
    components = loading;
  }
  return components;
}

async function start(): Promise<Components> {
  if (typeof WebAssembly === 'undefined') {
    throw new TouchmarkError('wasm-missing', 'This page has no WebAssembly, which elements are drawn with.');
  }
  const module = await componentModule();
  try {
    glue.initSync({ module });
  } catch (error) {
    const why = `The component artefact does not run in this page (${messageOf(error)}).`;
    throw new TouchmarkError('wasm-refused', why, { cause: error });
  }
  onLabels((text) => {
    if (!glue.supply_labels(text)) console.warn(`touchmark: ${LABELS_REMEDY}`);
  });
  onWords((lang, texts) => void glue.supply_words(lang, JSON.stringify(texts)));
  // Not the namespace: with it would go the glue's own start, which looks for a file that is not there.
  return { mount: glue.mount, update: glue.update, unmount: glue.unmount };
}
