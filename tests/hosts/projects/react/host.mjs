export default {
  order: 60,
  title: 'React with TypeScript',
  version: 'react',
  check: 'tsc',
  steps: ["import type {} from 'touchmark/types/react';"],
  ways: [{ how: 'Vite build', build: 'vite build', serve: 'dist' }],
};
