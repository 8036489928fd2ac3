import { invariant } from '@orderwire/kernel/invariant';

export type Config = ReturnType<typeof makeConfig>;

/** The function's environment. A missing variable is a clear error, not `undefined` as a table name. */
export const makeConfig = (environment: Readonly<Record<string, string | undefined>>) => {
  const required = (name: string): string => {
    const value = environment[name];
    if (value === undefined || value === '') throw new Error(`The environment variable ${name} is missing.`);
    return value;
  };
  return {
    /** @throws Error that names the missing variable */
    required,
    /** Left out, empty or `none` is undefined: the deployment's tool takes no empty parameter. */
    optional: (name: string): string | undefined => {
      const value = environment[name];
      return value === '' || value === 'none' ? undefined : value;
    },
    /** A whole number from 0 on: an amount in minor units, a count, seconds. @throws when it is missing or none */
    integer: (name: string): number => {
      const value = Number(required(name));
      invariant(Number.isSafeInteger(value) && value >= 0, `${name} is a whole number from 0 on.`);
      return value;
    },
  };
};
