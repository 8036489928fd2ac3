/** JSON with the members of each object in one order; those that are undefined are left out. */
const canonical = (value: unknown): string | undefined =>
  JSON.stringify(value, (_name, member: unknown) =>
    typeof member === 'object' && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
      : member,
  );

/** Whether two values of JSON say the same. A member that is undefined is as one that is not there. */
export const isSame = (one: unknown, other: unknown): boolean => canonical(one) === canonical(other);
