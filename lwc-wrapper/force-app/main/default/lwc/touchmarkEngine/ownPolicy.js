/**
 * Whether a policy is of the org that it is read in. A sandbox gets production's files, custom metadata and code, and by them
 * production's records would pass there as if at home: the very mistake that a seal's environment is against.
 */
import org from '@salesforce/apex/TouchmarkTrust.org';
import { EngineError } from './engineError';
import { shortId } from './shortId';

/** The word by which a policy names no tenant or no environment. */
const ANY = 'any';

const REMEDY =
    "Put this org's own policy.json into the static resource touchmarkTrust, or into the records of Touchmark Trust.";

/** How the sample begins what an administrator has to fill in. */
const UNFINISHED = /^REPLACE WITH /;

/** Where each environment cannot be, by its name in small letters. Other names are an org's own, and say nothing about its kind. */
const NOT_IN = {
    production: ({ isSandbox }) => isSandbox,
    sandbox: isForCustomers,
    development: isForCustomers
};

/**
 * @returns {Promise<{organizationId: string, tenant: string, isSandbox: boolean, isDeveloperEdition: boolean}>} the org of this
 *   page; rejects with an EngineError where it cannot be asked: a policy that nobody compared may be anybody's
 */
export function askOrg() {
    return org().then(
        (here) => {
            if (here?.organizationId) return here;
            throw orgUnknown('It answered nothing.');
        },
        (error) => {
            throw orgUnknown(error?.body?.message ?? error?.message ?? 'No reason was given.');
        }
    );
}

/**
 * What of a policy was compared with the org.
 *
 * @param {{tenant: string, environment: string}} policy One that an engine took
 * @returns {{tenant: boolean, environment: boolean}}
 * @throws {EngineError} where the policy is of another org, or of an environment that this org is not; or not filled in
 */
export function requireOwnPolicy({ tenant, environment }, here) {
    if (UNFINISHED.test(environment)) {
        throw new EngineError(
            'policy-unfinished',
            'The "environment" of policy.json is the sample\'s still. Write there what seals are made for, in the same letters: "sandbox" or "production".'
        );
    }
    const names = [here.organizationId, shortId(here.organizationId), here.tenant];
    if (tenant !== ANY && !names.includes(tenant)) {
        throw new EngineError(
            'policy-of-another-org',
            `The policy is for the org ${tenant}, and this org is ${here.organizationId}. ${REMEDY}`
        );
    }
    const kind = String(environment).toLowerCase();
    const isElsewhere = Object.hasOwn(NOT_IN, kind) ? NOT_IN[kind] : undefined;
    if (isElsewhere?.(here)) {
        throw new EngineError(
            'policy-of-another-environment',
            `The policy says that this is ${environment}, and this org is ${kindOf(here)}. ${REMEDY}`
        );
    }
    return { tenant: tenant !== ANY, environment: isElsewhere !== undefined };
}

/** What kind of org it is, in English. */
export function kindOf({ isSandbox, isDeveloperEdition }) {
    if (isSandbox) return 'a sandbox or scratch org';
    return isDeveloperEdition ? 'a Developer Edition org' : 'no sandbox';
}

function isForCustomers({ isSandbox, isDeveloperEdition }) {
    return !isSandbox && !isDeveloperEdition;
}

function orgUnknown(reason) {
    return new EngineError(
        'org-unknown',
        `Which org this is could not be asked of the Apex class TouchmarkTrust: ${reason} Ask your administrator for the permission set Touchmark Viewer, which the guest user of a site needs too.`
    );
}
