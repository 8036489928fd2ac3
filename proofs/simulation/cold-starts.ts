import type { Clients } from '@orderwire/lambda/clients';
import { makeConfig } from '@orderwire/lambda/config';
import type { Outside } from '@orderwire/lambda/outside';
import type { ServiceName } from '@orderwire/local-cloud/engine/contract';
import type { ColdStart, PostRequest, Sandbox } from '@orderwire/local-cloud/simulator/sandbox';
import type { CloudModel } from '@orderwire/local-cloud/template/model';

const levelled =
  (sandbox: Sandbox, level: 'info' | 'warn' | 'error') =>
  (message: string, attributes: object = {}): void =>
    sandbox.log(level, message, attributes);

const CLIENT_OF = {
  cognito: 'cognito-idp',
  dynamo: 'dynamodb',
  eventBridge: 'events',
  s3: 's3',
  secretsManager: 'secretsmanager',
  ses: 'ses',
  sqs: 'sqs',
} as const satisfies Readonly<Record<keyof Clients, ServiceName>>;

/** Everything that a service takes from outside, as this sandbox has it. */
const outsideOf = (sandbox: Sandbox) => ({
  config: makeConfig(sandbox.environment),
  clock: sandbox.now,
  randomBytes: sandbox.randomBytes,
  observability: () => ({
    log: { info: levelled(sandbox, 'info'), warn: levelled(sandbox, 'warn'), error: levelled(sandbox, 'error') },
    count: (name: string, amount = 1) => sandbox.count(name, amount),
  }),
  clients: Object.fromEntries(
    Object.entries(CLIENT_OF).map(([name, service]) => [name, () => sandbox.client(service)]),
  ) as unknown as Outside<keyof Clients>['clients'],
  makeHttpPost: () => (request: PostRequest) => sandbox.post(request),
  // No gateway stands between services here: nobody has orders, as far as such a call can say.
  makeCallOwnApi: () => () => Promise.resolve({ status: 200, body: { orders: [], returns: [], entries: [] } }),
  presign: () => Promise.resolve('https://files.invalid/signed'),
});

type Compose = (outside: ReturnType<typeof outsideOf>) => ReturnType<ColdStart>;

/** Service → its functions, composed from source for one execution environment; of every service that is deployed. */
export const coldStartsOf = async ({ functions }: CloudModel): Promise<Readonly<Record<string, ColdStart>>> => {
  const services = new Set(functions.map(({ service }) => service));
  const loaded = [...services].map(async (service): Promise<readonly [string, ColdStart]> => {
    // The bundler makes a table of all files that this can name.
    const { compose } = (await import(`../../services/${service}/src/service.ts`)) as { readonly compose: Compose };
    return [service, (sandbox) => compose(outsideOf(sandbox))];
  });
  return Object.fromEntries(await Promise.all(loaded));
};
