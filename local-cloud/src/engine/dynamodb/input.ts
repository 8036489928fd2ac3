import { AwsError } from '../contract.ts';
import { validation } from './errors.ts';

/** A parameter left out here would be a guess; `legacy` ones (`Expected`, `AttributesToGet` …) are among them. */
export const refuseUnknown = (operation: string, input: object, known: ReadonlySet<string>): void => {
  for (const name of Object.keys(input))
    if (!known.has(name) && (input as Readonly<Record<string, unknown>>)[name] !== undefined)
      throw new AwsError(
        'UnknownOperationException',
        `The local cloud does not implement dynamodb:${operation} with ${name}.`,
      );
};

/** Throws ValidationException unless `value` is absent or one of `allowed`; the message is that of every AWS service. */
export const checkEnum = (value: string | undefined, parameter: string, allowed: readonly string[]): void => {
  if (value !== undefined && !allowed.includes(value))
    throw validation(
      `1 validation error detected: Value '${value}' at '${parameter}' failed to satisfy constraint: Member must satisfy enum value set: [${allowed.join(', ')}]`,
    );
};

/** The value, or ValidationException when it is absent. */
export const required = <T>(value: T | undefined, parameter: string): T => {
  if (value === undefined)
    throw validation(
      `1 validation error detected: Value null at '${parameter}' failed to satisfy constraint: Member must not be null`,
    );
  return value;
};

export const checkReturnCapacity = (value: string | undefined): void => {
  checkEnum(value, 'returnConsumedCapacity', ['INDEXES', 'TOTAL', 'NONE']);
};

export const RETURN_VALUES = ['ALL_NEW', 'UPDATED_OLD', 'ALL_OLD', 'NONE', 'UPDATED_NEW'] as const;
