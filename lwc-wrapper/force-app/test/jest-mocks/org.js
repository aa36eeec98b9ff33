/** What `TouchmarkTrust.org` answers in the org that the sample contacts are of: a sandbox. */
export const ORG = {
    organizationId: '00DQx000000aBcDMAU',
    tenant: '2_vMebYwC7vVUN0Gf-INVR4FoSwMmP7vaCMSSdgAkPw',
    isSandbox: true,
    isDeveloperEdition: false
};

/** Shared by the copies of this module that a page of its own has. */
const answers = (globalThis.answersOfOrg ??= []);

/** The next question is answered by this. */
export function answerOrg(answer) {
    answers.push(answer);
}

export default function org() {
    const answer = answers.shift() ?? (() => Promise.resolve(ORG));
    return answer();
}
