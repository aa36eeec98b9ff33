/**
 * A page in the place of Lightning that holds one component, `c/elementsPage`, under Lightning Web Security or without.
 * Bundled for the browser by `elements.test.mjs`, minified: by function names the sandbox tells production from debugging.
 */
import * as lwc from '@lwc/engine-dom';
import { LWS_DEFAULT_GATER_FEATURES, registerGaterEnabledFeatures } from '@locker/shared';
import { evaluateFunction, wrapDependency } from '@locker/sandbox';

/** `namespace`: whose sandbox it is; none where there is to be no sandbox. */
const { namespace } = await (await fetch('/page.json')).json();

const modules = {
    lwc,
    'lightning/platformResourceLoader': { loadScript: (_component, url) => addScript(url) },
    '@salesforce/resourceUrl/c__touchmark': { default: '/touchmark.js' },
    '@salesforce/resourceUrl/c__touchmarkElements': { default: '/touchmarkElements.js' }
};

globalThis.define = (name, needs, factory) => {
    const values = needs.map((need) => {
        if (need === 'exports') return (modules[name] = {});
        return namespace ? wrapDependency(modules[need], need, namespace) : modules[need];
    });
    const made = (namespace ? evaluateFunction(namespace, factory) : factory)(...values);
    modules[name] ??= made;
};

if (namespace) registerGaterEnabledFeatures(LWS_DEFAULT_GATER_FEATURES);
await addScript('/elementsPage.js');
const page = lwc.createElement('c-elements-page', { is: modules['c/elementsPage'] });
document.querySelector('main').append(page);

function addScript(url) {
    return new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.addEventListener('load', resolve);
        script.addEventListener('error', () => reject(new Error(`${url} did not load`)));
        script.src = url;
        document.head.append(script);
    });
}
