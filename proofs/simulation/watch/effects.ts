import type { Published } from '../ledger.ts';

interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly BOOL?: boolean;
  readonly M?: Row;
  readonly L?: readonly Value[];
}

interface Row {
  readonly [attribute: string]: Value | undefined;
}

/** The first row under a hash key of the table whose name has this part in it. */
export type Look = (table: string, key: string) => Row | undefined;

/** Whether what an event is for has been done: true for ever once it is. */
type Effect = (event: Published, look: Look) => boolean;

export const orderOf = ({ data, subject }: Published): string =>
  typeof data['orderId'] === 'string' ? data['orderId'] : subject;

const parcelOf = ({ data: { parcelId = 'p1' } }: Published): string => String(parcelId);

/** The row is there, and in one of these states where some are named. */
const row =
  (table: string, keyOf: (event: Published) => string, ...statuses: readonly string[]): Effect =>
  (event, look) => {
    const found = look(table, keyOf(event));
    return found !== undefined && (statuses.length === 0 || statuses.includes(found['status']?.S ?? ''));
  };

const reservation = (...statuses: readonly string[]): Effect =>
  row('StockTable', (event) => `reservation/${orderOf(event)}`, ...statuses);

const payment = (...statuses: readonly string[]): Effect =>
  row('PaymentsTable', (event) => `pay/${orderOf(event)}`, ...statuses);

/** A list of the row has a member that says so. */
const hasIn = (row: Row | undefined, list: string, member: Readonly<Record<string, unknown>>): boolean =>
  row?.[list]?.L?.some(({ M = {} }) => Object.entries(member).every(([name, value]) => M[name]?.S === value)) === true;

/** What left the house, and what was taken for it: each parcel once. */
const parcelIn =
  (table: string, keyOf: (event: Published) => string, list: string): Effect =>
  (event, look) =>
    hasIn(look(table, keyOf(event)), list, { parcelId: parcelOf(event) });

/** The provider has taken the refund. */
const refund = (event: Published, refundId: string, look: Look): boolean =>
  look('PaymentsTable', `pay/${orderOf(event)}`)?.['refunds']?.L?.some(
    ({ M = {} }) => M['refundId']?.S === refundId && M['isDone']?.BOOL === true,
  ) === true;

const parcelRefunded: Effect = (event, look) => refund(event, `parcel/${parcelOf(event)}`, look);

const returnId = ({ data }: Published): string => `${String(data['returnId'])}/${String(data['receipt'])}`;

const returnRefunded: Effect = (event, look) =>
  (event.data['refunds'] as readonly { readonly parcelId: string }[]).every(({ parcelId }) =>
    refund(event, `${returnId(event)}/${parcelId}`, look),
  );

/** What is in order is on the shelf again. */
const restocked =
  (by: (event: Published) => string): Effect =>
  (event, look) =>
    event.data['restock'] !== true ||
    (event.data['lines'] as readonly unknown[]).length === 0 ||
    look('StockTable', `returned/${orderOf(event)}/${by(event)}`) !== undefined;

const parcelRestocked = restocked((event) => `parcel/${parcelOf(event)}`);

/** What the warehouse did not find is put back, or all of it is. */
const missingReleased: Effect = (event, look) => {
  const row = look('StockTable', `reservation/${orderOf(event)}`);
  const status = row?.['status']?.S ?? '';
  return row?.['isShort']?.BOOL === true || status === 'released' || status === 'failed';
};

/** Of the event's parcel: in the order's own row, where that is the first parcel's, or in one of its own. */
const invoice =
  (...statuses: readonly string[]): Effect =>
  (event, look) => {
    const first = look('InvoicesTable', `order/${orderOf(event)}`);
    const isFirst = event.data['parcelId'] === undefined || first?.['parcelId']?.S === parcelOf(event);
    const found = isFirst ? first : look('InvoicesTable', `order/${orderOf(event)}/${parcelOf(event)}`);
    return found !== undefined && (statuses.length === 0 || statuses.includes(found['status']?.S ?? ''));
  };

const credited: Effect = (event, look) =>
  look('InvoicesTable', `credit/${orderOf(event)}/${String(event.data['refundId'])}`) !== undefined;

const mail = (kind: string): Effect => row('MailsTable', (event) => `${orderOf(event)}/${kind}`, 'sent');

const parcelMail = (kind: string): Effect =>
  row('MailsTable', (event) => `${orderOf(event)}/${kind}/${parcelOf(event)}`, 'sent');

const order =
  (attribute: string | undefined): Effect =>
  (event, look) => {
    const found = look('OrdersTable', `order/${orderOf(event)}`);
    const isOpen = found?.['status']?.S === 'placed';
    return found !== undefined && (!isOpen || (attribute !== undefined && found[attribute]?.BOOL === true));
  };

const webhook = (partner: string, asks: string): Effect =>
  row(
    `-${partner === 'courier' ? 'delivery' : partner}-`,
    (event) => `whk_${orderOf(event)}_${partner}_${asks}`,
    'sent',
    'stopped',
  );

/** The partner never hears of the order, or hears that it is off. */
const calledOff =
  (partner: string, asks: string, isConcerned: (previousStatus: unknown) => boolean): Effect =>
  (event, look) => {
    if (!isConcerned(event.data['previousStatus'])) return true;
    if (!webhook(partner, asks)(event, look)) return false;
    const asked = look(`-${partner === 'courier' ? 'delivery' : partner}-`, `whk_${orderOf(event)}_${partner}_${asks}`);
    const isUnheard = asked?.['status']?.S === 'stopped' && asked['attempts']?.N === '0';
    return isUnheard || webhook(partner, 'cancelled')(event, look);
  };

/** The copy is of this version of the item, or of a newer one. */
const price: Effect = (event, look) => Number(look('OrdersTable', item(event))?.['sequence']?.N) >= event.sequence;

const item = ({ data }: Published): string => `item/${String(data['itemId'])}`;

/** The row that says that the stock of an item came late. */
const statedLateKeyOf = ({ data, sequence }: Published): string =>
  `attention/inventory/STATED_STOCK_LATE/${String(data['itemId'])}/${String(sequence)}`;

const NOTED = [
  ...['OrderPlaced', 'OrderAddressChanged', 'OrderConfirmed', 'OrderRejected', 'OrderCancelled', 'OrderPacked'],
  ...['OrderShipped', 'OrderShipmentCorrected', 'OrderDelivered', 'StockReserved', 'StockReservationFailed'],
  ...['StockReleased', 'StockCommitted', 'PaymentAuthorized', 'PaymentDeclined', 'PaymentCaptured', 'PaymentVoided'],
  ...['PaymentRefunded', 'StockReturned', 'CreditNoteIssued', 'OrderHeldForReview', 'OrderDeliveryFailed'],
  ...['ParcelDelivered', 'ParcelReturned', 'OrderReturned', 'OrderReturnArrived', 'OrderStuck', 'OrderMovedOn'],
  ...['ReturnRequested', 'ReturnApproved', 'ReturnRejected', 'ReturnReceived', 'OrderErased', 'ReturnsErased'],
  ...['WarehouseNotified', 'WarehouseNotificationFailed', 'CourierNotified', 'CourierNotificationFailed'],
  ...['InvoiceIssued', 'MailSent', 'MailFailed'],
];

const NEEDING_ATTENTION = ['Order', 'Stock', 'Payment', 'Warehouse', 'Courier', 'Invoice', 'Mail'].map(
  (what) => `${what}NeedsAttention`,
);

/** Mails know where the goods go, or that nobody has said so. */
const redirected: Effect = (event, look) =>
  Number(look('MailsTable', `${orderOf(event)}/contact`)?.['addressVersion']?.N) >= event.sequence;

/** The timeline's rows are checked one by one when everything rests; here the order has some. */
const noted: Effect = (event, look) => look('TimelineTable', orderOf(event)) !== undefined;

/** The row of the list that an event `…NeedsAttention` makes; its id is the event's, as a path may hold it. */
export const attentionKeyOf = ({ id }: Pick<Published, 'id'>): string =>
  `attention/${id.replace(/#/g, '.').replace(/\//g, '~')}`;

/** In the list, besides, whatever became of it there. */
const listed: Effect = (event, look) =>
  (event.data['orderId'] === undefined || noted(event, look)) &&
  look('TimelineTable', attentionKeyOf(event)) !== undefined;

/** Returns know this of the event's parcel. */
const parcelKnown =
  (isSo: (parcel: Row) => boolean): Effect =>
  (event, look) =>
    look('ReturnsTable', `order/${orderOf(event)}`)?.['parcels']?.L?.some(
      ({ M = {} }) => M['parcelId']?.S === parcelOf(event) && isSo(M),
    ) === true;

/** What came in is a receipt of its return. */
const received: Effect = (event, look) =>
  look('ReturnsTable', `order/${orderOf(event)}`)?.['returns']?.L?.some(
    ({ M = {} }) =>
      M['returnId']?.S === event.data['returnId'] && M['receipts']?.L?.some((one) => one.M?.['toldBy']?.S === event.id),
  ) === true;

/** What each service does about each event it takes, written down a second time. */
export const EFFECTS: Readonly<Record<string, Readonly<Record<string, Effect>>>> = {
  catalog: {
    StockLevelChanged: ({ data, sequence }, look) =>
      Number(look('ItemsTable', String(data['itemId']))?.['availableSequence']?.N) >= sequence,
  },
  inventory: {
    ItemCreated: row('StockTable', item),
    ItemUpdated: (event, look) =>
      event.data['stock'] === undefined ||
      Number(look('StockTable', item(event))?.['statedVersion']?.N) >= event.sequence ||
      look('StockTable', statedLateKeyOf(event)) !== undefined,
    OrderPlaced: reservation(),
    OrderRejected: reservation('released', 'failed'),
    OrderCancelled: reservation('released', 'failed'),
    OrderPacked: missingReleased,
    OrderShipped: parcelIn('StockTable', (event) => `reservation/${orderOf(event)}`, 'parcels'),
    OrderReturned: parcelRestocked,
    ParcelReturned: parcelRestocked,
    ReturnReceived: restocked(returnId),
  },
  orders: {
    ItemCreated: price,
    ItemUpdated: price,
    ItemRetired: price,
    StockReserved: order('stockReserved'),
    StockReservationFailed: order(undefined),
    PaymentAuthorized: order('paymentAuthorized'),
    PaymentDeclined: order(undefined),
    CustomerErased: ({ data }, look) => look('CustomersTable', `erased/${String(data['customerId'])}`) !== undefined,
    ReturnApproved: (event, look) =>
      hasIn(look('OrdersTable', `order/${orderOf(event)}`), 'returns', { returnId: event.data['returnId'] }),
  },
  payments: {
    OrderPlaced: payment('authorized', 'declined', 'capturing', 'captured', 'voided'),
    OrderShipped: parcelIn('PaymentsTable', (event) => `pay/${orderOf(event)}`, 'captures'),
    OrderReturned: parcelRefunded,
    ParcelReturned: parcelRefunded,
    ReturnReceived: returnRefunded,
    OrderRejected: payment('voided', 'declined'),
    OrderCancelled: payment('voided', 'declined'),
  },
  invoice: {
    OrderPlaced: invoice(),
    OrderShipped: invoice('shipped', 'numbered', 'issued'),
    OrderErased: row('InvoicesTable', (event) => `order/${orderOf(event)}`),
    PaymentCaptured: invoice('issued'),
    PaymentRefunded: credited,
  },
  returns: {
    OrderShipped: parcelKnown((parcel) => parcel['goods'] !== undefined),
    ParcelDelivered: parcelKnown((parcel) => parcel['deliveredAt'] !== undefined),
    OrderDelivered: parcelKnown((parcel) => parcel['deliveredAt'] !== undefined),
    ParcelReturned: parcelKnown((parcel) => parcel['isBack']?.BOOL === true),
    OrderReturned: parcelKnown((parcel) => parcel['isBack']?.BOOL === true),
    OrderReturnArrived: received,
    OrderErased: (event, look) => look('ReturnsTable', `order/${orderOf(event)}`)?.['erasure'] !== undefined,
  },
  notification: {
    OrderPlaced: mail('placed'),
    OrderAddressChanged: redirected,
    OrderConfirmed: mail('confirmed'),
    OrderRejected: mail('rejected'),
    OrderCancelled: mail('cancelled'),
    OrderPacked: (event, look) => redirected(event, look) && mail('packed')(event, look),
    OrderShipped: (event, look) => event.data['inferred'] === true || parcelMail('shipped')(event, look),
    OrderDelivered: parcelMail('delivered'),
    ParcelDelivered: parcelMail('delivered'),
    OrderDeliveryFailed: (event, look) =>
      mail(`delivery_failed/${parcelOf(event)}/${String(event.data['attempt'])}`)(event, look),
    OrderReturned: parcelMail('returned'),
    ParcelReturned: parcelMail('returned'),
    ReturnRequested: (event, look) =>
      event.data['isApproved'] === true || mail(`return_requested/${String(event.data['returnId'])}`)(event, look),
    ReturnApproved: (event, look) => mail(`return_approved/${String(event.data['returnId'])}`)(event, look),
    ReturnRejected: (event, look) => mail(`return_rejected/${String(event.data['returnId'])}`)(event, look),
    PaymentRefunded: (event, look) => mail(`refunded/${String(event.data['refundId'])}`)(event, look),
    InvoiceIssued: parcelMail('invoice'),
    ReturnsErased: row('MailsTable', (event) => `${orderOf(event)}/contact`),
  },
  warehouse: {
    OrderConfirmed: webhook('warehouse', 'confirmed'),
    ReturnApproved: (event, look) =>
      webhook('warehouse', `return.approved_${String(event.data['returnId'])}`)(event, look),
    OrderCancelled: calledOff('warehouse', 'confirmed', (previous) => previous !== 'placed'),
  },
  delivery: {
    OrderPacked: webhook('courier', 'packed'),
    OrderCancelled: calledOff('courier', 'packed', (previous) => previous === 'packed'),
  },
  // The entries are held against the rows one by one when everything rests; here the service has some.
  operations: Object.fromEntries(
    ['Catalog', 'Customers', 'Inventory', 'Orders', 'Returns', 'Timeline'].map((service) => [
      `${service}ChangedByStaff`,
      row('AuditTable', ({ source }) => source.replace('orderwire.', '')),
    ]),
  ),
  timeline: {
    ...Object.fromEntries(NOTED.map((type) => [type, noted])),
    ...Object.fromEntries(NEEDING_ATTENTION.map((type) => [type, listed])),
  },
};

/** A rule may ask for a field: then the other events of this type are not the service's. */
const ASKED: Readonly<Record<string, string>> = {
  'inventory/OrderPacked': 'short',
  'inventory/ItemUpdated': 'stock',
};

/** Whether this service waits for this event. */
export const takes = (service: string, { type, data }: Published): boolean => {
  const field = ASKED[`${service}/${type}`];
  return EFFECTS[service]?.[type] !== undefined && (field === undefined || data[field] !== undefined);
};
