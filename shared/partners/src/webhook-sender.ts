import type { CachedSecret } from '@orderwire/secrets/secret-cache';
import type { Clock } from '@orderwire/kernel/clock';
import { nameOf } from '@orderwire/kernel/errors';
import type { HttpAnswer, HttpPost } from './http-post.ts';
import { parseKeys, validKeys } from './keys.ts';
import { signatureHeader } from './signature.ts';
import { webhookTarget } from './webhook-target.ts';

/** What became of one try. */
export type SendOutcome =
  | { readonly accepted: true; readonly status: number }
  | {
      readonly accepted: false;
      /** Whether the same webhook may be accepted later. */
      readonly retry: boolean;
      /** Stable; part of the dead letter and of the log. */
      readonly code: string;
      readonly status?: number;
      /** What the partner asked for, in milliseconds. */
      readonly retryAfterMs?: number;
    };

/** Sends one webhook once. `id` is the same in every try. Never throws for what a partner or the network does. */
export type SendWebhook = (webhook: { readonly id: string; readonly body: string }) => Promise<SendOutcome>;

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-size */
const MAX_BODY_BYTES = 20_000;

/**
 * Standard Webhooks towards one partner: signed by every key that is valid now, with a new timestamp in each try.
 * Only 2xx is success; a redirect is not followed and counts as a failure. Only 410 says that nothing more is wanted.
 * @throws Error when the configured URL is not one that webhooks may go to
 */
export const makeWebhookSender = (deps: {
  readonly post: HttpPost;
  readonly url: string;
  /** Plain http and private addresses: for the local cloud only. */
  readonly allowLocal: boolean;
  readonly secret: Pick<CachedSecret, 'read'>;
  readonly clock: Clock;
}): SendWebhook => {
  const url = webhookTarget(deps.url, { allowLocal: deps.allowLocal });

  const sign = async (id: string, body: string): Promise<Readonly<Record<string, string>> | undefined> => {
    const now = deps.clock();
    const keys = validKeys(parseKeys(await deps.secret.read()), now);
    if (keys.length === 0) return undefined;
    const timestamp = Math.floor(now / 1000);
    return {
      'content-type': 'application/json',
      'user-agent': 'orderwire-webhooks/1',
      'webhook-id': id,
      'webhook-timestamp': String(timestamp),
      'webhook-signature': signatureHeader({ id, timestamp, body }, keys),
    };
  };

  return async ({ id, body }) => {
    if (Buffer.byteLength(body) > MAX_BODY_BYTES) return { accepted: false, retry: false, code: 'WEBHOOK_TOO_LARGE' };
    const headers = await sign(id, body).catch(() => undefined);
    if (!headers) return { accepted: false, retry: true, code: 'WEBHOOK_NOT_SIGNED' };
    try {
      return outcomeOf(await deps.post({ url, headers, body }), deps.clock());
    } catch (error) {
      return { accepted: false, retry: true, code: `PARTNER_UNREACHABLE_${codeOf(error)}` };
    }
  };
};

const codeOf = (error: unknown): string => {
  const { code } = error as { readonly code?: unknown };
  return typeof code === 'string' ? code : nameOf(error);
};

const outcomeOf = ({ status, retryAfter }: HttpAnswer, now: number): SendOutcome => {
  if (status >= 200 && status < 300) return { accepted: true, status };
  if (status === 410) return { accepted: false, retry: false, code: 'PARTNER_DISABLED', status };
  const retryAfterMs = retryAfterOf(retryAfter, now);
  return {
    accepted: false,
    // Also after 401, 403, 404: a deployment or a key of theirs may be half done, and they learn of the order nowhere else.
    retry: true,
    code: `PARTNER_ANSWERED_${status}`,
    status,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
  };
};

/** Seconds or a date. https://www.rfc-editor.org/rfc/rfc9110#field.retry-after */
const retryAfterOf = (header: string | undefined, now: number): number | undefined => {
  if (header === undefined) return undefined;
  const milliseconds = /^\d{1,9}$/.test(header) ? Number(header) * 1000 : Date.parse(header) - now;
  return Number.isFinite(milliseconds) && milliseconds > 0 ? milliseconds : undefined;
};
