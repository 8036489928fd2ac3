import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AwsError } from '../../engine/contract.ts';
import { startServer } from '../../server/start.ts';
import type { LocalServer, Urls } from '../../server/start.ts';
import { loadModel } from '../../template/load-model.ts';
import type { CloudModel } from '../../template/model.ts';
import { TemplateError } from '../../template/template-error.ts';
import { packageServices } from '../packaging/package-services.ts';
import { type Compose, outputKey } from '../packaging/compose.ts';
import { capitalized, partnerNames } from '../packaging/partners.ts';
import { dataProblem } from './data.ts';
import { denialOf } from './denial.ts';
import { Problem } from '../problem.ts';
import type { Terminal } from '../terminal.ts';

export const LOCAL = {
  stage: 'local',
  region: 'eu-central-1',
  accountId: '000000000000',
  host: '127.0.0.1',
  apiPort: 3000,
  awsPort: 4566,
} as const;

/** Users of the local user pool only. */
export const STAFF = { email: 'staff@orderwire.test', password: 'Local-Staff-2026' } as const;
export const CUSTOMER = { email: 'ada@orderwire.test', password: 'Local-Customer-2026', name: 'Ada Example' } as const;

export interface PlatformOptions {
  readonly root: string;
  readonly terminal: Terminal;
  readonly host?: string;
  /** 0 takes any free port. */
  readonly apiPort?: number;
  readonly awsPort?: number;
  /** Where the state is kept; in memory only when it is left out. */
  readonly dataDirectory?: string;
  /** Begins empty, and moves the old state aside. */
  readonly fresh?: boolean;
  /** The services wanted; all when it is left out. */
  readonly only?: readonly string[];
}

/** Where a partner takes its webhooks: the URL in the environment, else its stand-in on this machine. */
const webhookUrl = (awsUrl: string, partner: string): string =>
  process.env[`${partner.toUpperCase()}_WEBHOOK_URL`] ?? `${awsUrl}/_local/partners/${partner}/webhooks`;

/** How the shop prices, taxes and promises: variables of these names win, as they do in a deployment. */
const SHOP = {
  SHOP_COUNTRY: 'DE',
  SHOP_CURRENCY: 'EUR',
  PRICES: 'gross',
  SHIPPING_TAX: 'shared',
  ONE_STOP_SHOP: 'no',
  SMALL_BUSINESS: 'none',
  VAT_RATES: 'none',
  PACK_WITHIN: '2 days',
  DELIVER_WITHIN: '5 days',
  AUTHORIZATION_LASTS: '7 days',
  REVIEW_OVER_MINOR: 'none',
  REVIEW_FIRST_ORDER: 'no',
  REVIEW_COUNTRIES: 'none',
} as const;

/** How the shop takes goods back; the same holds for them. */
const RETURNS = {
  RETURN_DAYS: '30',
  RETURN_APPROVAL: 'staff',
  RETURN_INSTRUCTIONS_EN: 'none',
  RETURN_INSTRUCTIONS_DE: 'none',
  RETURN_LABEL_URL: 'none',
  REFUND_SHIPPING: 'when_all_is_back',
} as const;

const orEnvironment = (settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, process.env[name] ?? value]));

export const localShop = (): Readonly<Record<string, string>> => orEnvironment(SHOP);

const asOutputs = (settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(settings).map(([name, value]) => [outputKey(name), value]));

const localOutputs = (awsUrl: string, partners: readonly string[]): Readonly<Record<string, string>> => ({
  ShopName: 'Orderwire',
  ShopAddress: 'none',
  ShopTaxId: 'none',
  ShopLanguage: process.env['SHOP_LANGUAGE'] ?? 'en',
  ShopTimeZone: process.env['SHOP_TIME_ZONE'] ?? 'UTC',
  ...asOutputs(localShop()),
  ...asOutputs(orEnvironment(RETURNS)),
  MailFrom: 'orders@orderwire.test',
  MailsOff: 'none',
  ...Object.fromEntries(partners.map((partner) => [`${capitalized(partner)}WebhookUrl`, webhookUrl(awsUrl, partner)])),
});

/** What the operating system or the templates refuse, in words and with the next step. */
const explain = (error: unknown, options: PlatformOptions): unknown => {
  if (error instanceof TemplateError) {
    const { service } = error.where;
    return new Problem(
      error.message,
      `correct services/${service}/serverless.yml, services/${service}/resources.yml or what they take from services/*.yml.`,
    );
  }
  const data = dataProblem(error, options);
  if (data !== undefined) return data;
  const { code, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (port !== undefined && port > 0 && (code === 'EADDRINUSE' || code === 'EACCES')) {
    const option = port === (options.apiPort ?? LOCAL.apiPort) ? '--port' : '--aws-port';
    const why = code === 'EACCES' ? 'may not be opened' : 'is in use already';
    return new Problem(
      `Port ${port} ${why}; perhaps Orderwire runs in another terminal.`,
      `end what uses it, or take another one: npm start -- ${option} ${port + 1} (0 takes any free one).`,
    );
  }
  if (['ENOTFOUND', 'EAI_AGAIN', 'EADDRNOTAVAIL'].includes(code ?? '')) {
    return new Problem(
      `This machine has no address ${options.host ?? LOCAL.host} to listen on.`,
      `take another one: npm start -- --host ${LOCAL.host} (only this machine), or 0.0.0.0 (every address it has).`,
    );
  }
  return error;
};

/** What the packaged services ask of AWS, as deployed on this machine. @throws TemplateError */
export const localModel = (root: string, compose: Compose, endpoints: Urls): CloudModel =>
  loadModel({
    servicesDirectory: root,
    compose,
    endpoints,
    localOutputs: localOutputs(endpoints.awsUrl, partnerNames(root)),
    stage: LOCAL.stage,
    region: LOCAL.region,
    accountId: LOCAL.accountId,
  });

/** Packages what changed and starts the local cloud with it, empty or as it was left. @throws Problem */
export const startPlatform = async (options: PlatformOptions): Promise<LocalServer> => {
  const { root, terminal, only } = options;
  const { compose } = await packageServices({ root, terminal, ...(only === undefined ? {} : { only }) });
  try {
    return await startServer({
      loadModel: (endpoints) => localModel(root, compose, endpoints),
      host: options.host ?? LOCAL.host,
      apiPort: options.apiPort ?? LOCAL.apiPort,
      awsPort: options.awsPort ?? LOCAL.awsPort,
      codeDirectory: join(root, '.orderwire/code'),
      logDirectory: join(root, '.orderwire/logs'),
      runtime: join(root, 'local-cloud/src/server/workers/runtime.cjs'),
      compactor: join(root, 'local-cloud/src/server/journal/compactor.mjs'),
      ...(options.dataDirectory !== undefined && { dataDirectory: options.dataDirectory }),
      fresh: options.fresh ?? false,
    });
  } catch (error) {
    throw explain(error, options);
  }
};

const OPERATOR = 'AWS4-HMAC-SHA256 Credential=local/20260101/eu-central-1/lambda/aws4_request, Signature=local';

/** Calls a function as an operator would with `aws lambda invoke`. @throws Problem when it fails */
const invoke = async ({ awsUrl, model }: LocalServer, name: string, payload: unknown): Promise<unknown> => {
  const response = await fetch(`${awsUrl}/2015-03-31/functions/${name}/invocations`, {
    method: 'POST',
    headers: { authorization: OPERATOR, 'content-type': 'application/json' },
    body: JSON.stringify(payload),
  });
  const text = await response.text();
  const failed = !response.ok || response.headers.has('x-amz-function-error');
  if (!failed) return JSON.parse(text) as unknown;
  throw (
    denialOf(text, model.functions) ?? new Problem(`${name} failed: ${text}`, 'look at the logs in .orderwire/logs.')
  );
};

interface SampleItem {
  readonly id: string;
}

const isListed = ({ engine, model }: LocalServer, id: string): boolean => {
  const table = model.tables.find(({ name }) => name.includes('ItemsTable'));
  const input = { TableName: table?.name, Key: { itemId: { S: id } }, ConsistentRead: true };
  const found = engine.execute({ service: 'dynamodb', operation: 'GetItem', input, caller: { kind: 'admin' } });
  return (found as { readonly Item?: object }).Item !== undefined;
};

/**
 * Lists the items of the sample catalogue that are not listed yet. The others stay as they are: somebody may have changed
 * their prices before the last stop.
 * @returns all of the sample's items
 */
export const importCatalogue = async (server: LocalServer, root: string): Promise<readonly SampleItem[]> => {
  const file = 'services/catalog/sample/items.json';
  const sample = JSON.parse(readFileSync(join(root, file), 'utf8')) as { readonly items: readonly SampleItem[] };
  const items = sample.items.filter(({ id }) => !isListed(server, id));
  if (items.length > 0) await invoke(server, `orderwire-catalog-${LOCAL.stage}-importItems`, { items });
  return sample.items;
};

interface NewUser {
  readonly email: string;
  readonly password: string;
  readonly name?: string;
}

/** Makes a confirmed user of the pool, as an administrator would; one that is there gets this password. */
export const createUser = (server: LocalServer, user: NewUser, group?: string): void => {
  const [pool] = server.model.userPools;
  if (pool === undefined) throw new Problem('No service declares a user pool.', 'look at services/customers.');
  const ask = (operation: string, input: object): unknown =>
    server.engine.execute({
      service: 'cognito-idp',
      operation,
      input: { UserPoolId: pool.id, Username: user.email, ...input },
      caller: { kind: 'admin' },
    });
  const create = (): unknown =>
    ask('AdminCreateUser', {
      MessageAction: 'SUPPRESS',
      UserAttributes: [
        { Name: 'email', Value: user.email },
        { Name: 'email_verified', Value: 'true' },
        ...(user.name === undefined ? [] : [{ Name: 'name', Value: user.name }]),
      ],
    });
  try {
    create();
  } catch (error) {
    if (!(error instanceof AwsError) || error.name !== 'UsernameExistsException') throw error;
  }
  ask('AdminSetUserPassword', { Password: user.password, Permanent: true });
  if (group !== undefined) ask('AdminAddUserToGroup', { GroupName: group });
};

interface LogLine {
  readonly text: string;
}

/** A call of ours that was denied since the start shows in the logs: the first one, as a problem. */
const deniedIn = async ({ awsUrl, model }: LocalServer): Promise<Problem | undefined> => {
  const lines = (await (await fetch(`${awsUrl}/_local/logs.json`)).json()) as readonly LogLine[];
  return lines.map(({ text }) => denialOf(text, model.functions)).find((problem) => problem !== undefined);
};

const SETTLE_LIMIT_MS = 20_000;

/**
 * Waits until the events of the start have reached everybody, at most 20 s.
 * @throws Problem when a function lacked a permission on the way
 */
export const settle = async (server: LocalServer): Promise<void> => {
  const limit = Date.now() + SETTLE_LIMIT_MS;
  let idle = false;
  let denied: Problem | undefined;
  while (!idle && denied === undefined && Date.now() < limit) {
    const info = (await (await fetch(`${server.awsUrl}/_local/info.json?within=0`)).json()) as { idle: boolean };
    idle = info.idle;
    // Looked for on the way, too: what is denied is tried again and again, and never idle.
    denied = await deniedIn(server);
    if (!idle) await new Promise((resolve) => setTimeout(resolve, 50));
  }
  if (denied !== undefined) throw denied;
};
