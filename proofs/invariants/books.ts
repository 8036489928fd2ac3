/** A row of a table, as plain values. */
export type Row = Readonly<Record<string, unknown>>;

export interface Line {
  readonly itemId: string;
  readonly count: number;
}

export interface OrderRow {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: string;
  readonly version: number;
  readonly lines: readonly Line[];
  readonly charges: { readonly total: number; readonly currency: string };
  readonly recipient: { readonly email: string; readonly address: { readonly street: string } };
  readonly discountCode?: string;
  readonly rejection?: { readonly reason: string };
  /** `done`: its customer was erased, and it says nothing of anybody any more. */
  readonly erasure?: string;
  readonly cancellation?: { readonly by: string };
  readonly parcels?: readonly ParcelOfOrder[];
  /** Callbacks that counted, by what they told. */
  readonly reported?: Readonly<Record<string, unknown>>;
  /** Callbacks that came too early and wait. */
  readonly held?: readonly {
    readonly action: string;
    readonly trackingNumber?: string;
    readonly replaced?: readonly string[];
  }[];
}

/** A parcel as the row of its order has it; one of everything says nothing of its lines. */
export interface ParcelOfOrder {
  /** Absent: `p1`. */
  readonly parcelId?: string;
  /** Left out: it is on its way. */
  readonly state?: string;
  /** Left out: the first. */
  readonly attempt?: number;
  readonly trackingNumber?: string;
  readonly replaced?: readonly string[];
}

export interface StockRow {
  readonly itemId: string;
  readonly onHand: number;
  readonly reserved: number;
  readonly available: number;
  readonly shipped: number;
  /** How many entries its history has. */
  readonly movements?: number;
}

export interface ReservationRow {
  readonly orderId: string;
  readonly status: 'reserved' | 'failed' | 'released' | 'committed';
  /** What is (or was, at its end) still set aside. */
  readonly lines: readonly Line[];
  /** What has left the house. */
  readonly parcels?: readonly { readonly parcelId: string; readonly lines: readonly Line[] }[];
}

/** What is back on the shelf. */
export interface ReturnedRow {
  readonly orderId: string;
  readonly lines: readonly Line[];
}

/** Goods came in, or somebody counted. */
export interface MovementRow {
  readonly itemId: string;
  readonly number: number;
  readonly before: { readonly onHand: number };
  readonly after: { readonly onHand: number };
}

export interface PaymentRow {
  readonly orderId: string;
  readonly status: string;
  /** What was authorised, in minor units. */
  readonly amount?: number;
  readonly providerReference?: string;
  /** What was taken of it, for each parcel. */
  readonly captures?: readonly { readonly parcelId: string; readonly amount: number }[];
  readonly refunds?: readonly {
    readonly refundId: string;
    readonly parcelId: string;
    readonly amount: number;
    readonly isDone?: boolean;
  }[];
}

/** What the provider of payments knows of one authorisation. */
export interface AuthorizationRow {
  readonly accountId: string;
  readonly authorized: number;
  readonly captured: number;
  readonly refunded: number;
  /** Something of it is still set aside on the card. */
  readonly isOpen: boolean;
  /** What the provider does not do with this card, ever. */
  readonly refuses?: 'capture' | 'refund';
  /** By its idempotency key. */
  readonly entries?: Readonly<
    Record<string, { readonly kind: 'capture' | 'void' | 'refund'; readonly amount: number }>
  >;
}

export interface InvoiceRow {
  readonly orderId: string;
  readonly status: string;
  readonly number?: string;
  readonly objectKey?: string;
  /** Once it is known what was shipped. */
  readonly charges?: { readonly total: number };
  readonly billing: { readonly name: string; readonly address: { readonly street: string } };
  /** Whose shipment it asks for. */
  readonly parcelId?: string;
}

export interface CreditNoteRow {
  readonly orderId: string;
  readonly refundId: string;
  readonly number: string;
  readonly forInvoice: string;
  readonly charges: { readonly total: number };
}

export interface MailRow {
  /** `ord_1/shipped/p1` */
  readonly id: string;
  readonly orderId: string;
  readonly kind: string;
  readonly status: string;
  readonly attempts: number;
}

export interface WebhookRow {
  readonly orderId: string;
  readonly kind: string;
  readonly status: string;
}

export interface TimelineRow {
  readonly orderId: string;
  /** Time and id of the event. */
  readonly entry: string;
  readonly type: string;
  readonly facts: Readonly<Record<string, unknown>>;
}

/** What the services know of orders. */
export interface Books {
  readonly orders: readonly OrderRow[];
  /** An order's idempotency key. */
  readonly keys: readonly { readonly orderId: string }[];
  readonly stock: readonly StockRow[];
  readonly reservations: readonly ReservationRow[];
  readonly returned: readonly ReturnedRow[];
  readonly movements: readonly MovementRow[];
  readonly payments: readonly PaymentRow[];
  readonly provider: readonly AuthorizationRow[];
  readonly invoices: readonly InvoiceRow[];
  readonly credits: readonly CreditNoteRow[];
  /** The last number of each series, by `series/<series>`. */
  readonly series: readonly { readonly id: string; readonly lastPosition: number }[];
  readonly mails: readonly MailRow[];
  readonly warehouse: readonly WebhookRow[];
  readonly courier: readonly WebhookRow[];
  readonly timeline: readonly TimelineRow[];
}

/** The tables that the books are in, by a part of their names that no other table has. */
export const TABLES = {
  orders: 'OrdersTable',
  stock: 'StockTable',
  payments: 'PaymentsTable',
  provider: 'SimulatedProviderTable',
  invoices: 'InvoicesTable',
  mails: 'MailsTable',
  warehouse: '-warehouse-',
  courier: '-delivery-',
  timeline: 'TimelineTable',
} as const;

export type Tables = Readonly<Record<keyof typeof TABLES, readonly Row[]>>;

const ORDER = 'order/';

/** The rows that have such a key: a table keeps more than one kind. */
const under = (rows: readonly Row[], key: string, start: string): readonly Row[] =>
  rows.filter((row) => String(row[key]).startsWith(start));

const having = (rows: readonly Row[], attribute: string): readonly Row[] =>
  rows.filter((row) => row[attribute] !== undefined);

const withIds = (orders: readonly Row[]): readonly Row[] =>
  under(orders, 'pk', ORDER).map((row) => ({ ...row, orderId: String(row['pk']).slice(ORDER.length) }));

export const ordersIn = (rows: readonly Row[]): readonly OrderRow[] => withIds(rows) as unknown as readonly OrderRow[];

/** What was told at once is one row, and what was told twice may be in two. */
export const timelineIn = (rows: readonly Row[]): readonly TimelineRow[] => {
  const entries = having(rows, 'entries').flatMap(({ orderId, entries: burst }) =>
    (burst as readonly (Omit<TimelineRow, 'orderId' | 'entry'> & { readonly id: string; readonly at: string })[]).map(
      ({ id, at, type, facts }) => ({ orderId: String(orderId), entry: `${at}#${id}`, type, facts }),
    ),
  );
  return [...new Map(entries.map((one) => [`${one.orderId} ${one.entry}`, one])).values()];
};

/** What the rows of all tables say: each has the shape that its service gave it. */
export const booksOf = (tables: Tables): Books => {
  const rows: Readonly<Record<keyof Books, readonly Row[]>> = {
    orders: withIds(tables.orders),
    keys: under(tables.orders, 'pk', 'placed/'),
    stock: under(tables.stock, 'pk', 'item/'),
    reservations: under(tables.stock, 'pk', 'reservation/'),
    returned: under(tables.stock, 'pk', 'returned/'),
    movements: under(tables.stock, 'pk', 'movement/'),
    payments: having(tables.payments, 'orderId'),
    provider: having(tables.provider, 'accountId'),
    invoices: under(tables.invoices, 'id', ORDER),
    credits: under(tables.invoices, 'id', 'credit/'),
    series: under(tables.invoices, 'id', 'series/'),
    mails: having(tables.mails, 'kind'),
    warehouse: having(tables.warehouse, 'kind'),
    courier: having(tables.courier, 'kind'),
    timeline: timelineIn(tables.timeline) as unknown as readonly Row[],
  };
  return rows as unknown as Books;
};

type Refusal = NonNullable<AuthorizationRow['refuses']>;

/** Order → what the provider does not do with its card, ever. */
export const refusalsIn = ({ payments, provider }: Books): ReadonlyMap<string, Refusal> => {
  const refusing = new Map(provider.map(({ accountId, refuses }) => [accountId, refuses]));
  const found = new Map<string, Refusal>();
  for (const { orderId, providerReference } of payments) {
    const refuses = refusing.get(providerReference ?? '');
    if (refuses !== undefined) found.set(orderId, refuses);
  }
  return found;
};
