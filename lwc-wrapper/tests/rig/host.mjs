/**
 * A page in the place of Lightning: its module loader, its wires, and Lightning Web Security around the components.
 * Bundled for the browser by `build.mjs`, minified: by function names the sandbox tells production from debugging.
 */
import * as lwc from '@lwc/engine-dom';
import { LWS_DEFAULT_GATER_FEATURES, registerGaterEnabledFeatures } from '@locker/shared';
import { evaluateFunction, wrapDependency } from '@locker/sandbox';
import base from 'rig:base-components';
import { addScript, platform } from './platform.mjs';
import { find, middleOf, readFocus, readText, textOf } from './reading.mjs';

const page = await (await fetch('/page.json')).json();
const secured = page.sandbox !== 'off';
if (secured) registerGaterEnabledFeatures(LWS_DEFAULT_GATER_FEATURES);
// In an org a gate chooses this mode, or the namespace does: `omnistudio` and a few more have it without one.
if (page.sandbox === 'maxPerf') registerGaterEnabledFeatures(['enableMaxPerfMode']);

const system = platform(page);
const written = new Map();
const loaded = new Map();
const events = [];

// A bundle that imports nothing, such as one of styles, is compiled without a list.
globalThis.define = (name, ...rest) => {
    const [factory, needs = []] = rest.reverse();
    written.set(name, { needs, factory });
};
await addScript('/bundles.js');

const elements = page.components.map(placed);

/** What the tests ask of the page. Nothing of it is in reach of a component: the sandbox has another global object. */
globalThis.rig = {
    journal: system.journal,
    events,
    elements,
    find,
    text: readText,
    textOf,
    middleOf,
    focus: readFocus,
    change: (part) => system.change(part),
    set: (at, props) => void Object.assign(elements[at], props),
    place: (what) => void elements.push(placed(what))
};

/** System code is in the page itself; what an org deploys is in the sandbox of its namespace. */
function load(name) {
    if (name === 'lwc') return lwc;
    if (system.has(name)) return system.module(name);
    if (name in base) return base[name];
    if (loaded.has(name)) return loaded.get(name);
    if (!written.has(name)) return system.module(name);
    const { needs, factory } = written.get(name);
    const exported = {};
    const values = needs.map((need) => {
        if (need === 'exports') return exported;
        return secured ? wrapDependency(load(need), need, page.namespace) : load(need);
    });
    const made = (secured ? evaluateFunction(page.namespace, factory) : factory)(...values);
    loaded.set(name, made ?? exported);
    return loaded.get(name);
}

function placed({ is, props, title, region, listen }) {
    const [, namespace, kebab] = /^([a-z]+)-(.+)$/.exec(is);
    const module = load(`${namespace}/${kebab.replace(/-(\w)/g, (_, letter) => letter.toUpperCase())}`);
    const element = lwc.createElement(is, { is: module.default ?? module });
    for (const name of listen ?? []) {
        element.addEventListener(name, ({ detail }) => {
            events.push({
                is,
                name,
                detail: detail === undefined ? null : JSON.parse(JSON.stringify(detail))
            });
        });
    }
    Object.assign(element, props);
    const place = document.querySelector(region ? `[data-region="${region}"]` : 'main');
    if (!title) place.append(element);
    else {
        const section = document.createElement('section');
        const heading = document.createElement('h2');
        heading.textContent = title;
        section.append(heading, element);
        place.append(section);
    }
    return element;
}
