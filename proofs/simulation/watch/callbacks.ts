import type { Run } from '@orderwire/local-cloud/simulator/observer';
import { TELLS, type Told, WORD } from '../callback.ts';
import type { Watch } from './watch.ts';

interface Text {
  readonly S?: string;
}

interface Held {
  readonly action?: Text;
  readonly parcelId?: Text;
  readonly returnId?: Text;
  readonly trackingNumber?: Text;
  readonly attempt?: { readonly N?: string };
  readonly lines?: object;
}

interface Item {
  readonly pk?: Text;
  readonly held?: { readonly L?: readonly { readonly M?: Held }[] };
  readonly outbox?: Text;
  readonly status?: Text;
  readonly cancellation?: { readonly M?: { readonly by?: Text } };
}

interface Answer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

interface Event {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Where a callback that came too early must still wait. What waits for a parcel or a return may wait in every state. */
const WAITS: Readonly<Record<string, readonly string[]>> = { packed: ['placed'] };

const ENDED = new Set(['cancelled', 'rejected']);

/** What a call says. */
const toldIn = (payload: unknown): Told => {
  const { body = '{}' } = payload as { readonly body?: string };
  return JSON.parse(body) as Told;
};

const heldIn = (item: Item): readonly Held[] => (item.held?.L ?? []).map(({ M = {} }) => M);

const actionOf = ({ action }: Held): string => action?.S ?? '';

/** Of two with one name the first alone is kept, and learns the number of the second. */
const nameOf = ({ action, parcelId, returnId, attempt, trackingNumber, lines }: Held): string => {
  const number = action?.S === 'shipped' ? '' : trackingNumber?.S;
  return [action?.S, parcelId?.S, returnId?.S, attempt?.N, number, JSON.stringify(lines)].join('/');
};

/** Whether this callback waits with an order, and with the number that it told. */
const holds = (item: Item, word: string, { parcelId, trackingNumber }: Told): boolean =>
  heldIn(item).some(
    (held) =>
      actionOf(held) === word &&
      held.parcelId?.S === parcelId &&
      (trackingNumber === undefined || held.trackingNumber?.S === trackingNumber),
  );

const eventsIn = (item: Item | undefined): readonly Event[] =>
  (JSON.parse(item?.outbox?.S ?? '{"events":[]}') as { readonly events: readonly Event[] }).events;

/** Whether one of the events tells what was told. */
const tellsOf = (events: readonly Event[], word: string, { parcelId, returnId, trackingNumber }: Told): boolean =>
  events.some(
    ({ type, data }) =>
      TELLS[word]?.includes(type) === true &&
      (parcelId === undefined || data['parcelId'] === parcelId || word === 'packed') &&
      (returnId === undefined || word !== 'returned' || data['returnId'] === returnId) &&
      (word !== 'shipped' || data['trackingNumber'] === trackingNumber),
  );

const BROUGHT_BACK = new Set(['OrderReturned', 'ParcelReturned']);
const REASONS = ['refused', 'undeliverable', 'damaged', 'lost'];

/** Who says nothing of why brings back what nobody took, or what is broken. */
const reasonOf = ({ reason = '', condition }: Told): string => {
  if (REASONS.includes(reason)) return reason;
  return condition === 'damaged' ? 'damaged' : 'undeliverable';
};

/** Whether the event of what came back says as it was told why it did, and whether it may be sold again. */
const isBackAsTold = (events: readonly Event[], told: Told): boolean => {
  const { returnId, condition = 'good' } = told;
  if (returnId !== undefined)
    return events.some(
      ({ type, data }) =>
        type === 'OrderReturnArrived' && data['returnId'] === returnId && data['condition'] === condition,
    );
  const reason = reasonOf(told);
  const isGood = condition === 'good' && (reason === 'refused' || reason === 'undeliverable');
  return events.some(
    ({ type, data }) => BROUGHT_BACK.has(type) && data['reason'] === reason && data['restock'] === isGood,
  );
};

/** Every answer to a callback against what the very call wrote. */
export const watchCallbacks = ({ checks, names }: Watch) => {
  const table = names.table('OrdersTable');
  const words = new Map(Object.entries(WORD).map(([action, word]) => [names.fn('orders', action), word]));
  const writes = new Map<Run, Item[]>();
  /** `<orderId>/<word>/<parcel>/<number>` of everything that waited at some time. */
  const waited = new Set<string>();

  const judge = (
    orderId: string,
    word: string,
    { statusCode = 0, headers = {}, body = '{}' }: Answer,
    wrote: Item[],
    told: Told,
  ) => {
    const { result } = JSON.parse(body) as { readonly result?: string };
    const [write] = wrote;
    const says = (): string =>
      `"${word}" ${JSON.stringify(told)} is answered ${String(statusCode)} ${String(result)}, and wrote ${JSON.stringify(wrote)}`;
    const that = (isSo: boolean): void => checks.that('08-callbacks', isSo, says, orderId);
    // Its own first try may have waited, and its answer lost: once the order was delivered, the second conflicts.
    const isWaitOver =
      result === 'conflict' && wrote.length === 2 && heldIn(write ?? {}).some((one) => actionOf(one) === word);
    that(wrote.length <= 1 || isWaitOver);
    const events = eventsIn(write);
    // Its own first try may have been applied or held, and its answer lost: if the order ended after that, "stop" is true.
    const isTold =
      write !== undefined && (tellsOf(events, word, told) || heldIn(write).some((one) => actionOf(one) === word));
    // And it ends by this very message where nothing was packed.
    const isEndedByIt = word === 'packed' && write?.cancellation?.M?.by?.S === 'system';
    const wasAhead = isTold && (isEndedByIt || !ENDED.has(write.status?.S ?? ''));
    if (statusCode >= 400 && result !== 'conflict') that(write === undefined || (result === 'stop' && wasAhead));
    // A repetition may be one of this very call, whose first answer was lost.
    if (headers['idempotent-replay'] === 'true') return;
    if (result === 'applied') that(tellsOf(events, word, told));
    if (result === 'applied' && word === 'returned') checks.that('06-stock', isBackAsTold(events, told), says, orderId);
    if (result === 'corrected')
      that(
        events.some(
          ({ type, data }) => type === 'OrderShipmentCorrected' && data['trackingNumber'] === told.trackingNumber,
        ),
      );
    // Whoever is told that it waits waits with this number: the last that was told counts, and none is lost.
    if (result === 'held' && write !== undefined) that(holds(write, word, told));
    if (result === 'held' && write === undefined && told.trackingNumber !== undefined)
      that(waited.has([orderId, word, told.parcelId, told.trackingNumber].join('/')));
    if (result === 'conflict') that(wrote.at(-1)?.outbox?.S?.includes('CALLBACK_CONFLICTS') === true);
  };

  const onOrder = (orderId: string, item: Item): void => {
    const held = heldIn(item);
    const status = item.status?.S ?? '';
    for (const { action, parcelId, trackingNumber } of held)
      waited.add([orderId, action?.S, parcelId?.S, trackingNumber?.S].join('/'));
    const that = (isSo: boolean, what: string): void => checks.that('08-callbacks', isSo, () => what, orderId);
    that(
      held.every((one) => !ENDED.has(status) && WAITS[actionOf(one)]?.includes(status) !== false),
      `it is ${status} and still holds ${held.map(actionOf).join(' and ')}`,
    );
    that(new Set(held.map(nameOf)).size === held.length, `it holds ${held.map(nameOf).join(' and ')}`);
  };

  return {
    onItemChange: (tableName: string, after: Item | undefined, run: Run | undefined): void => {
      const pk = after?.pk?.S ?? '';
      if (tableName === table && after !== undefined && pk.startsWith('order/'))
        onOrder(pk.slice('order/'.length), after);
      if (run === undefined || !words.has(run.functionName)) return;
      // A discount code that is given back is part of the same write.
      if (pk.startsWith('order/')) writes.set(run, [...(writes.get(run) ?? []), after ?? {}]);
      else if (!pk.startsWith('code/')) writes.set(run, [...(writes.get(run) ?? []), {}, {}]);
    },
    onEnd: (run: Run, { ok, payload }: { readonly ok: boolean; readonly payload: unknown }): void => {
      const word = words.get(run.functionName);
      if (word === undefined) return;
      const wrote = writes.get(run) ?? [];
      writes.delete(run);
      const { pathParameters } = run.payload as { readonly pathParameters: { readonly orderId: string } };
      const answer = payload as Answer | null;
      if (ok && answer !== null && (answer.statusCode ?? 500) < 500)
        judge(pathParameters.orderId, word, answer, wrote, toldIn(run.payload));
    },
  };
};
