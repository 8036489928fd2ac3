import { invariant } from '@orderwire/kernel/invariant';
import * as z from 'zod/mini';
import data from './partners.json' with { type: 'json' };

const partnerSchema = z.strictObject({
  /** Stands in ids of webhooks, in the name of the secret and of the setting with its URL: `courier`. */
  name: z.string().check(z.regex(/^[a-z][a-z0-9]{1,19}$/)),
  /** The service that tells it about orders: `delivery`. */
  toldBy: z.string(),
  /** The kinds of webhooks that it gets: `order.packed`. */
  webhooks: z.readonly(z.array(z.string())),
  /** What it may report: `shipped` by `POST /ordershipped/{orderId}`. */
  callbacks: z.readonly(z.array(z.string())),
});

/** Who packs or carries our orders. It has a secret of its own, `orderwire-<stage>/partners/<name>`. */
export type Partner = Readonly<z.infer<typeof partnerSchema>>;

/**
 * All partners, from partners.json. The stacks take them from there, too (services/partners.cjs): an entry gives a
 * partner its secret, its queue, its webhooks and its callbacks. Its URL stands in settings.yml, as `COURIER_WEBHOOK_URL`.
 */
export const partners: readonly Partner[] = z.array(partnerSchema).parse(data);

/** @throws Error when there is no such partner */
export const partnerNamed = (wanted: string): Partner => {
  const partner = partners.find(({ name }) => name === wanted);
  invariant(partner !== undefined, `partners.json names the partner ${wanted}.`);
  return partner;
};

/** The variable that says which secret is this partner's: `COURIER_SECRET_ARN`. */
export const secretVariable = ({ name }: Pick<Partner, 'name'>): string => `${name.toUpperCase()}_SECRET_ARN`;

/** Where a partner reports what it may about an order: `{ shipped: 'https://…/ordershipped/ord_…', … }`. */
export const callbackUrls = (
  { callbacks }: Pick<Partner, 'callbacks'>,
  apiUrl: string,
  orderId: string,
): Readonly<Record<string, string>> =>
  Object.fromEntries(callbacks.map((what) => [what, `${apiUrl}/order${what}/${encodeURIComponent(orderId)}`]));
