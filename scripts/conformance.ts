import { Problem } from '@orderwire/local-cloud/dev/problem';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import type { ConformanceCase } from '../local-cloud/conformance/case.ts';
import { chosen, DEPLOY, proveConformance, STACK, TEMPLATE } from '../local-cloud/conformance/prove.ts';
import { proof } from './lib/command.ts';

const HELP = `npm run conformance -- [--endpoint URL] [--stack NAME] [--region R] [--filter TEXT] [--list] [--json]

Asks every rule of AWS's that this platform relies on, over the wire, with AWS's own SDK.
  --endpoint  whom to ask: a URL, or aws for the real one; otherwise the engine is started for it
  --stack     the stack that ${TEMPLATE} was deployed as (${STACK});
              on AWS: ${DEPLOY}
  --region    of that stack (AWS_REGION, or eu-central-1)
  --filter    only cases whose id contains this text, for example dynamodb/
  --list      the cases with their rules and sources, and no run
  --json      one object on standard output, nothing else there (npm run --silent conformance -- --json)
`;

const OPTIONS = {
  endpoint: { type: 'string' },
  stack: { type: 'string', default: STACK },
  region: { type: 'string', default: process.env['AWS_REGION'] ?? 'eu-central-1' },
  filter: { type: 'string', default: '' },
  list: { type: 'boolean', default: false },
} as const;

const endpointOf = (text: string | undefined): string | undefined => {
  const endpoint = text?.replace(/\/$/, '');
  if (endpoint === undefined || endpoint === 'aws' || /^https?:\/\/[^/]+$/.test(endpoint)) return endpoint;
  throw new Problem(
    `--endpoint takes a URL without a path, or aws, not "${endpoint}".`,
    'npm run conformance -- --endpoint http://127.0.0.1:8000',
  );
};

/** The cases with their rules and sources. */
const listed = (suites: readonly (readonly ConformanceCase[])[]): Found => {
  const cases = suites.flat().map(({ id, rule, source, only, why }) => ({ id, rule, source, only, why }));
  return {
    holds: true,
    report: { cases },
    lines: () =>
      cases.map(
        ({ id, rule, source, only }) => `${id}${only === undefined ? '' : ` (only ${only})`}\n  ${rule}\n  ${source}`,
      ),
  };
};

export const main = proof(HELP, OPTIONS, ({ values, root, terminal }) => {
  const asked = { ...values, endpoint: endpointOf(values.endpoint) };
  return values.list ? Promise.resolve(listed(chosen(values.filter))) : proveConformance(asked, root, terminal);
});
