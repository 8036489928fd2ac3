import type { Clients } from '@orderwire/lambda/clients';
import { makeConfig } from '@orderwire/lambda/config';
import type { Outside } from '@orderwire/lambda/outside';
import type { ServiceName } from '@orderwire/local-cloud/engine/contract';
import type { ColdStart, PostRequest, Sandbox } from '@orderwire/local-cloud/simulator/sandbox';
import { compose as catalog } from '../../services/catalog/src/service.ts';
import { compose as customers } from '../../services/customers/src/service.ts';
import { compose as delivery } from '../../services/delivery/src/service.ts';
import { compose as invoice } from '../../services/invoice/src/service.ts';
import { compose as notification } from '../../services/notification/src/service.ts';
import { compose as inventory } from '../../services/inventory/src/service.ts';
import { compose as orders } from '../../services/orders/src/service.ts';
import { compose as payments } from '../../services/payments/src/service.ts';
import { compose as platform } from '../../services/platform/src/service.ts';
import { compose as timeline } from '../../services/timeline/src/service.ts';
import { compose as warehouse } from '../../services/warehouse/src/service.ts';

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
  presign: () => Promise.resolve('https://files.invalid/signed'),
});

type Composed = (outside: ReturnType<typeof outsideOf>) => unknown;

/** Service → what it is composed by. */
const composed: Readonly<Record<string, Composed>> = {
  catalog,
  customers,
  delivery,
  inventory,
  invoice,
  notification,
  orders,
  payments,
  platform,
  timeline,
  warehouse,
};

/** Service → its functions, composed from source for one execution environment. */
export const coldStarts: Readonly<Record<string, ColdStart>> = Object.fromEntries(
  Object.entries(composed).map(([service, compose]) => [
    service,
    (sandbox: Sandbox) => compose(outsideOf(sandbox)) as ReturnType<ColdStart>,
  ]),
);
