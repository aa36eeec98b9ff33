/** Drawings that many elements share, each made once and copied. */
import type { Components } from './components.js';

type Kind = Parameters<Components['mount']>[0];

/** What has been drawn, by all that it depends on. */
const faces = new Map<string, Node>();

/** So many, in so many languages and sizes, no page shows. A page that changes `lang` all the time must not grow. */
const MOST = 256;

/**
 * A copy of what the component artefact draws of a kind for these props. A table has a thousand badges and a handful of
 * faces: each is drawn once, and copied by the browser itself. `key` must differ where the drawing does; `props` is asked
 * only when there is something to draw. Nobody outside gets hold of the originals.
 */
export function copyOfFace(components: Components, kind: Kind, key: string, props: () => string): Node {
  let face = faces.get(key);
  if (!face) {
    const host = document.createElement('div');
    const id = components.mount(kind, host, props());
    face = host.firstChild?.cloneNode(true) ?? document.createTextNode('');
    components.unmount(id);
    if (faces.size >= MOST) faces.clear();
    faces.set(key, face);
  }
  return face.cloneNode(true);
}
