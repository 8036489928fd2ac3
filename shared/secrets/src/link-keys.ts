import { makeKeyRing } from '@orderwire/secrets/key-ring';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import * as z from 'zod/mini';

/** HS256 needs a key as long as its digest: https://www.rfc-editor.org/rfc/rfc7518#section-3.2 */
const MIN_KEY_BYTES = 32;

const linkKey = z.object({
  kid: z.string().check(z.minLength(1)),
  key: z.string().check(z.minLength(MIN_KEY_BYTES)),
});

export type LinkKey = z.infer<typeof linkKey>;

const keyRing = makeKeyRing(linkKey);

/** @throws TerminalError when the secret is not as documented; its text is never part of the message */
export const parseLinkKeys = (text: string): readonly [LinkKey, ...LinkKey[]] => {
  const keys = keyRing(text);
  if (!keys) throw new TerminalError('LINK_SECRET_INVALID', 'The secret of the signed links is not as documented.');
  return keys;
};
