export default {
  order: 42,
  title: 'Astro',
  version: 'astro',
  ways: [{ how: 'build', build: 'astro build', serve: 'dist' }],
};
