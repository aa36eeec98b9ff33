/**
 * Whom this org trusts: the files of the static resource `touchmarkTrust`; where that holds no `trust.json`, the records of
 * the custom metadata type `Touchmark_Trust__mdt`; or what `configure()` was given.
 */
import material from '@salesforce/apex/TouchmarkTrust.material';
import TRUST_URL from '@salesforce/resourceUrl/touchmarkTrust';
import { EngineError } from './engineError';

const FILES = ['trust', 'policy', 'registry', 'grants'];

const NOT_FOUND = 404;

/**
 * @param {object|Promise<object>} [given] `{ trust, policy, registry?, grants? }`, each as JSON text or as an object
 * @param {string} cache As `fetch` takes it: a page that asks again wants what the org has now
 * @returns {Promise<{trust: string, policy: string, registry?: string, grants?: string}>} JSON texts
 */
export function takeTrustMaterial(given, cache) {
    return given === undefined ? fetchAll(cache) : Promise.resolve(given).then(asTexts);
}

function fetchAll(cache) {
    // All are asked for: a registry that silently goes missing would hide stripped seals. Without grants, uses that ask for
    // one are refused, which hides nothing: an archive of before there were any goes on.
    return Promise.allSettled(FILES.map((name) => fetchFile(name, cache))).then((answers) => {
        const [trust] = answers;
        if (trust.reason?.status === NOT_FOUND) return fromMetadata(trust.reason);
        const isMissing = ({ reason }, at) => FILES[at] === 'grants' && reason?.status === NOT_FOUND;
        const failed = answers.find((answer, at) => answer.status === 'rejected' && !isMissing(answer, at));
        if (failed) throw failed.reason;
        const texts = answers.map(({ value }, at) => [FILES[at], value]);
        return Object.fromEntries(texts.filter(([, text]) => text !== undefined));
    });
}

/** Both documents or none: a policy from one place and a trust list from another would be nobody's decision. */
function fromMetadata(missing) {
    return material().then(
        (texts) => {
            if (texts?.trust && texts?.policy) return asTexts(texts);
            throw new EngineError(
                'trust-unreadable',
                `${missing.message} The custom metadata type Touchmark_Trust__mdt has no trust list with a policy either.`
            );
        },
        (error) => {
            throw new EngineError(
                'trust-unreadable',
                `${missing.message} The custom metadata could not be read instead: ${error.body?.message ?? error.message}`
            );
        }
    );
}

function fetchFile(name, cache) {
    const place = `File ${name}.json of the static resource touchmarkTrust`;
    return fetch(`${TRUST_URL}/${name}.json`, { credentials: 'same-origin', cache }).then(
        (response) => {
            if (response.ok) return response.text();
            const error = new EngineError(
                `${name}-unreadable`,
                `${place} answered ${response.status}. Put ${FILES.join('.json, ')}.json at the top of the archive, not in a folder.`
            );
            throw Object.assign(error, { status: response.status });
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
    const { trust, policy, registry, grants } = given ?? {};
    if (!trust || !policy) {
        throw new EngineError(
            trust ? 'policy-unreadable' : 'trust-unreadable',
            'configure() needs { trust, policy }, each as JSON text or as an object.'
        );
    }
    const optional = Object.entries({ registry, grants }).filter(([, value]) => value);
    const texts = optional.map(([name, value]) => [name, asText(value)]);
    return { trust: asText(trust), policy: asText(policy), ...Object.fromEntries(texts) };
}

function asText(value) {
    return typeof value === 'string' ? value : JSON.stringify(value);
}
