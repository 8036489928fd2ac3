import { TerminalError } from '@orderwire/kernel/terminal-error';
import * as z from 'zod/mini';

/** A partner is one of two, and each has one secret. */
export type Partner = 'warehouse' | 'courier';

const MIN_KEY_BYTES = 24;

const keySchema = z.object({
  kid: z.string().check(z.minLength(1)),
  key: z.string().check(z.minLength(MIN_KEY_BYTES)),
  notBefore: z.optional(z.iso.datetime()),
  notAfter: z.optional(z.iso.datetime()),
});

export type PartnerKey = z.infer<typeof keySchema>;

/** As staff writes it: several keys with dates, so that rotation locks nobody out. As the first deployment generates it: one. */
const secretSchema = z.union([z.object({ keys: z.array(keySchema).check(z.minLength(1)) }), keySchema]);

/** @throws TerminalError when the secret is not as documented; its text is never part of the message */
export const parseKeys = (text: string): readonly PartnerKey[] => {
  const secret = secretSchema.safeParse(jsonOrUndefined(text));
  if (!secret.success) throw new TerminalError('PARTNER_SECRET_INVALID', 'The partner’s secret is not as documented.');
  return 'keys' in secret.data ? secret.data.keys : [secret.data];
};

const jsonOrUndefined = (text: string): unknown => {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
};

/** The keys whose dates hold at `now` (milliseconds since the epoch), both ends included. */
export const validKeys = (keys: readonly PartnerKey[], now: number): readonly PartnerKey[] =>
  keys.filter(
    ({ notBefore, notAfter }) =>
      (notBefore === undefined || Date.parse(notBefore) <= now) &&
      (notAfter === undefined || now <= Date.parse(notAfter)),
  );
