type EngineOperations = Readonly<Record<string, (input: never, caller: never) => unknown>>;

/**
 * Stands in for an SDK client in front of a part of the local cloud's engine: an adapter is tested on what the engine
 * does, without a server. The operation is the name of the command's class without `Command`; the answer is a copy, as
 * from behind a wire. The caller is the operator, who may do everything.
 */
export const makeEngineClient = (operations: EngineOperations) => {
  const sent: { readonly operation: string; readonly input: unknown }[] = [];
  const send = (command: { readonly input: unknown }): Promise<never> => {
    const operation = command.constructor.name.replace(/Command$/, '');
    sent.push({ operation, input: command.input });
    return Promise.resolve().then(() => {
      const run = operations[operation];
      if (!run) throw new Error(`The engine has no operation ${operation}.`);
      return structuredClone(run(command.input as never, { kind: 'admin' } as never)) as never;
    });
  };
  return { client: { send: send as (command: never) => Promise<never> }, sent };
};
