import { numberOf, seedOf } from '@orderwire/local-cloud/dev/number-option';
import { proveHostile } from '../proofs/hostile/prove.ts';
import { proof } from './lib/command.ts';

const DEFAULTS = { inputs: 200, kills: 10 } as const;

const HELP = `npm run test:hostile -- [--inputs ${DEFAULTS.inputs}] [--kills ${DEFAULTS.kills}] [--seed S] [--only TEXT] [--json]

Sends broken requests to a running platform: every operation of the AWS port, every route of the API. None may be
answered with 5xx, dropped or left hanging, and after each kill -9 the platform must start again with all it had.
  --inputs  requests for each operation; a route gets half as many
  --kills   how often it is killed
  --seed    the number that decides about everything (a new one each time)
  --only    operations and routes whose name holds this text: dynamodb:PutItem, "POST /orders"
  --json    one object on standard output, nothing else there (npm run --silent test:hostile -- --json)
`;

const OPTIONS = {
  inputs: { type: 'string', default: String(DEFAULTS.inputs) },
  kills: { type: 'string', default: String(DEFAULTS.kills) },
  seed: { type: 'string' },
  only: { type: 'string', default: '' },
} as const;

export const main = proof(HELP, OPTIONS, ({ values, root, terminal }) => {
  const example = 'npm run test:hostile -- --inputs 5';
  const [inputs, kills] = [numberOf('inputs', values.inputs, example), numberOf('kills', values.kills, example)];
  return proveHostile({ root, inputs, kills, seed: seedOf(values.seed, example), only: values.only }, terminal);
});
