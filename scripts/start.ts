import type { LocalServer } from '@orderwire/local-cloud/server/start';
import { dataOf, DEFAULT_DATA, holdsState, restoredLines } from '@orderwire/local-cloud/dev/platform/data';
import {
  createUser,
  CUSTOMER,
  importCatalogue,
  LOCAL,
  localShop,
  settle,
  STAFF,
  startPlatform,
} from '@orderwire/local-cloud/dev/platform/platform';
import { numberOf } from '@orderwire/local-cloud/dev/number-option';
import { partnerNames } from '@orderwire/local-cloud/dev/packaging/partners';
import { requireShop } from './deploy/settings.ts';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { makeTerminal, seconds } from '@orderwire/local-cloud/dev/terminal';
import { command } from './lib/command.ts';
import { prepareWatch } from '@orderwire/local-cloud/dev/watch/watch';

const HELP = `npm start -- [--port ${LOCAL.apiPort}] [--aws-port ${LOCAL.awsPort}] [--host ${LOCAL.host}] [--no-watch]
             [--data ${DEFAULT_DATA} | --memory] [--fresh]

Packages every service that changed, starts them on a local cloud and fills it with a sample catalogue. What happens is
kept on disk: the next start goes on where this one ended, however it ended.
  --port      the shop's HTTP API (0 takes any free port)
  --aws-port  AWS's protocols, mails, logs and the partners' stand-ins (0 takes any free port)
  --host      the address to listen on; anyone who reaches it is an administrator
  --data      where the state is kept
  --memory    keeps nothing on disk: the state ends with the process
  --fresh     begins empty; the old state is moved to ${DEFAULT_DATA}.previous, in place of an older one
  --no-watch  leaves edits of the sources to the next start
  --json      when ready, one line on standard output that names the places and users, and nothing else there
`;

/** 0 takes any free one. */
const portOf = (name: string, text: string): number =>
  numberOf(name, text, `npm start -- --${name} ${LOCAL.apiPort}`, { least: 0, most: 65_535 });

const orderCommands = (apiUrl: string, itemIds: readonly string[]): string => {
  const items = itemIds.slice(0, 2).map((id, index) => ({ id, count: index + 1 }));
  const body = {
    items,
    shippingAddress: { street: 'Hafenstraße 1', city: 'Hamburg', postalCode: '20457', country: 'DE' },
  };
  const json = `-H 'content-type: application/json'`;
  const signIn = JSON.stringify({ email: CUSTOMER.email, password: CUSTOMER.password });
  return [
    `TOKEN=$(curl -s ${apiUrl}/signin ${json} -d '${signIn}' | node -pe 'JSON.parse(fs.readFileSync(0)).accessToken')`,
    `curl -s ${apiUrl}/orders ${json} -H "authorization: Bearer $TOKEN" \\`,
    `  -d '${JSON.stringify(body)}'`,
  ].join('\n');
};

const printPlaces = (
  server: LocalServer,
  itemIds: readonly string[],
  { partners, watched }: { readonly partners: readonly string[]; readonly watched: boolean },
): void => {
  const { apiUrl, awsUrl } = server;
  const { line, paint } = makeTerminal(process.stdout);
  const place = (name: string, text: string): void => line(`  ${paint('bold', name.padEnd(12))}${text}`);
  place('API', apiUrl);
  place('mails', `${awsUrl}/_local/mails`);
  place('live events', `${awsUrl}/_local/live`);
  for (const partner of partners) place(partner, `${awsUrl}/_local/partners/${partner}/webhooks.json`);
  place('logs', `${awsUrl}/_local/logs (files: .orderwire/logs)`);
  place('AWS CLI', `AWS_ENDPOINT_URL=${awsUrl} AWS_ACCESS_KEY_ID=local AWS_SECRET_ACCESS_KEY=local`);
  line(`${' '.repeat(14)}AWS_DEFAULT_REGION=${LOCAL.region} aws dynamodb list-tables`);
  place('staff', `${STAFF.email}  ${STAFF.password}`);
  place('customer', `${CUSTOMER.email}  ${CUSTOMER.password}`);
  line();
  line('Place an order:');
  line();
  line(paint('cyan', orderCommands(apiUrl, itemIds)));
  line();
  line(paint('dim', `${watched ? 'An edited source takes effect at once. ' : ''}Ctrl-C stops it.`));
};

const placesJson = ({ apiUrl, awsUrl }: LocalServer): string =>
  JSON.stringify({ apiUrl, awsUrl, staff: STAFF, customer: CUSTOMER });

/**
 * Resolves at the first signal; more may come, as npm hands on what the terminal has sent already. An npm that is ended
 * by SIGTERM leaves its script behind without a word: then the parent changes.
 */
const untilStopped = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    const parent = process.ppid;
    if (process.env['npm_lifecycle_event'] === undefined) return;
    setInterval(() => {
      if (process.ppid !== parent) resolve();
    }, 500).unref();
  });

const fill = async (server: LocalServer, root: string, terminal: Terminal): Promise<readonly string[]> => {
  for (const text of restoredLines(server)) terminal.line(`  ${terminal.paint('green', 'restored')} ${text}`);
  const items = await importCatalogue(server, root);
  createUser(server, STAFF, 'staff');
  createUser(server, CUSTOMER);
  terminal.live('  the events of the catalogue are on their way …');
  await settle(server);
  terminal.line(`  ${terminal.paint('green', 'loaded')} a catalogue of ${items.length} items`);
  return items.map(({ id }) => id);
};

const OPTIONS = {
  port: { type: 'string', default: String(LOCAL.apiPort) },
  'aws-port': { type: 'string', default: String(LOCAL.awsPort) },
  host: { type: 'string', default: LOCAL.host },
  data: { type: 'string', default: DEFAULT_DATA },
  memory: { type: 'boolean', default: false },
  fresh: { type: 'boolean', default: false },
  'no-watch': { type: 'boolean', default: false },
  json: { type: 'boolean', default: false },
} as const;

export const main = command(HELP, OPTIONS, async ({ values, root, terminal }) => {
  const apiPort = portOf('port', values.port);
  const awsPort = portOf('aws-port', values['aws-port']);
  const data = dataOf(values, root);
  const setsAside = data.fresh && holdsState(data);
  requireShop(localShop());
  const begun = performance.now();
  const stopped = untilStopped();
  const watch = values['no-watch'] ? undefined : prepareWatch(root, terminal);
  const server = await Promise.race([
    startPlatform({ root, terminal, host: values.host, apiPort, awsPort, ...data }),
    stopped.then(() => undefined),
  ]);
  if (server === undefined) return process.exit(0);
  if (setsAside) terminal.line(`  begun empty; what there was is in ${values.data}.previous`);
  try {
    const ready = await Promise.race([fill(server, root, terminal), stopped.then(() => undefined)]);
    if (ready !== undefined) {
      terminal.line(`${terminal.paint('green', 'ready')} in ${seconds(performance.now() - begun)}\n`);
      if (values.json) process.stdout.write(`${placesJson(server)}\n`);
      else printPlaces(server, ready, { partners: partnerNames(root), watched: watch !== undefined });
      watch?.begin(server);
      await stopped;
    }
  } finally {
    terminal.line('\nstopping …');
    await server.stop();
    await watch?.stop();
  }
  return 0;
});
