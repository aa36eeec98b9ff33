/** The static resources `touchmark…`: classic scripts that each end by setting one global. */
import { loadScript } from 'lightning/platformResourceLoader';
import SCRIPT_URL from '@salesforce/resourceUrl/touchmark';
import ELEMENTS_URL from '@salesforce/resourceUrl/touchmarkElements';
import FALLBACK_URL from '@salesforce/resourceUrl/touchmarkFallback';
import { EngineError } from './engineError';

const TOUCHMARK = {
    name: 'touchmark',
    url: SCRIPT_URL,
    global: () => {
        const { touchmark } = globalThis;
        return typeof touchmark?.createVerifier === 'function' ? touchmark : undefined;
    }
};

const FALLBACK = {
    name: 'touchmarkFallback',
    url: FALLBACK_URL,
    global: () => globalThis.touchmarkFallback
};

/** What is on its way, by name. */
const coming = new Map();

/** Scripts that somebody asked for. */
const wanted = new Set();

/** The verifier, with its WebAssembly engine. Loads the script on first use. */
export function loadTouchmark(component) {
    return load(component, TOUCHMARK);
}

/** The engine without WebAssembly, which the verifier takes where it finds it. Only pages that need it load it. */
export function loadFallback(component) {
    return load(component, FALLBACK);
}

/** Whether a script of an engine was asked for and is not there, by whatever way it may come. */
export function isScriptMissing() {
    return [TOUCHMARK, FALLBACK].some(({ name, global }) => wanted.has(name) && !global());
}

/** The custom elements. They show what the verifier's script made, so that has to be there first. */
export function loadTouchmarkElements(component) {
    return load(component, {
        name: 'touchmarkElements',
        url: ELEMENTS_URL,
        global: () => globalThis.touchmarkElements
    });
}

function load(component, resource) {
    const { name } = resource;
    const loaded = resource.global();
    wanted.add(name);
    if (loaded) return Promise.resolve(loaded);
    // Asked for anew each time, for the last may hang; and whichever comes first is taken.
    const earlier = coming.get(name);
    const asked = fetched(component, resource);
    const script = earlier ? Promise.race([asked, earlier.catch(() => asked)]) : asked;
    coming.set(name, script);
    const forget = () => coming.get(name) === script && coming.delete(name);
    script.then(forget, forget);
    return script;
}

function fetched(component, resource) {
    // loadScript resolves for a script that threw or did not parse as well, so only the global counts.
    return new Promise((resolve) => {
        resolve(loadScript(component, resource.url));
    })
        .catch(() => undefined)
        .then(() => resource.global() ?? loadByElement(resource));
}

/** The way for sites (LWR) whose loadScript does nothing that helps. */
function loadByElement({ name, url, global }) {
    return new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.addEventListener('load', () => {
            const loaded = global();
            if (loaded) resolve(loaded);
            else
                reject(
                    new EngineError(
                        'script-failed',
                        `The static resource ${name} was loaded but did not start. Build it again (cargo xtask build) and deploy it.`
                    )
                );
        });
        script.addEventListener('error', () => {
            script.remove();
            reject(
                new EngineError(
                    'script-unreachable',
                    `The static resource ${name} could not be loaded. Check that it is deployed, and that the page's Content-Security-Policy lets this page load it.`
                )
            );
        });
        script.src = url;
        document.head.appendChild(script);
    });
}
