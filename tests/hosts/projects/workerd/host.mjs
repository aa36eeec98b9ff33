/** Bundled as its deployer bundles: into one module, with the conditions of the runtime. */
export default {
  order: 52,
  title: 'workerd',
  version: 'miniflare',
  data: '.',
  ways: [
    {
      how: 'one module',
      build: 'esbuild worker.js --bundle --format=esm --conditions=workerd,worker --outfile=out/worker.js',
      program: 'node run.mjs',
    },
  ],
};
