import type { World } from './world.ts';

type Keyed = Pick<World, 'simulator' | 'names'>;

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

/** A partner gets a new key by hand, after it was saved: those who check it have read it by then. */
const HANDED_OVER_MS = 11_000;

/** Any key that is valid now, also one that will soon be not: a partner changes when it likes. */
export const keyOf = (world: Keyed, partner: string): string => {
  const now = world.simulator.now();
  const valid = keysOf(world, partner).filter(
    ({ notBefore, notAfter }) =>
      (notBefore === undefined || Date.parse(notBefore) + HANDED_OVER_MS <= now) &&
      (notAfter === undefined || Date.parse(notAfter) > now + 60_000),
  );
  return world.simulator.random.pick(valid).key;
};

/** Adds a key that counts from now on; the ones before stay valid for a while. */
export const rotate = (world: Keyed, partner: string): void => {
  const { simulator, names } = world;
  const now = simulator.now();
  const before = keysOf(world, partner);
  const kid = `k${String(before.length)}`;
  const key = `canary-key-${partner}-${kid}-${'x'.repeat(16)}`;
  const notAfter = new Date(now + 3_600_000).toISOString();
  const keys = [
    { kid, key, notBefore: new Date(now).toISOString() },
    ...before.map((one) => ({ ...one, notAfter: one.notAfter ?? notAfter })),
  ];
  simulator.admin('secretsmanager', 'PutSecretValue', {
    SecretId: names.secretId(partner),
    SecretString: JSON.stringify({ keys }),
  });
};
