// The Java that PMD runs on. Installed as the browser is, where that is possible, since no test is skipped.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version of the Java on the path, installed first where there is none and this is root on Debian. */
export async function ensureJava() {
    const found = await versionOf();
    if (found) return found;
    try {
        await aptGet('update', '--quiet');
        await aptGet('install', '--yes', '--no-install-recommends', 'default-jre-headless');
    } catch (error) {
        throw new Error(
            `The Apex check needs Java 11 or newer, and apt-get could not install it (${error.message.split('\n')[0]}). ` +
                'Install a Java runtime, and put `java` on the path.'
        );
    }
    return versionOf();
}

function aptGet(...args) {
    return run('apt-get', args, { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } });
}

async function versionOf() {
    // `java -version` writes to the error stream.
    const answer = await run('java', ['-version']).catch(() => undefined);
    return answer && /version "([^"]+)"/.exec(answer.stderr)?.[1];
}
