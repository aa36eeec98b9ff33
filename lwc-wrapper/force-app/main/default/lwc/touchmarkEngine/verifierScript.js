/** The static resources `touchmark…`: classic scripts that each end by setting one global. */
import { loadScript } from 'lightning/platformResourceLoader';
import SCRIPT_URL from '@salesforce/resourceUrl/touchmark';
import ELEMENTS_URL from '@salesforce/resourceUrl/touchmarkElements';
import FALLBACK_URL from '@salesforce/resourceUrl/touchmarkFallback';
import { EngineError } from './engineError';

/** The verifier, with its WebAssembly engine. Loads the script on first use. */
export function loadTouchmark(component) {
    return load(component, {
        name: 'touchmark',
        url: SCRIPT_URL,
        global: () => {
            const { touchmark } = globalThis;
            return typeof touchmark?.createVerifier === 'function' ? touchmark : undefined;
        }
    });
}

/** The engine without WebAssembly, which the verifier takes where it finds it. Only pages that need it load it. */
export function loadFallback(component) {
    return load(component, {
        name: 'touchmarkFallback',
        url: FALLBACK_URL,
        global: () => globalThis.touchmarkFallback
    });
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
    const loaded = resource.global();
    if (loaded) return Promise.resolve(loaded);
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
