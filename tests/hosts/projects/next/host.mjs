const start = 'next start --hostname 127.0.0.1 --port {port}';

/** Type-checked by its build. */
export default {
  order: 40,
  title: 'Next',
  version: 'next',
  every: true,
  steps: ["import type {} from 'touchmark/types/react';"],
  ways: [
    { how: 'server component', build: 'next build', start },
    { how: 'client component', page: 'client', start },
    { how: 'client component, hydrated', page: 'hydrated', start },
    { how: 'route handler', answers: 'verdicts', start },
  ],
};
