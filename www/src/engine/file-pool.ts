/** Workers from the file beside the script. */
import { fileAt } from './files.js';
import { Pool, type Start } from './pool.js';
import { isVouchedFor, vouchedFor } from './script-address.js';

/** Workers from the file beside this script. Written so that bundlers know it for a worker, and for a file. */
export const filePool = (start: Start): Pool =>
  new Pool(() => {
    const own = new URL('./worker.js', import.meta.url);
    const url = fileAt('worker.js', () => own);
    // Bundlers look for these very words; a page that asks for vouched addresses, or says where the files are, gets the file.
    if (url === own && !isVouchedFor())
      return new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    return new Worker(vouchedFor(url), { type: 'module' });
  }, start);
