/** The function's environment, handed in by lambda.ts. A missing variable is a clear error, not `undefined` as a table name. */
export const makeConfig = (environment: Readonly<Record<string, string | undefined>>) => ({
  /** @throws Error that names the missing variable */
  required: (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new Error(`The environment variable ${name} is missing.`);
    return value;
  },
  /** Left out, empty or `none` is undefined: the deployment's tool takes no empty parameter. */
  optional: (name: string): string | undefined => {
    const value = environment[name];
    return value === '' || value === 'none' ? undefined : value;
  },
});
