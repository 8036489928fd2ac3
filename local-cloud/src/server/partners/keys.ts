/** One key of a partner's secret, as text: the bytes of its UTF-8 are the signing key. */
interface PartnerKey {
  readonly key: string;
  readonly notBefore?: unknown;
  readonly notAfter?: unknown;
}

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;
const isKey = (value: unknown): value is Record<string, unknown> & PartnerKey =>
  isRecord(value) && typeof value['key'] === 'string' && value['key'] !== '';

/** A date as ISO text or milliseconds; `otherwise` when there is none. */
const timeOf = (value: unknown, otherwise: number): number => {
  if (typeof value === 'number') return value;
  const time = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? otherwise : time;
};

/**
 * The keys that open at `now` (ms), from the secret's text: `{"keys":[{kid,key,notBefore?,notAfter?}]}`, or
 * `{"kid","key"}` as Secrets Manager generates it at the first deployment. Unreadable text holds no key.
 */
export const validKeys = (secretText: string, now: number): readonly string[] => {
  let secret: unknown;
  try {
    secret = JSON.parse(secretText);
  } catch {
    return [];
  }
  if (!isRecord(secret)) return [];
  const keys: readonly unknown[] = Array.isArray(secret['keys']) ? secret['keys'] : [secret];
  return keys
    .filter(isKey)
    .filter(({ notBefore, notAfter }) => timeOf(notBefore, -Infinity) <= now && now < timeOf(notAfter, Infinity))
    .map(({ key }) => key);
};
