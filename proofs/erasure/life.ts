import { until } from '@orderwire/local-cloud/dev/until';
import { mailsTo, signIn } from '../actors/customer.ts';
import type { Feed } from '../actors/feed.ts';
import { callBack, type CallbackPath, eventHappens } from '../actors/order.ts';
import { call, type Platform } from '../actors/platform.ts';

/** Who acts, and on what. */
export interface Stage {
  readonly platform: Platform;
  readonly feed: Feed;
  readonly keys: { readonly warehouse: string; readonly courier: string };
  readonly staffToken: string;
  /** Of which there is plenty. */
  readonly item: string;
}

/** What the answer of DELETE says. */
export interface Erased {
  readonly erasure: string;
  readonly openOrders?: readonly string[];
  readonly expiring: readonly { readonly store: string; readonly days: number }[];
}

/** A customer who has lived through all there is, and left. */
export interface Life {
  /** By what they stand for. */
  readonly canaries: Readonly<Record<string, string>>;
  /** Texts that nothing may ever keep. */
  readonly secrets: readonly string[];
  /** Erases, and says what was answered. */
  readonly leave: () => Promise<Erased>;
  /** Ends what was open then. */
  readonly end: () => Promise<void>;
}

const PASSWORD = 'canary-Password-7318';
const VAT_ID = 'DE136695976';

/** Words that stand nowhere else, one for each place where something personal is written. */
const PLACES = [
  ...[
    'mail',
    'newMail',
    'name',
    'phone',
    'recipient',
    'company',
    'street',
    'street2',
    'otherStreet',
    'buyer',
    'buyerStreet',
  ],
  ...['orderName', 'orderStreet', 'key', 'cancellation', 'returnReason', 'openReturn', 'arrival'],
  ...['packedNote', 'shippedNote', 'failedReason', 'deliveredNote', 'cameBackNote', 'lateNote'],
  // Not why staff do something: that is in the audit list for good, and they are told to name nobody.
  ...['staffPhone', 'staffStreet'],
] as const;

type Place = (typeof PLACES)[number];

const wordFor = (place: Place): string => `canary${place}7318`.toLowerCase();

const CANARIES: Readonly<Record<Place, string>> = Object.fromEntries(
  PLACES.map((place) => [place, wordFor(place)]),
) as Record<Place, string>;

const EMAIL = `${CANARIES.mail}@example.com`;
const NEW_EMAIL = `${CANARIES.newMail}@example.com`;
const CITY = { city: 'Hamburg', postalCode: '20457', country: 'DE' };

/** @throws Error for any answer but a success */
const ask = async <Body = Readonly<Record<string, unknown>>>(
  { platform }: Stage,
  path: string,
  options: Parameters<typeof call>[1] = {},
): Promise<Body> => {
  const { status, body } = await call<Body>(`${platform.apiUrl}${path}`, options);
  if (status >= 300) throw new Error(`${options.method ?? ''} ${path} answered ${status} ${JSON.stringify(body)}`);
  return body;
};

const codeTo = (stage: Stage, email: string, kind: RegExp): Promise<string> =>
  until(`a code to ${email}`, async () => {
    const mail = (await mailsTo(stage.platform, email)).find(({ text = '' }) => kind.test(text));
    return /\b\d{6}\b/.exec(mail?.text ?? '')?.[0];
  });

/** Signs up, fills the profile and changes the address for mail. */
const enter = async (stage: Stage): Promise<{ readonly token: string; readonly customerId: string }> => {
  await ask(stage, '/signup', { body: { email: EMAIL, password: PASSWORD, name: CANARIES.name } });
  const code = await codeTo(stage, EMAIL, /confirmation code/);
  await ask(stage, '/confirm-signup', { body: { email: EMAIL, code } });
  const token = await signIn(stage.platform, EMAIL, PASSWORD);
  const { customerId } = await ask<{ customerId: string }>(stage, '/users/me', { token });
  const home = {
    name: CANARIES.recipient,
    company: CANARIES.company,
    street: CANARIES.street,
    street2: CANARIES.street2,
    ...CITY,
  };
  const other = { street: CANARIES.otherStreet, ...CITY };
  const billingAddress = { name: CANARIES.buyer, street: CANARIES.buyerStreet, ...CITY };
  await ask(stage, `/customers/${customerId}`, {
    ...{ method: 'PUT', token },
    body: { phone: CANARIES.phone, addresses: [home, other], billingAddress, vatId: VAT_ID, language: 'de' },
  });
  await ask(stage, `/customers/${customerId}`, {
    ...{ method: 'PUT', token: stage.staffToken },
    body: { phone: CANARIES.staffPhone },
  });
  await ask(stage, '/users/me/email', { method: 'PUT', token, body: { email: NEW_EMAIL, password: PASSWORD } });
  const confirming = await codeTo(stage, NEW_EMAIL, /verification code/);
  await ask(stage, '/users/me/email/confirmation', { token, body: { code: confirming } });
  return { token, customerId };
};

const report = async (stage: Stage, path: CallbackPath, orderId: string, body: object): Promise<void> => {
  const key = path === 'orderpacked' ? stage.keys.warehouse : stage.keys.courier;
  const { status, body: said } = await callBack(stage.platform, path, orderId, key, body);
  if (status !== 200) throw new Error(`${path} answered ${status} ${JSON.stringify(said)}`);
};

const orderOf = async (stage: Stage, token: string, more: object = {}, key = `${CANARIES.key}-${Math.random()}`) => {
  const body = { items: [{ id: stage.item, count: 2 }], ...more };
  const { orderId } = await ask<{ orderId: string }>(stage, '/orders', {
    token,
    headers: { 'idempotency-key': key },
    body,
  });
  await eventHappens(stage.feed, orderId, 'OrderConfirmed');
  return orderId;
};

const ship = async (stage: Stage, orderId: string): Promise<void> => {
  await report(stage, 'orderpacked', orderId, { note: CANARIES.packedNote });
  await report(stage, 'ordershipped', orderId, { note: CANARIES.shippedNote, carrier: 'DHL', trackingNumber: 'T1' });
};

const deliver = async (stage: Stage, orderId: string, note: string): Promise<void> => {
  await report(stage, 'orderdelivered', orderId, { note });
  await eventHappens(stage.feed, orderId, 'InvoiceIssued');
};

const requestReturn = async (stage: Stage, token: string, orderId: string, reason: string): Promise<string> => {
  const body = { lines: [{ itemId: stage.item, count: 1 }], reason };
  const { returnId } = await until('the delivery to be known to returns', async () => {
    const asked = await call<{ returnId: string }>(`${stage.platform.apiUrl}/orders/${orderId}/returns`, {
      ...{ token, body },
      headers: { 'idempotency-key': CANARIES.key },
    });
    return asked.status === 201 ? asked.body : undefined;
  });
  return returnId;
};

/** Orders that end in every way, one that is under way, and one of which something is still to come back. */
const buy = async (stage: Stage, token: string) => {
  const elsewhere = { name: CANARIES.orderName, street: CANARIES.orderStreet, ...CITY };
  const sentBack = await orderOf(stage, token, { shippingAddress: elsewhere });
  await ship(stage, sentBack);
  await report(stage, 'orderdeliveryfailed', sentBack, { reason: CANARIES.failedReason, attempt: 1 });
  await deliver(stage, sentBack, CANARIES.deliveredNote);
  const returnId = await requestReturn(stage, token, sentBack, CANARIES.returnReason);
  await ask(stage, `/returns/${returnId}/approval`, { method: 'POST', token: stage.staffToken });
  const arrived = { returnId, lines: [{ itemId: stage.item, count: 1 }], condition: 'good', note: CANARIES.arrival };
  await until('the approval to be known to orders', async () => {
    const { status } = await callBack(stage.platform, 'orderreturned', sentBack, stage.keys.warehouse, arrived);
    return status === 200 || undefined;
  });
  await eventHappens(stage.feed, sentBack, 'CreditNoteIssued');

  const cancelled = await orderOf(stage, token);
  await ask(stage, `/orders/${cancelled}/cancellation`, { token, body: { reason: CANARIES.cancellation } });

  const cameBack = await orderOf(stage, token);
  await ship(stage, cameBack);
  await report(stage, 'orderreturned', cameBack, { reason: 'refused', note: CANARIES.cameBackNote });

  const awaited = await orderOf(stage, token);
  await ship(stage, awaited);
  await deliver(stage, awaited, CANARIES.deliveredNote);
  const openReturn = await requestReturn(stage, token, awaited, CANARIES.openReturn);

  const open = await orderOf(stage, token);
  const elsewhereAgain = { method: 'PUT', token: stage.staffToken, body: { street: CANARIES.staffStreet, ...CITY } };
  await ask(stage, `/orders/${open}/shipping-address`, elsewhereAgain);
  return { open, openReturn };
};

/** A life with a word of its own in every field that takes something personal, up to the moment of leaving. */
export const live = async (stage: Stage): Promise<Life> => {
  const { token, customerId } = await enter(stage);
  const { open, openReturn } = await buy(stage, token);
  return {
    canaries: { ...CANARIES, vatId: VAT_ID },
    secrets: [PASSWORD],
    leave: () => ask<Erased>(stage, `/customers/${customerId}`, { method: 'DELETE', token }),
    end: async () => {
      await ship(stage, open);
      await deliver(stage, open, CANARIES.lateNote);
      const rejecting = { method: 'POST', token: stage.staffToken, body: { reason: 'worn' } };
      await ask(stage, `/returns/${openReturn}/rejection`, rejecting);
    },
  };
};
