import next from '../next/host.mjs';

/** The version before. */
export default { ...next, like: 'next', order: 41, every: false };
