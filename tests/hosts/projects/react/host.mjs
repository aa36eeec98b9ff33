export default {
  order: 60,
  title: 'React with TypeScript',
  version: 'react',
  check: 'tsc',
  ways: [{ how: 'Vite build', build: 'vite build', serve: 'dist' }],
};
