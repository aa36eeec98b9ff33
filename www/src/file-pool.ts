import { Pool, type Start } from './pool.js';
import { vouchedFor } from './script-address.js';

/** Workers from the file beside this script. Written so that bundlers see it and copy the file. */
export const filePool = (start: Start): Pool =>
  new Pool(() => new Worker(vouchedFor(new URL('./worker.js', import.meta.url)), { type: 'module' }), start);
