// The Java that PMD runs on. Installed as the browser is, where that is possible, since no test is skipped.

import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The version of the Java on the path, installed first where there is none and this is root on Debian. */
export async function ensureJava() {
    const found = await versionOf();
    if (found) return found;
    try {
        await run('apt-get', ['install', '-y', '--no-install-recommends', 'default-jre-headless'], {
            env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
        });
    } catch (error) {
        throw new Error(
            `The Apex check needs Java 11 or newer, and apt-get could not install it (${error.message.split('\n')[0]}). ` +
                'Install a Java runtime, and put `java` on the path.'
        );
    }
    return versionOf();
}

async function versionOf() {
    // `java -version` writes to the error stream.
    const answer = await run('java', ['-version']).catch(() => undefined);
    return answer && /version "([^"]+)"/.exec(answer.stderr)?.[1];
}
