/** Bundled as its deployer bundles: into one script, with the conditions of the runtime. */
export default {
  order: 53,
  title: 'edge-runtime',
  version: 'edge-runtime',
  data: '.',
  ways: [
    {
      how: 'one script',
      build:
        'esbuild handler.js --bundle --format=iife --conditions=edge-light,worker --outfile=out/handler.js',
      program: 'node run.mjs',
    },
  ],
};
