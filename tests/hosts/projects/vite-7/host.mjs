import vite from '../vite/host.mjs';

/** The version before. */
export default { ...vite, like: 'vite', order: 21, every: false };
