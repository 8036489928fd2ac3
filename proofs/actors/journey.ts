import { type Customer, mailsTo } from './customer.ts';
import { eventOf, type Feed } from './feed.ts';
import { callBack, eventHappens, mailSent, type Placed, placeOrder, webhookArrives, type Wish } from './order.ts';
import { call, type Platform } from './platform.ts';

export const MAIL_KINDS = ['placed', 'confirmed', 'packed', 'shipped', 'delivered', 'invoice'] as const;

export interface Keys {
  readonly warehouse: string;
  readonly courier: string;
}

/** One order that went all the way, and what it took. Times in milliseconds. */
export interface Journey {
  readonly orderId: string;
  readonly placed: Placed;
  readonly placedToConfirmedMs: number;
  readonly placedToDeliveredMs: number;
  /** From each callback to the event it caused on the bus. */
  readonly callbackToEventMs: readonly number[];
  readonly mails: number;
  readonly invoices: number;
}

interface Deps {
  readonly platform: Platform;
  readonly feed: Feed;
  readonly keys: Keys;
}

/**
 * Takes one order from placed to delivered: as the customer, then as the warehouse and the courier, each when its webhook
 * has come. Waits for everything that depends on the order.
 * @throws Error that says what went wrong or did not happen
 */
export const makeJourney =
  ({ platform, feed, keys }: Deps) =>
  async (customer: Customer, wishes: readonly Wish[]): Promise<Journey> => {
    const sentAt = Date.now();
    const answer = await placeOrder(platform, customer, wishes);
    if (answer.status !== 201) throw new Error(`Placing answered ${answer.status} ${JSON.stringify(answer.body)}`);
    const { orderId } = answer.body;
    const confirmed = await eventHappens(feed, orderId, 'OrderConfirmed', 'OrderRejected', 'OrderCancelled');
    const type = eventOf(confirmed)?.meta.type;
    if (type !== 'OrderConfirmed') throw new Error(`${orderId} ended with ${type ?? 'nothing'}.`);

    const callbackToEventMs: number[] = [];
    const report = async (
      path: Parameters<typeof callBack>[1],
      key: string,
      event: string,
      body = {},
    ): Promise<number> => {
      const from = Date.now();
      const { status, body: said } = await callBack(platform, path, orderId, key, body);
      if (status !== 200 || said.result !== 'applied')
        throw new Error(`${path} of ${orderId} answered ${status} ${JSON.stringify(said)}`);
      const at = Date.parse((await eventHappens(feed, orderId, event)).at);
      callbackToEventMs.push(at - from);
      return at;
    };

    await webhookArrives(feed, orderId, 'warehouse');
    await report('orderpacked', keys.warehouse, 'OrderPacked');
    await webhookArrives(feed, orderId, 'courier');
    await report('ordershipped', keys.courier, 'OrderShipped', {
      carrier: 'Demo Express',
      trackingNumber: `DX-${orderId.slice(-8)}`,
    });
    const deliveredAt = await report('orderdelivered', keys.courier, 'OrderDelivered');
    await eventHappens(feed, orderId, 'InvoiceIssued');
    await eventHappens(feed, orderId, 'StockCommitted');
    for (const kind of MAIL_KINDS) await mailSent(feed, orderId, kind);

    const count = (wanted: string): number =>
      new Set(
        feed
          .of(orderId)
          .map(eventOf)
          .filter((event) => event?.meta.type === wanted)
          .map((event) => event?.meta.id),
      ).size;
    return {
      orderId,
      placed: answer.body,
      placedToConfirmedMs: Date.parse(confirmed.at) - sentAt,
      placedToDeliveredMs: deliveredAt - sentAt,
      callbackToEventMs,
      mails: count('MailSent'),
      invoices: count('InvoiceIssued'),
    };
  };

interface TimelineEntry {
  readonly type: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What does not agree with a delivered order, as its owner sees it over HTTP. Empty: all is well. */
export const problemsOf = async (
  platform: Platform,
  customer: Customer,
  journey: Journey,
): Promise<readonly string[]> => {
  const { orderId, placed } = journey;
  const at = (path: string): string => `${platform.apiUrl}/orders/${orderId}${path}`;
  const order = await call<{ status?: string }>(at(''), { token: customer.token });
  const timeline = await call<{ entries?: readonly TimelineEntry[] }>(at('/timeline'), { token: customer.token });
  const entries = timeline.body.entries ?? [];
  const fact = (type: string, name: string): unknown => entries.find((entry) => entry.type === type)?.facts[name];
  const kinds = entries.filter(({ type }) => type === 'MailSent').map(({ facts }) => String(facts['kind']));
  const expected: readonly (readonly [string, unknown, unknown])[] = [
    ['the order’s status', order.body.status, 'delivered'],
    ['the captured amount', fact('PaymentCaptured', 'amount'), placed.totals.total],
    ['the invoice’s total', fact('InvoiceIssued', 'total'), placed.totals.total],
    ['the mails', kinds.sort().join(), [...MAIL_KINDS].sort().join()],
  ];
  return expected
    .filter(([, got, wanted]) => got !== wanted)
    .map(([what, got, wanted]) => `${orderId}: ${what}: ${String(got)} instead of ${String(wanted)}`);
};

/** The invoice as the customer opens it: from the order, and by the link in the mail. Both must be the same file. */
export const downloadInvoice = async (platform: Platform, customer: Customer, orderId: string): Promise<Uint8Array> => {
  const mails = await mailsTo(platform, customer.email);
  const link = mails.flatMap(({ text = '' }) => text.match(/https?:\/\/\S+\/invoices\/\S+/) ?? [])[0];
  if (link === undefined) throw new Error('No mail holds a link to the invoice.');
  const redirects = [
    await call(`${platform.apiUrl}/orders/${orderId}/invoice`, { token: customer.token }),
    await call(link),
  ];
  const files = await Promise.all(
    redirects.map(async ({ status, headers }) => {
      const location = headers.get('location');
      if (status !== 302 || location === null) throw new Error(`The invoice answered ${status} instead of a link.`);
      return new Uint8Array(await (await fetch(location)).arrayBuffer());
    }),
  );
  const [own = new Uint8Array(), linked = new Uint8Array()] = files;
  if (!Buffer.from(own).equals(Buffer.from(linked))) throw new Error('The mail’s link opens another invoice.');
  if (!Buffer.from(own.subarray(0, 5)).equals(Buffer.from('%PDF-'))) throw new Error('The invoice is no PDF.');
  return own;
};
