import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';

export const same: (actual: unknown, expected: unknown, message?: string) => void = (actual, expected, message) =>
  deepStrictEqual(actual, expected, message);

export const holds: (condition: boolean, message: string) => void = (condition, message) => ok(condition, message);

/** An SDK error as far as cases look at it. */
export interface Refusal {
  readonly name: string;
  readonly message: string;
  readonly $metadata: { readonly httpStatusCode?: number };
  readonly [field: string]: unknown;
}

/**
 * Waits for a refusal with this name, and with this text where AWS documents one.
 * @returns the error, for what else it carries
 */
export const refused = async (call: Promise<unknown>, name: string, message?: RegExp | string): Promise<Refusal> => {
  const outcome = await call.then(
    () => undefined,
    (error: unknown) => error as Refusal,
  );
  if (outcome === undefined) throw new Error(`Was accepted, where ${name} is due.`);
  strictEqual(outcome.name, name, `${outcome.name}: ${outcome.message}`);
  if (typeof message === 'string') strictEqual(outcome.message, message);
  else if (message !== undefined) ok(message.test(outcome.message), `"${outcome.message}" is not ${String(message)}`);
  return outcome;
};

/** How a call ended: `none` for an answer, otherwise the name of its refusal. For rules that leave the name open. */
export const refusalOf = (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'none',
    (error: unknown) => (error as Refusal).name,
  );
