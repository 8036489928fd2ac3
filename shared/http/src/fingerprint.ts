import { createHash } from 'node:crypto';

/**
 * A short name for a JSON value: equal for equal content, whatever the order of its members. It has 128 bits, so that two
 * bodies do not get the same one by chance. The body cannot be read from it.
 */
export const fingerprintOf = (value: unknown): string =>
  createHash('sha256').update(canonical(value)).digest().subarray(0, 16).toString('base64url');

const canonical = (value: unknown): string => JSON.stringify(value ?? null, sortMembers);

const sortMembers = (_key: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
    : value;
