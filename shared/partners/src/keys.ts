import { makeKeyRing } from '@orderwire/secrets/key-ring';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import * as z from 'zod/mini';

const MIN_KEY_BYTES = 24;

const keySchema = z.object({
  kid: z.string().check(z.minLength(1)),
  key: z.string().check(z.minLength(MIN_KEY_BYTES)),
  notBefore: z.optional(z.iso.datetime()),
  notAfter: z.optional(z.iso.datetime()),
});

export type PartnerKey = z.infer<typeof keySchema>;

const keyRing = makeKeyRing(keySchema);

/** @throws TerminalError when the secret is not as documented; its text is never part of the message */
export const parseKeys = (text: string): readonly PartnerKey[] => {
  const keys = keyRing(text);
  if (!keys) throw new TerminalError('PARTNER_SECRET_INVALID', 'The partner’s secret is not as documented.');
  return keys;
};

/** The keys whose dates hold at `now` (milliseconds since the epoch), both ends included. */
export const validKeys = (keys: readonly PartnerKey[], now: number): readonly PartnerKey[] =>
  keys.filter(
    ({ notBefore, notAfter }) =>
      (notBefore === undefined || Date.parse(notBefore) <= now) &&
      (notAfter === undefined || now <= Date.parse(notAfter)),
  );
