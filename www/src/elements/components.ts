import * as glue from '#components';
import { fetched } from '../wasm-engine.js';
import { TIMEOUT, within } from '../time.js';

export { loadComponents, type Components };

/** The component artefact: renders verdicts it is handed, verifies nothing. */
type Components = Pick<typeof glue, 'mount' | 'update' | 'unmount'>;

let components: Promise<Components> | undefined;

/** Fetched once a page, when the first element asks. A failed start is forgotten, so that it can be tried again. */
function loadComponents(): Promise<Components> {
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
  const module = await fetched(new URL('./wasm-ui/touchmark_wasm_ui_bg.wasm', import.meta.url));
  glue.initSync({ module });
  return glue;
}
