import { type Compose, needsOf, parametersOf } from '@orderwire/local-cloud/dev/packaging/compose';
import { Problem } from '@orderwire/local-cloud/dev/problem';
import type { Stack } from './stacks.ts';

export interface Wanted {
  readonly compose: Compose;
  readonly service: string;
  readonly stage: string;
  readonly settings: Readonly<Record<string, string>>;
  /** The stack of a service as it stands now. */
  readonly stackOf: (service: string) => Promise<Stack | undefined>;
}

/**
 * The parameters of a service for its deployment: outputs of the stacks that stand, and the shop's settings.
 * @throws Problem for an output that no stack has
 */
export const deploymentParameters = async ({
  compose,
  service,
  stage,
  settings,
  stackOf,
}: Wanted): Promise<Readonly<Record<string, string>>> => {
  const definition = compose.services[service];
  if (definition === undefined) throw new Error(`${service} is not in serverless-compose.yml.`);
  const outputs = new Map<string, Stack['outputs']>();
  for (const need of needsOf(definition)) outputs.set(need, (await stackOf(need))?.outputs ?? {});
  return parametersOf(definition, stage, {
    output: (other, key) => {
      const value = outputs.get(other)?.[key];
      if (value !== undefined) return value;
      throw new Problem(
        `${service} takes ${key} of ${other}, which is not deployed on the stage ${stage}, or has no such output.`,
        `npm run deploy -- --stage ${stage} --service ${other}`,
      );
    },
    setting: (variable) => settings[variable] ?? '',
  });
};
