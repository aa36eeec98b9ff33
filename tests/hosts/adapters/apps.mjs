// The same application in each framework: what the adapter says, a badge with a listener, details of the verdict, a provider.

import { compile } from 'svelte/compiler';
import { compileTemplate } from 'vue/compiler-sfc';

export const react = {
  'app.jsx': `
import 'touchmark/define';
import { useVerdict } from 'touchmark/react';
import { useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { heard, log } from './stage.js';

function App() {
  const [shown, setShown] = useState({ record: null, plain: true, verifier: undefined, on: 'masked' });
  const inside = useRef(null);
  globalThis.show = (change) => setShown((before) => ({ ...before, ...change }));
  // A record that each drawing makes anew, as code does that maps rows.
  const { verdict, state } = useVerdict(shown.record && { ...shown.record }, {
    verifier: shown.verifier,
    at: shown.isInside ? inside : undefined,
  });
  log.push([state, verdict?.record.id]);
  return (
    <>
      <output id="said" data-state={state}>{verdict?.record.id}</output>
      <touchmark-badge
        record={shown.record}
        plain={shown.plain}
        size="cell"
        ontouchmark-verdict={(event) => heard.push(event.detail.verdict.record.id)}
      />
      <touchmark-details verdict={verdict} />
      <touchmark-guard on={shown.on} origins={shown.on} noReveal={shown.plain} />
      <touchmark-provider verifier={shown.provided}>
        <p ref={inside}>Inside</p>
      </touchmark-provider>
    </>
  );
}

createRoot(document.getElementById('app')).render(<App />);
`,
};

/** The same, where `react` is `preact/compat`. */
export const preactCompat = react;

const VUE = `
  <output id="said" :data-state="state">{{ verdict?.record.id }}</output>
  <touchmark-badge :record="shown.record" :plain="shown.plain" size="cell" @touchmark-verdict="hear"></touchmark-badge>
  <touchmark-details :verdict="verdict"></touchmark-details>
  <touchmark-guard :on="shown.on" :origins="shown.on" .noReveal="shown.plain"></touchmark-guard>
  <touchmark-provider :verifier="shown.provided"><p ref="inside">Inside</p></touchmark-provider>`;

export const vue = {
  'app.js': `
import 'touchmark/define';
import { useVerdict } from 'touchmark/vue';
import { createApp, shallowRef, useTemplateRef, watchEffect } from 'vue';
import { heard, log } from './stage.js';
import { render } from './template.js';

createApp({
  render,
  setup() {
    const shown = shallowRef({ record: null, plain: true, on: 'masked' });
    const inside = useTemplateRef('inside');
    globalThis.show = (change) => (shown.value = { ...shown.value, ...change });
    const { verdict, state } = useVerdict(() => shown.value.record, {
      verifier: () => shown.value.verifier,
      at: () => (shown.value.isInside ? inside.value : undefined),
    });
    watchEffect(() => log.push([state.value, verdict.value?.record.id]));
    const hear = (event) => heard.push(event.detail.verdict.record.id);
    return { shown, verdict, state, hear, inside };
  },
}).mount('#app');
`,
  'template.js': compileTemplate({
    source: VUE,
    filename: 'app.vue',
    id: 'app',
    compilerOptions: { isCustomElement: (tag) => tag.startsWith('touchmark-') },
  }).code,
};

const SVELTE = `
<svelte:options runes />
<script>
  import 'touchmark/define';
  import { verdictOf } from 'touchmark/svelte';
  import { heard, log } from './stage.js';

  let shown = $state.raw({ record: null, plain: true, on: 'masked' });
  let inside = $state();
  globalThis.show = (change) => (shown = { ...shown, ...change });
  const answer = $derived(
    verdictOf(shown.record, { verifier: shown.verifier, at: shown.isInside ? inside : undefined }),
  );
  $effect(() => {
    log.push([$answer.state, $answer.verdict?.record.id]);
  });
</script>

<output id="said" data-state={$answer.state}>{$answer.verdict?.record.id ?? ''}</output>
<touchmark-badge
  record={shown.record}
  plain={shown.plain}
  size="cell"
  ontouchmark-verdict={(event) => heard.push(event.detail.verdict.record.id)}
></touchmark-badge>
<touchmark-details verdict={$answer.verdict}></touchmark-details>
<touchmark-guard origins={shown.on} noReveal={shown.plain}></touchmark-guard>
<touchmark-provider verifier={shown.provided}><p bind:this={inside}>Inside</p></touchmark-provider>
`;

export const svelte = {
  'app.js': `
import { mount } from 'svelte';
import App from './component.js';
mount(App, { target: document.getElementById('app') });
`,
  'component.js': compile(SVELTE, { generate: 'client', filename: 'App.svelte' }).js.code,
};

export const preact = {
  'app.jsx': `
import 'touchmark/define';
import { render } from 'preact';
import { useState } from 'preact/hooks';
import { heard, records } from './stage.js';

function App() {
  const [shown, setShown] = useState({ plain: true, on: 'masked' });
  // Preact hands over null as an empty text, which is no record.
  globalThis.show = (change) => setShown((before) => ({ ...before, ...change }));
  return (
    <>
      <output id="said" />
      <touchmark-badge
        record={shown.record}
        plain={shown.plain}
        size="cell"
        ontouchmark-verdict={(event) => heard.push(event.detail.verdict.record.id)}
      />
      <touchmark-guard origins={shown.on} noReveal={shown.plain} />
    </>
  );
}

render(<App />, document.getElementById('app'));
`,
};

/** Without Solid's compiler: \`spread\` is what compiled templates call for such attributes. */
export const solid = {
  'app.js': `
import 'touchmark/define';
import { createSignal } from 'solid-js';
import { render, spread } from 'solid-js/web';
import { heard } from './stage.js';

render(() => {
  const [shown, setShown] = createSignal({ record: null, plain: true, on: 'masked' });
  globalThis.show = (change) => setShown((before) => ({ ...before, ...change }));
  const made = (tag, props) => {
    const element = document.createElement(tag);
    spread(element, props, false, true);
    return element;
  };
  const said = document.createElement('output');
  said.id = 'said';
  return [
    said,
    made('touchmark-badge', {
      get record() {
        return shown().record;
      },
      get plain() {
        return shown().plain;
      },
      'attr:size': 'cell',
      'on:touchmark-verdict': (event) => heard.push(event.detail.verdict.record.id),
    }),
    made('touchmark-guard', {
      get origins() {
        return shown().on;
      },
      get noReveal() {
        return shown().plain;
      },
    }),
  ];
}, document.getElementById('app'));
`,
};

/** What writes a server's markup, and takes it over (`start`) in a page that has it; elements are known once `define` was called. */
export const takeover = {
  react: {
    'app.jsx': `
import { Touchmark } from 'touchmark/react';
import { useRef, useState } from 'react';
import { hydrateRoot } from 'react-dom/client';
import { renderToString } from 'react-dom/server.browser';
import { heard, records, verdicts } from './stage.js';

function App() {
  const [shown, setShown] = useState({ record: records[0], verdict: verdicts[0], masks: true });
  const badge = useRef(null);
  globalThis.badge = badge;
  globalThis.show = (change) => setShown((before) => ({ ...before, ...change }));
  return (
    <>
      <Touchmark
        as="touchmark-badge"
        ref={badge}
        record={shown.record}
        size="cell"
        aria-describedby="said"
        ontouchmark-verdict={(event) => heard.push(event.detail.verdict.record.id)}
      >
        Not yet checked
      </Touchmark>
      <Touchmark as="touchmark-details" verdict={shown.verdict} />
      <Touchmark as="touchmark-guard" origins="masked" noReveal={shown.masks} />
    </>
  );
}

const app = document.getElementById('app');
globalThis.markup = renderToString(<App />);
globalThis.define = () => import('touchmark/define');
globalThis.start = () => hydrateRoot(app, <App />);
`,
  },
  vue: {
    'app.js': `
import { createSSRApp, shallowRef } from 'vue';
import { renderToString } from 'vue/server-renderer';
import { heard, records, verdicts } from './stage.js';
import { render } from './template.js';
import { ssrRender } from './server.js';

const app = document.getElementById('app');
const component = (drawn) => ({
  ...drawn,
  setup() {
    const shown = shallowRef({ record: records[0], verdict: verdicts[0], masks: true });
    globalThis.show = (change) => (shown.value = { ...shown.value, ...change });
    return { shown, hear: (event) => heard.push(event.detail.verdict.record.id) };
  },
});
globalThis.markup = await renderToString(createSSRApp(component({ ssrRender })));
globalThis.define = () => import('touchmark/define');
globalThis.start = () => createSSRApp(component({ render })).mount(app);
`,
    ...Object.fromEntries(
      [false, true].map((ssr) => [
        ssr ? 'server.js' : 'template.js',
        compileTemplate({
          source: `
  <touchmark-badge .record="shown.record" size="cell" aria-describedby="said" @touchmark-verdict="hear">Not yet checked</touchmark-badge>
  <touchmark-details .verdict="shown.verdict"></touchmark-details>
  <touchmark-guard origins="masked" .noReveal="shown.masks"></touchmark-guard>`,
          filename: 'app.vue',
          id: 'app',
          ssr,
          ssrCssVars: [],
          compilerOptions: { isCustomElement: (tag) => tag.startsWith('touchmark-') },
        }).code,
      ]),
    ),
  },
  svelte: {
    'app.js': `
import { hydrate } from 'svelte';
import { render } from 'svelte/server';
import { heard, records, verdicts } from './stage.js';
import App from './component.js';
import Server from './server.js';

const app = document.getElementById('app');
const props = { first: { record: records[0], verdict: verdicts[0], masks: true } };
globalThis.markup = render(Server, { props }).body;
globalThis.define = () => import('touchmark/define');
globalThis.start = () => hydrate(App, { target: app, props });
`,
    ...Object.fromEntries(
      ['client', 'server'].map((generate) => [
        generate === 'client' ? 'component.js' : 'server.js',
        compile(
          `
<svelte:options runes />
<script>
  import { heard } from './stage.js';
  const { first } = $props();
  let shown = $state.raw(first);
  globalThis.show = (change) => (shown = { ...shown, ...change });
</script>
<touchmark-badge
  record={shown.record}
  size="cell"
  aria-describedby="said"
  ontouchmark-verdict={(event) => heard.push(event.detail.verdict.record.id)}
>Not yet checked</touchmark-badge>
<touchmark-details verdict={shown.verdict}></touchmark-details>
<touchmark-guard origins="masked" no-reveal={shown.masks || null}></touchmark-guard>`,
          { generate, filename: 'App.svelte' },
        ).js.code,
      ]),
    ),
  },
};
