/** A test of one leaf value of an event: a string, a number, a boolean or null. */
export type ValueTest = (value: unknown) => boolean;

/** Refuses with the reason that EventBridge would name. */
export type Refuse = (reason: string) => never;
