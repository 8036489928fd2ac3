import type { Bug } from './bug.ts';
import * as files from './files.ts';

/** Money that is taken and given back, and the goods that it is for. */
export const GIVING_BACK: readonly Bug[] = [
  {
    id: 'capture-again-at-each-attempt',
    what: 'A further attempt with a parcel captures it again, under a key of its own.',
    patches: [
      {
        file: files.CAPTURE,
        find: 'if (capturesOf(payment).some(({ parcelId }) => parcelId === shipped.parcelId)) return ok(undefined);',
        replace: '',
      },
      {
        file: files.TAKE_PAYMENT,
        find: 'const idempotencyKey = `${paymentId}/capture/${parcelId}`;',
        replace: 'const idempotencyKey = `${paymentId}/capture/${parcelId}/${because.cause.causationId}`;',
      },
    ],
  },
  {
    id: 'capture-final-too-early',
    what: 'The last parcel does not wait for the captures of those before it, and the provider lets their money go.',
    patches: [
      {
        file: files.CAPTURE,
        find: 'isLast && position !== undefined && capturesOf(payment).length < position - 1;',
        replace: 'isLast && position === undefined;',
      },
    ],
    kinds: ['delay', 'reorder', 'crash-after', 'unavailable'],
  },
  {
    id: 'refund-told-before-it-is-paid',
    what: 'A refund is told when it is noted, and the provider is never asked.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: 'if (isNew && !(await payments.save({ payment, events: [] }, cause))) return AGAIN;',
        replace: 'if (isNew) return save(refunded({ ...payment, version: payment.version - 1 }, wanted), cause);',
      },
    ],
  },
  {
    id: 'refund-begun-is-done',
    what: 'A refund that was begun and cut off is taken for paid.',
    patches: [
      {
        file: files.REFUND,
        find: 'if (known?.isDone === true) return ok(undefined);',
        replace: 'if (known) return ok(undefined);',
      },
    ],
  },
  {
    id: 'refund-only-when-the-order-ends',
    what: 'A parcel that comes back from an order that goes on is not refunded.',
    patches: [
      {
        file: files.PAYMENT_EVENTS,
        find: 'on(ParcelReturned, parcelBack),',
        replace: 'on(ParcelReturned, () => Promise.resolve()),',
      },
    ],
  },
  {
    id: 'capture-refused-and-nobody-is-told',
    what: 'People hear of a provider that does not answer, and not of one that refuses for ever.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: 'if (attempt >= maxAttempts || error instanceof TerminalError) await raise(fact, cause);',
        replace: 'if (attempt >= maxAttempts && !(error instanceof TerminalError)) await raise(fact, cause);',
      },
    ],
  },
  {
    id: 'refund-refused-is-noted-as-paid',
    what: 'A refund that the provider refuses is written down and told as paid.',
    patches: [
      {
        file: files.TAKE_PAYMENT,
        find: `          refundFailed(orderId),
          because,
        );`,
        replace: `          refundFailed(orderId),
          because,
        ).catch((error: unknown) => {
          if (!(error instanceof TerminalError)) throw error;
        });`,
      },
    ],
  },
  {
    id: 'stock-second-parcel-forgotten',
    what: 'Only the first parcel of an order leaves the shelf.',
    patches: [
      {
        file: files.RESERVATION,
        find: 'if (parcels.some(({ parcelId }) => parcelId === parcel.parcelId)) return ok(undefined);',
        replace: 'if (parcels.length > 0) return ok(undefined);',
      },
    ],
  },
  {
    id: 'stock-missing-units-put-back-twice',
    what: 'What the warehouse did not find is put back each time that this is told.',
    patches: [
      {
        file: files.RESERVATION,
        find: 'if (reservation.isShort === true || reservation.status',
        replace: 'if (reservation.status',
      },
    ],
  },
  {
    id: 'stock-damaged-goods-on-the-shelf',
    what: 'A parcel that came back damaged, or never, is on the shelf again.',
    patches: [
      {
        file: files.STOCK_EVENTS,
        find: 'if (restock) await cameBack(meta.subject,',
        replace: 'if (restock || lines.length > 0) await cameBack(meta.subject,',
      },
    ],
  },
  {
    id: 'stock-put-back-once-for-an-order',
    what: 'What is back is known by its order alone: the second parcel meets the first.',
    patches: [
      {
        file: 'services/inventory/src/adapters/stock-rows.ts',
        find: '`returned/${orderId}/${by}`;',
        replace: '`returned/${orderId}/${by.slice(0, 0)}`;',
      },
    ],
  },
  {
    id: 'credit-note-in-the-series-of-invoices',
    what: 'Credit notes take numbers of the invoices’ series.',
    patches: [
      {
        file: files.CREDIT_REFUND,
        find: "const series = seriesOf(days, 'CN');",
        replace: 'const series = seriesOf(days);',
      },
    ],
  },
  {
    id: 'credit-note-before-its-invoice-is-dropped',
    what: 'A refund whose parcel has no invoice yet never gets a credit note.',
    patches: [
      {
        file: files.CREDIT_REFUND,
        find: 'throw new Error(`${refund.refundId} of ${refund.orderId} is refunded, and its parcel has no invoice yet.`);',
        replace: 'return undefined;',
      },
    ],
    kinds: ['delay', 'reorder', 'crash-after', 'unavailable'],
  },
  {
    id: 'parcel-is-the-last-at-each-attempt',
    what: 'A further attempt with an earlier parcel says that it is the last one.',
    patches: [
      {
        file: files.APPLY_REPORT,
        find: 'isLast: position === order.parcels.length && leftToShip(order).size === 0,',
        replace: 'isLast: leftToShip(order).size === 0,',
      },
    ],
  },
  {
    id: 'condition-is-not-heard',
    what: 'A parcel that was refused goes on the shelf, though it is said to be damaged.',
    patches: [
      {
        file: 'services/orders/src/domain/returned-goods.ts',
        find: "restock: condition !== 'damaged' && (reason",
        replace: 'restock: (reason',
      },
    ],
  },
  {
    id: 'return-condition-is-not-heard',
    what: 'Goods that a customer sends back count as good, whatever the warehouse says.',
    patches: [
      {
        file: files.APPLY_REPORT,
        find: '...{ returnId, lines: [...arrived], condition },',
        replace:
          "...{ returnId, lines: [...arrived], condition: condition === 'damaged' ? ('good' as const) : condition },",
      },
    ],
  },
];
