import type { Run } from '@orderwire/local-cloud/simulator/observer';
import { WORD } from '../callback.ts';
import type { Watch } from './watch.ts';

interface Held {
  readonly action?: { readonly S?: string };
  readonly trackingNumber?: { readonly S?: string };
}

interface Item {
  readonly pk?: { readonly S?: string };
  readonly reported?: { readonly M?: Readonly<Record<string, unknown>> };
  readonly held?: { readonly L?: readonly { readonly M?: Held }[] };
  readonly outbox?: { readonly S?: string };
  readonly status?: { readonly S?: string };
  readonly parcels?: {
    readonly L?: readonly { readonly M?: { readonly trackingNumber?: { readonly S?: string } } }[];
  };
}

interface Answer {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Where a callback that came too early must still wait. */
const WAITS: Readonly<Record<string, readonly string[]>> = {
  packed: ['placed'],
  shipped: ['placed', 'confirmed'],
  delivered: ['placed', 'confirmed'],
};

/** The number that a call names, where it names one. */
const numberIn = (payload: unknown): string | undefined => {
  const { body = '{}' } = payload as { readonly body?: string };
  return (JSON.parse(body) as { readonly trackingNumber?: string }).trackingNumber;
};

const ENDED = new Set(['cancelled', 'rejected']);

const heldIn = (item: Item): readonly string[] => (item.held?.L ?? []).map(({ M }) => M?.action?.S ?? '');

/** The number that waits with a callback which came too early. */
const heldNumberIn = (item: Item): string | undefined =>
  item.held?.L?.find(({ M }) => M?.action?.S === 'shipped')?.M?.trackingNumber?.S;

/** Every answer to a callback against what the very call wrote. */
export const watchCallbacks = ({ checks, names }: Watch) => {
  const table = names.table('OrdersTable');
  const words = new Map(Object.entries(WORD).map(([action, word]) => [names.fn('orders', action), word]));
  const writes = new Map<Run, Item[]>();
  /** `<orderId>/<number>` of each number that waited at some time. */
  const waited = new Set<string>();

  const judge = (
    orderId: string,
    word: string,
    { statusCode = 0, headers = {}, body = '{}' }: Answer,
    wrote: Item[],
    number: string | undefined,
  ) => {
    const { result } = JSON.parse(body) as { readonly result?: string };
    const [write] = wrote;
    const says = (): string =>
      `"${word}" is answered ${String(statusCode)} ${String(result)}, and wrote ${JSON.stringify(wrote)}`;
    const that = (holds: boolean): void => checks.that('08-callbacks', holds, says, orderId);
    that(wrote.length <= 1);
    // Its own first try may have been applied or held, and its answer lost: if the order ended after that, "stop" is true.
    const isTold = write !== undefined && (write.reported?.M?.[word] !== undefined || heldIn(write).includes(word));
    const wasAhead = isTold && !ENDED.has(write.status?.S ?? '');
    if (statusCode >= 400 && result !== 'conflict') that(write === undefined || (result === 'stop' && wasAhead));
    // A repetition may be one of this very call, whose first answer was lost.
    if (headers['idempotent-replay'] === 'true') return;
    if (result === 'applied') that(write?.reported?.M?.[word] !== undefined);
    if (result === 'corrected') that(number !== undefined && write?.outbox?.S?.includes('Corrected') === true);
    if (result === 'corrected' || (result === 'applied' && word === 'shipped' && number !== undefined))
      that(write?.parcels?.L?.[0]?.M?.trackingNumber?.S === number);
    if (result === 'held' && write !== undefined) that(heldIn(write).includes(word));
    // Whoever is told that it waits waits with this number: the last that was told counts, and none is lost.
    if (result === 'held' && number !== undefined && word === 'shipped')
      that(write === undefined ? waited.has(`${orderId}/${number}`) : heldNumberIn(write) === number);
    if (result === 'conflict') that(write?.outbox?.S?.includes('CALLBACK_CONFLICTS') === true);
  };

  return {
    onItemChange: (tableName: string, after: Item | undefined, run: Run | undefined): void => {
      const pk = after?.pk?.S ?? '';
      if (tableName === table && pk.startsWith('order/')) {
        const held = heldIn(after as Item);
        const status = after?.status?.S ?? '';
        waited.add(`${pk.slice('order/'.length)}/${heldNumberIn(after as Item) ?? ''}`);
        checks.that(
          '08-callbacks',
          held.every((action) => WAITS[action]?.includes(status) === true),
          () => `it is ${status} and still holds ${held.join(' and ')}`,
          pk.slice('order/'.length),
        );
        checks.that(
          '08-callbacks',
          new Set(held).size === held.length,
          () => `it holds ${held.join(' and ')}`,
          pk.slice('order/'.length),
        );
      }
      if (run === undefined || !words.has(run.functionName)) return;
      writes.set(run, [...(writes.get(run) ?? []), after ?? {}]);
    },
    onEnd: (run: Run, { ok, payload }: { readonly ok: boolean; readonly payload: unknown }): void => {
      const word = words.get(run.functionName);
      if (word === undefined) return;
      const wrote = writes.get(run) ?? [];
      writes.delete(run);
      const { pathParameters } = run.payload as { readonly pathParameters: { readonly orderId: string } };
      const answer = payload as Answer | null;
      if (ok && answer !== null && (answer.statusCode ?? 500) < 500)
        judge(pathParameters.orderId, word, answer, wrote, numberIn(run.payload));
    },
  };
};
