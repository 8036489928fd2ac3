import type { Caller, Operations } from '../contract.ts';

/** Calls operations in a test the way the engine does, with the types given at the call. */
export const calling =
  (operations: Operations, caller: Caller = { kind: 'function', functionName: 'orders-local-place' }) =>
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- Only the test knows which operation it names.
  <Output>(operation: string, input: object): Output => {
    const implementation = operations[operation];
    if (implementation === undefined) throw new Error(`There is no operation ${operation}.`);
    return implementation(input as never, caller) as Output;
  };

/** What a call throws; undefined when it does not. */
export const thrownBy = (act: () => unknown): unknown => {
  try {
    act();
    return undefined;
  } catch (error) {
    return error;
  }
};
