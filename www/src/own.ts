/**
 * Nothing is read off a prototype. A script that has put `now`, `origin` or `trust` on `Object.prototype` (a fault of many
 * libraries, and enough of one) must not choose a time, fill in an answer or take a guard away. Three ways, one for each
 * direction: what a page hands over is read by `own`, what the platform is handed is `bare`, and what a page is answered
 * has each member that is absent `shielded`.
 */
/** The own members of what a page handed over, and no others. Taken once: a getter answers once, and nothing changes later. */
export function own<Given extends object>(given: Given | null | undefined): Given {
  return Object.assign(Object.create(null), given) as Given;
}

/** A dictionary for the platform, which reads its members as anybody would: off the prototype where they are absent. */
export function bare<Members extends object>(members: Members): Members {
  return own(members);
}

/**
 * Members that are absent, made own ones that say so. They are not enumerable: the JSON, the copies and the comparisons of
 * the object are what they were.
 */
export function shielded<Answer extends object>(answer: Answer, optional: readonly string[]): Answer {
  for (const name of optional) {
    if (!Object.prototype.hasOwnProperty.call(answer, name)) Object.defineProperty(answer, name, ABSENT);
  }
  return answer;
}

const ABSENT: PropertyDescriptor = own({
  value: undefined,
  enumerable: false,
  writable: false,
  configurable: false,
});
