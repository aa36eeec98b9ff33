/** The static resource `touchmark`: one classic script that ends in `globalThis.touchmark = …`. */
import { loadScript } from 'lightning/platformResourceLoader';
import SCRIPT_URL from '@salesforce/resourceUrl/touchmark';
import { EngineError } from './engineError';

/** The script's global. Loads the script on first use. */
export function loadTouchmark(component) {
    const loaded = global();
    if (loaded) return Promise.resolve(loaded);
    // loadScript resolves for a script that threw or did not parse as well, so only the global counts.
    return new Promise((resolve) => {
        resolve(loadScript(component, SCRIPT_URL));
    })
        .catch(() => undefined)
        .then(() => global() ?? loadByElement());
}

/** The way for sites (LWR) whose loadScript does nothing that helps. */
function loadByElement() {
    return new Promise((resolve, reject) => {
        const script = document.createElement('script');
        script.addEventListener('load', () => {
            const loaded = global();
            if (loaded) resolve(loaded);
            else
                reject(
                    new EngineError(
                        'script-failed',
                        'The static resource touchmark was loaded but did not start. Build it again (cargo xtask build) and deploy it.'
                    )
                );
        });
        script.addEventListener('error', () => {
            reject(
                new EngineError(
                    'script-unreachable',
                    "The static resource touchmark could not be loaded. Check that it is deployed, and that the page's Content-Security-Policy lets this page load it."
                )
            );
        });
        script.src = SCRIPT_URL;
        document.head.appendChild(script);
    });
}

function global() {
    const { touchmark } = globalThis;
    return typeof touchmark?.createVerifier === 'function' ? touchmark : undefined;
}
