// What may be done with the record of each acceptance case, for each use of a grid: `tests/rust/uses.rs` wrote down what is decided natively.

import { readFile } from 'node:fs/promises';
import { questionOf } from './acceptance-case.mjs';

/**
 * Each question once for each policy: `{ id, options, record, uses }`, where `options` are those of `createVerifier` and `uses` has, by name,
 * the answer, the codes of its reasons parted by spaces, and who answers for the use.
 */
export async function useCases() {
  const [decided, ...files] = await Promise.all(
    ['uses', 'seal-cases', 'seal-cases-2'].map(async (name) =>
      JSON.parse(await readFile(new URL(`../../tests/data/${name}.json`, import.meta.url), 'utf8')),
    ),
  );
  const { policies, sealed, decisions, cases } = decided;
  const acceptance = new Map(files.flatMap(({ cases }) => cases).map((one) => [one.id, one]));
  return Object.entries(cases).flatMap(([id, byPolicy]) => {
    const { options, record } = sealed[id] ? asked(sealed[id]) : questionOf(acceptance.get(id));
    return policies.map((more, at) => {
      const names = Object.keys(more.uses).sort();
      const uses = names.map((name, place) => {
        return [name, [...decisions[byPolicy[at][place]], more.uses[name].owner ?? '']];
      });
      return {
        id: `${id}, policy ${at + 1}`,
        options: { ...options, policy: { ...options.policy, ...more } },
        record,
        uses: Object.fromEntries(uses),
      };
    });
  });
}

function asked({ grants, now, policy, record, trust }) {
  return { options: { trust, policy, grants, now: Date.parse(now) }, record };
}
