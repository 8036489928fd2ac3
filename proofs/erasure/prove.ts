import { STAFF } from '@orderwire/local-cloud/dev/platform/platform';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import { until } from '@orderwire/local-cloud/dev/until';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { signIn } from '../actors/customer.ts';
import { followFeed } from '../actors/feed.ts';
import { type OwnHost, hostOwn, settled } from '../actors/host.ts';
import { call, partnerKey } from '../actors/platform.ts';
import { type Finding, find } from './find.ts';
import { type Erased, live } from './life.ts';
import { missedBy, type Store, storesOf } from './walk.ts';

/** Of the sample catalogue: there is plenty of it. */
const ITEM = 'tea-assam';

const SETTLED_WITHIN_MS = 1_000;
/** Orders waits a quarter of a minute for orders that are just being placed. */
const PATIENCE_MS = 60_000;

/** What was handed to the customer or to a partner: it is theirs, and nobody here has it back. */
const HANDED_OUT: ReadonlySet<Store['kind']> = new Set(['mails']);

interface Rehearsal {
  /** What was never written anywhere before: nothing is proven of it. */
  readonly unseen: readonly string[];
  readonly erased: Erased;
  readonly stores: readonly Store[];
  readonly found: readonly Finding[];
}

const logsOf = async ({ platform }: OwnHost): Promise<Store> => {
  const { body } = await call(`${platform.awsUrl}/_local/logs.json`);
  return { name: 'logs', kind: 'rest', things: [body] };
};

const rehearse = async (host: OwnHost, say: (line: string) => void): Promise<Rehearsal> => {
  const { platform, server } = host;
  const feed = await followFeed(platform);
  const keys = { warehouse: await partnerKey(platform, 'warehouse'), courier: await partnerKey(platform, 'courier') };
  const staffToken = await signIn(platform, STAFF.email, STAFF.password);
  const life = await live({ platform, feed, keys, staffToken, item: ITEM });
  await settled(platform, SETTLED_WITHIN_MS);
  const all = async (): Promise<readonly Store[]> => [...storesOf(server.engine.state), await logsOf(host)];
  const look = async (wanted: Readonly<Record<string, string>>) => {
    const stores = await all();
    return { stores, found: find(stores, wanted, { model: server.model, now: Date.now() }) };
  };
  const before = await look(life.canaries);
  say(`lived: ${Object.keys(life.canaries).length} words stand in ${before.found.length} places`);
  const erased = await life.leave();
  await life.end();
  const secrets = Object.fromEntries(life.secrets.map((secret, index) => [`secret ${index + 1}`, secret]));
  const isKept = ({ expires }: Finding): boolean => expires === undefined || expires.days > erasedDays(erased, expires);
  const handedOut = new Set(before.stores.filter(({ kind }) => HANDED_OUT.has(kind)).map(({ name }) => name));
  const left = async () => {
    const { stores, found } = await look({ ...life.canaries, ...secrets });
    return { stores, found: found.filter(({ store }) => !handedOut.has(store)) };
  };
  const gone = async () => ((await left()).found.some(isKept) ? undefined : true);
  await until('all is erased', gone, PATIENCE_MS).catch(() => undefined);
  await settled(platform, SETTLED_WITHIN_MS);
  feed.close();
  const after = await left();
  const seen = new Set([...before.found, ...after.found].flatMap(({ canaries }) => canaries));
  return { unseen: Object.keys(life.canaries).filter((name) => !seen.has(name)), erased, ...after };
};

/** How many days the answer of DELETE names; none where it does not name the store. */
const erasedDays = ({ expiring }: Erased, { called }: NonNullable<Finding['expires']>): number =>
  expiring.find(({ store }) => store === called)?.days ?? 0;

/** Erases a customer who has left a word of their own in every field, and looks for the words in all that there is. */
export const proveErasure = async (given: {
  readonly root: string;
  readonly terminal: Terminal;
  readonly shown: Terminal;
}): Promise<Found> => {
  const host = await hostOwn(given.root, given.terminal);
  try {
    const { unseen, erased, stores, found } = await rehearse(host, (line) => given.shown.line(`  ${line}`));
    const skipped = [
      ...unseen.map((name) => `${name}: was written nowhere`),
      ...missedBy(stores, host.server.model).map((name) => `${name}: was not walked`),
    ];
    const staying = found.filter(({ expires }) => expires === undefined || expires.days > erasedDays(erased, expires));
    const expiring = found.flatMap(({ store, expires }) => (expires ? { store, ...expires } : []));
    const isWaitedFor = erased.erasure === 'when_orders_end' && erased.openOrders?.length === 2;
    const report = {
      canaries: new Set(found.flatMap(({ canaries }) => canaries)).size,
      storesWalked: stores.map(({ name }) => name),
      found: staying,
      handedOut: [...new Set(stores.filter(({ kind }) => HANDED_OUT.has(kind)).map(({ name }) => name))],
      expiring,
      answered: erased,
    };
    return {
      holds: staying.length === 0 && expiring.length > 0 && isWaitedFor,
      skipped,
      report,
      lines: ({ ok }, paint) => [
        `${stores.length} stores walked`,
        ...expiring.map(({ store, called, days }) => `  ${store}: ${called}, gone in ${days} days at most`),
        ...staying.map(({ store, canaries }) => `  ${store}: still has ${canaries.join(', ')}`),
        ...skipped.map((line) => `  ${line}`),
        ok
          ? paint('green', 'nothing of the customer is left anywhere else')
          : paint('red', 'something of the customer is left'),
      ],
    };
  } finally {
    await host.stop();
  }
};
