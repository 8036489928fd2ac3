/** Reads the function's environment once, in lambda.ts, with a clear error instead of `undefined` in a table name. */
export const makeConfig = (environment: Readonly<Record<string, string | undefined>>) => ({
  /** @throws Error that names the missing variable */
  required: (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new Error(`The environment variable ${name} is missing.`);
    return value;
  },
  optional: (name: string): string | undefined => environment[name],
});
