export default {
  order: 31,
  title: 'esbuild',
  version: 'esbuild',
  ways: [
    {
      how: 'build',
      build: 'esbuild main.js --bundle --format=esm --minify --outfile=public/main.js',
      serve: 'public',
      wasm: 0,
    },
  ],
};
