/** Whom this org trusts: the files of the static resource `touchmarkTrust`, or what `configure()` was given. */
import TRUST_URL from '@salesforce/resourceUrl/touchmarkTrust';
import { EngineError } from './engineError';

const FILES = ['trust', 'policy', 'registry'];

/**
 * @param {object|Promise<object>} [given] `{ trust, policy, registry? }`, each as JSON text or as an object
 * @returns {Promise<{trust: string, policy: string, registry?: string}>} JSON texts
 */
export function takeTrustMaterial(given) {
    return given === undefined ? fetchAll() : Promise.resolve(given).then(asTexts);
}

function fetchAll() {
    // All three are asked for: a registry that silently goes missing would hide stripped seals.
    return Promise.all(FILES.map(fetchFile)).then(([trust, policy, registry]) => ({
        trust,
        policy,
        registry
    }));
}

function fetchFile(name) {
    const place = `File ${name}.json of the static resource touchmarkTrust`;
    return fetch(`${TRUST_URL}/${name}.json`, { credentials: 'same-origin' }).then(
        (response) => {
            if (response.ok) return response.text();
            throw new EngineError(
                `${name}-unreadable`,
                `${place} answered ${response.status}. Put ${FILES.join('.json, ')}.json at the top of the archive, not in a folder.`
            );
        },
        (error) => {
            throw new EngineError(
                `${name}-unreadable`,
                `${place} could not be fetched (${error.message}). Check the network, and that the resource is deployed.`
            );
        }
    );
}

function asTexts(given) {
    const { trust, policy, registry } = given ?? {};
    if (!trust || !policy) {
        throw new EngineError(
            trust ? 'policy-unreadable' : 'trust-unreadable',
            'configure() needs { trust, policy }, each as JSON text or as an object.'
        );
    }
    const texts = { trust: asText(trust), policy: asText(policy) };
    return registry ? { ...texts, registry: asText(registry) } : texts;
}

function asText(value) {
    return typeof value === 'string' ? value : JSON.stringify(value);
}
