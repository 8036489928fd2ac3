/** Milliseconds since the epoch. Made in lambda.ts (`Date.now`), by tests and by the simulator; read nowhere else. */
export type Clock = () => number;

/** The one way time is written: ISO 8601, UTC, with milliseconds. */
export const isoTime = (milliseconds: number): string => new Date(milliseconds).toISOString();
