import { ACTING, type ActingPartner } from '../partners.ts';
import type { World } from './world.ts';

type Keyed = Pick<World, 'simulator' | 'names' | 'ledger'>;

interface Key {
  readonly kid: string;
  readonly key: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
}

const secretText = ({ simulator, names }: Keyed, partner: string): string =>
  (
    simulator.admin('secretsmanager', 'GetSecretValue', { SecretId: names.secretId(partner) }) as {
      readonly SecretString: string;
    }
  ).SecretString;

/** As an operator reads them: a generated secret holds one key, a rotated one several with dates. */
export const keysOf = (world: Keyed, partner: string): readonly Key[] => {
  const secret = JSON.parse(secretText(world, partner)) as Key | { readonly keys: readonly Key[] };
  return 'keys' in secret ? secret.keys : [secret];
};

/** How far an environment's clock may be out, and a minute for caches: so close to its dates nobody uses a key. */
const SKEW_MS = 11 * 60_000;
/** A partner gets a new key by hand, after it was saved: those who check it have read it by then. */
const HANDED_OVER_MS = 11_000;
const HOUR_MS = 3_600_000;

const isWithin = ({ notBefore, notAfter }: Key, now: number): boolean =>
  (notBefore === undefined || Date.parse(notBefore) + SKEW_MS < now) &&
  (notAfter === undefined || now < Date.parse(notAfter) - SKEW_MS);

const isOutside = ({ notBefore, notAfter }: Key, now: number): boolean =>
  (notBefore !== undefined && now < Date.parse(notBefore) - SKEW_MS) ||
  (notAfter !== undefined && Date.parse(notAfter) + SKEW_MS < now);

/** Any key that is valid now, also one that will soon be not: a partner changes when it likes. */
export const keyOf = (world: Keyed, partner: string): string => {
  const now = world.simulator.now();
  const handedOver = (key: string): boolean => (world.ledger.secrets.get(key) ?? 0) + HANDED_OVER_MS <= now;
  const valid = keysOf(world, partner).filter((one) => isWithin(one, now) && handedOver(one.key));
  return world.simulator.random.pick(valid).key;
};

/** A key that opens nothing here: made up, out of its dates, or of a partner who does not report this. */
export const wrongKeyFor = (world: Keyed, partners: readonly ActingPartner[]): string => {
  const now = world.simulator.now();
  const others = ACTING.filter((name) => !partners.includes(name));
  const outside = partners.flatMap((partner) => keysOf(world, partner)).filter((one) => isOutside(one, now));
  const wrong = [...others.map((name) => keyOf(world, name)), ...outside.map(({ key }) => key)];
  return world.simulator.random.pick(['made-up-'.repeat(5), ...wrong]);
};

/**
 * Adds a key that counts from now on; the ones before stay valid for a while. Beside them the secret holds what careful
 * operators leave there: one that is out of date, and the next one, which does not count yet.
 */
export const rotate = (world: Keyed, partner: string): void => {
  const { simulator, names, ledger } = world;
  const now = simulator.now();
  const at = (time: number): string => new Date(time).toISOString();
  const before = keysOf(world, partner);
  const made = (use: string): { readonly kid: string; readonly key: string } => {
    const kid = `${use}-${String(before.length)}`;
    const key = `canary-key-${partner}-${kid}-${'x'.repeat(16)}`;
    ledger.secrets.set(key, now);
    return { kid, key };
  };
  const keys: readonly Key[] = [
    made('now'),
    ...before.map((one) => ({ ...one, notAfter: one.notAfter ?? at(now + 2 * HOUR_MS) })),
    { ...made('retired'), notAfter: at(now - HOUR_MS) },
    { ...made('next'), notBefore: at(now + 24 * HOUR_MS) },
  ];
  simulator.admin('secretsmanager', 'PutSecretValue', {
    SecretId: names.secretId(partner),
    SecretString: JSON.stringify({ keys }),
  });
};

/** Learns the generated keys, which may stand nowhere from then on. */
export const noteKeys = (world: Keyed): void => {
  for (const part of ['warehouse', 'courier', 'links'])
    for (const { key } of keysOf(world, part)) world.ledger.secrets.set(key, 0);
};
