import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Mail } from '../actors/customer.ts';
import { call, LOCAL_OPERATOR, type Platform } from '../actors/platform.ts';

export interface OrderRow {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: string;
  readonly version: number;
  readonly lines: readonly Line[];
  readonly totals: { readonly total: number; readonly currency: string };
  readonly recipient: { readonly email: string; readonly address: { readonly street: string } };
  readonly shipment?: { readonly inferred: boolean };
  readonly reported?: Readonly<Record<string, unknown>>;
  readonly held?: readonly { readonly action: string }[];
}

export interface Line {
  readonly itemId: string;
  readonly count: number;
}

export interface StockRow {
  readonly itemId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly shipped: number;
}

export interface ReservationRow {
  readonly orderId: string;
  readonly status: 'reserved' | 'failed' | 'released' | 'committed';
  readonly lines: readonly Line[];
}

export interface InvoiceRow {
  readonly orderId: string;
  readonly status: string;
  readonly number?: string;
  readonly totals: { readonly total: number };
}

export interface MailRow {
  readonly orderId: string;
  readonly kind: string;
  readonly status: string;
  readonly attempts: number;
}

export interface PaymentRow {
  readonly orderId: string;
  readonly status: string;
  readonly amount?: number;
}

export interface RequestRow {
  readonly orderId: string;
  readonly kind: string;
  readonly status: string;
}

export interface TimelineRow {
  readonly orderId: string;
  readonly entry: string;
  readonly type: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

interface QueueDepth {
  readonly name: string;
  readonly deadLetter: boolean;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** All that the platform holds about orders, at rest. */
export interface Snapshot {
  readonly orders: readonly OrderRow[];
  readonly stock: readonly StockRow[];
  readonly reservations: readonly ReservationRow[];
  readonly payments: readonly PaymentRow[];
  readonly invoices: readonly InvoiceRow[];
  /** The last number of each series. */
  readonly series: readonly { readonly id: string; readonly lastPosition: number }[];
  readonly mails: readonly MailRow[];
  /** What SES took. */
  readonly sent: readonly Mail[];
  readonly warehouse: readonly RequestRow[];
  readonly courier: readonly RequestRow[];
  readonly timeline: readonly TimelineRow[];
  readonly queues: readonly QueueDepth[];
}

export interface Reader {
  readonly orders: () => Promise<readonly OrderRow[]>;
  readonly timeline: () => Promise<readonly TimelineRow[]>;
  readonly snapshot: () => Promise<Snapshot>;
  readonly close: () => void;
}

type Row = Readonly<Record<string, unknown>>;

const startsWith =
  (name: string, start: string) =>
  (row: Row): boolean =>
    String(row[name]).startsWith(start);

/** Reads tables as an operator would, over the port that speaks AWS's protocols. One try: it fails when the platform dies. */
export const makeReader = ({ awsUrl }: Pick<Platform, 'awsUrl'>): Reader => {
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    endpoint: awsUrl,
    credentials: LOCAL_OPERATOR,
    maxAttempts: 1,
  });
  const scan = async (TableName: string): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true }))
      rows.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    return rows;
  };
  const ofOrders = async (): Promise<readonly OrderRow[]> =>
    (await scan('orderwire-orders-local-OrdersTable'))
      .filter(startsWith('pk', 'order/'))
      .map((row) => ({ ...row, orderId: String(row['pk']).slice('order/'.length) }) as unknown as OrderRow);
  const ofTimeline = async () =>
    (await scan('orderwire-timeline-local-TimelineTable')).filter(
      (row) => row['type'] !== undefined,
    ) as unknown as readonly TimelineRow[];
  const stockIn = (rows: readonly Row[]) => rows.filter(startsWith('pk', 'item/')) as unknown as readonly StockRow[];

  const snapshot = async (): Promise<Snapshot> => {
    const [orders, inventory, payments, invoices, mails, warehouse, courier, timeline] = await Promise.all([
      ofOrders(),
      scan('orderwire-inventory-local-StockTable'),
      scan('orderwire-payments-local-PaymentsTable'),
      scan('orderwire-invoice-local-InvoicesTable'),
      scan('orderwire-notification-local-MailsTable'),
      scan('orderwire-warehouse-local-RequestsTable'),
      scan('orderwire-delivery-local-RequestsTable'),
      ofTimeline(),
    ]);
    const sent = await call<readonly Mail[]>(`${awsUrl}/_local/mails.json`);
    const info = await call<{ readonly queues: readonly QueueDepth[] }>(`${awsUrl}/_local/info.json`);
    return {
      orders,
      stock: stockIn(inventory),
      reservations: inventory.filter(startsWith('pk', 'reservation/')) as unknown as readonly ReservationRow[],
      payments: payments as unknown as readonly PaymentRow[],
      invoices: invoices.filter(startsWith('id', 'order/')) as unknown as readonly InvoiceRow[],
      series: invoices.filter(startsWith('id', 'series/')) as unknown as Snapshot['series'],
      mails: mails.filter((row) => row['kind'] !== undefined) as unknown as readonly MailRow[],
      sent: sent.body,
      warehouse: warehouse as unknown as readonly RequestRow[],
      courier: courier as unknown as readonly RequestRow[],
      timeline,
      queues: info.body.queues,
    };
  };
  return {
    orders: ofOrders,
    timeline: ofTimeline,
    snapshot,
    close: () => client.destroy(),
  };
};
