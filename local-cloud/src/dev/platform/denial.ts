import { Problem } from '../problem.ts';

interface KnownFunction {
  readonly name: string;
  readonly service: string;
  readonly key: string;
}

/** AWS's sentence about a missing permission, up to where it ends in JSON or prose. */
const DENIED = /User: \S*assumed-role\/[\w-]+\/([\w-]+) is not authorized to perform: [^"\\\n]+/;

/**
 * A call that was denied to one of our functions, with the place where its permissions stand.
 * @param text an error or a log line
 */
export const denialOf = (text: string, functions: readonly KnownFunction[]): Problem | undefined => {
  const [message, name] = DENIED.exec(text) ?? [];
  const found = functions.find((candidate) => candidate.name === name);
  if (message === undefined || found === undefined) return undefined;
  const { service, key } = found;
  return new Problem(
    `The function ${key} of ${service} lacks a permission:\n\n  ${message.trim()}`,
    `grant it in services/${service}/serverless.yml, under functions.${key}.iamRoleStatements.`,
  );
};
