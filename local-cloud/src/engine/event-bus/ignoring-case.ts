/**
 * As AWS's matcher folds case: each character of the pattern stands for its lower and its upper form, one by one. So ß
 * also means SS and ﬁ also means FI, but neither ss nor fi; Σ also means σ and never ς. Characters are UTF-16 units, so
 * that those outside the basic plane stand for themselves. https://github.com/aws/event-ruler#equals-ignore-case
 */
type Forms = readonly string[];

const formsOf = (pattern: string): readonly Forms[] =>
  pattern.split('').map((one) => [...new Set([one.toLowerCase(), one.toUpperCase()])]);

/** Where a match of all forms in their order can end, counted from the start, or backwards from the end. */
const endsOf = (value: string, forms: readonly Forms[]): ReadonlySet<number> => {
  let ends: ReadonlySet<number> = new Set([0]);
  for (const each of forms) {
    const next = new Set<number>();
    for (const from of ends) for (const form of each) if (value.startsWith(form, from)) next.add(from + form.length);
    if (next.size === 0) return next;
    ends = next;
  }
  return ends;
};

const reversed = (text: string): string => text.split('').reverse().join('');

export const equalsIgnoringCase = (pattern: string): ((value: string) => boolean) => {
  const forms = formsOf(pattern);
  return (value) => endsOf(value, forms).has(value.length);
};

export const startsIgnoringCase = (pattern: string): ((value: string) => boolean) => {
  const forms = formsOf(pattern);
  return (value) => endsOf(value, forms).size > 0;
};

export const endsIgnoringCase = (pattern: string): ((value: string) => boolean) => {
  const forms = formsOf(pattern)
    .map((each) => each.map(reversed))
    .reverse();
  return (value) => endsOf(reversed(value), forms).size > 0;
};
