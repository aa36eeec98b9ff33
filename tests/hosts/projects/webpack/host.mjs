export default {
  order: 30,
  title: 'webpack',
  version: 'webpack',
  every: true,
  ways: [
    {
      how: 'build',
      build: 'webpack --mode production --output-path ./public --output-public-path /',
      serve: 'public',
    },
  ],
};
