import type { Watch } from './watch.ts';

const MINUTE_MS = 60_000;
const PATIENCE_MS = 15 * MINUTE_MS;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** Two clocks may be out by ten minutes each. */
const SKEW_MS = 20 * MINUTE_MS;

interface Value {
  readonly S?: string;
  readonly N?: string;
  readonly BOOL?: boolean;
  readonly L?: readonly Value[];
  readonly M?: Readonly<Record<string, Value>>;
}

type Item = Readonly<Record<string, Value>>;

interface Told {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

const toldIn = (before: Item | undefined, after: Item): readonly Told[] => {
  const text = after['outbox']?.S;
  return text === undefined || text === before?.['outbox']?.S ? [] : (JSON.parse(text) as { events: Told[] }).events;
};

const ANSWERS = ['stockReserved', 'paymentAuthorized'] as const;

/** An order that is confirmed has both answers, and its row does not say so any more. */
const hasAnswer = (item: Item, answer: (typeof ANSWERS)[number]): boolean =>
  item[answer]?.BOOL === true || !['placed', 'rejected', 'cancelled'].includes(item['status']?.S ?? '');

const placedAtOf = (item: Item): number => Number(item['placedAt']?.N);

/** What time does to orders: what is given up, what is late, what waits for people. */
export const watchWaiting = ({ checks, names, now }: Watch) => {
  const table = names.table('OrdersTable');
  /** What was once answered → when that order was placed. */
  const youngest = { stockReserved: -Infinity, paymentAuthorized: -Infinity };
  const said = new Map<string, Set<string>>();
  let givenUpAfterADay = 0;

  const once = (orderId: string, what: string): void => {
    const known = said.get(orderId) ?? new Set();
    said.set(orderId, known);
    checks.that('03-versions', !known.has(what), () => `people are told of ${what} twice`, orderId);
    known.add(what);
  };

  const onRejected = (orderId: string, before: Item | undefined, { data: { reason } }: Told): void => {
    if (reason !== 'timed_out' || before === undefined) return;
    const silent = ANSWERS.filter((answer) => !hasAnswer(before, answer));
    if (silent.length === 0) return;
    const waitedMs = now() - placedAtOf(before);
    checks.that('02-rest', waitedMs > PATIENCE_MS - SKEW_MS, () => `given up after ${String(waitedMs)} ms`, orderId);
    const isSkipped = silent.some((answer) => youngest[answer] > placedAtOf(before));
    const isDayOver = waitedMs > DAY_MS - SKEW_MS;
    checks.that(
      '02-rest',
      isSkipped || isDayOver,
      () => `given up though nobody younger was answered by who is silent (${silent.join(', ')})`,
      orderId,
    );
    if (!isDayOver) return;
    givenUpAfterADay += 1;
    const isKnown = said.get(orderId)?.has('ANSWER_LATE') === true;
    checks.that('19-attention', isKnown, () => 'given up after a day, and nobody was told that it waits', orderId);
  };

  /** Who waits for an answer is looked at each quarter of an hour, and is given up after a day. */
  const onLook = (orderId: string, before: Item | undefined, after: Item): void => {
    if (before?.['status']?.S !== 'placed' || after['status']?.S !== 'placed') return;
    const isSilent = ANSWERS.some((answer) => !hasAnswer(after, answer));
    const waitedMs = now() - placedAtOf(after);
    checks.that('02-rest', !isSilent || waitedMs < DAY_MS + SKEW_MS, () => `waits for ${String(waitedMs)} ms`, orderId);
  };

  const onConfirmed = (orderId: string, after: Item): void => {
    const review = after['review']?.M;
    const isFree = review === undefined || review['isApproved']?.BOOL === true;
    checks.that('02-rest', isFree, () => 'confirmed, and nobody has approved it', orderId);
  };

  const onStuck = (orderId: string, before: Item | undefined, after: Item, { data }: Told): void => {
    const what = String(data['what']);
    once(orderId, what);
    const status = after['status']?.S ?? '';
    const isLate = what === 'pack_by' ? status === 'confirmed' : !['placed', 'delivered'].includes(status);
    const [packBy, deliverBy] = (before?.['deadlines']?.L ?? []).map(({ N }) => Number(N));
    const dueAt = (what === 'pack_by' ? packBy : deliverBy) ?? Infinity;
    checks.that(
      '02-rest',
      isLate && now() > dueAt - SKEW_MS && Date.parse(String(data['dueAt'])) === dueAt,
      () => `is told to be stuck (${what}) when it is ${status}, due at ${String(dueAt)}`,
      orderId,
    );
  };

  const onItemChange = (tableName: string, before: Item | undefined, after: Item | undefined): void => {
    const pk = after?.['pk']?.S ?? '';
    if (tableName !== table || after === undefined || !pk.startsWith('order/')) return;
    const orderId = pk.slice('order/'.length);
    const isFrozen = (name: string): boolean =>
      before === undefined || JSON.stringify(before[name]) === JSON.stringify(after[name]);
    checks.that('03-versions', isFrozen('deadlines'), () => 'what was promised changed', orderId);
    onLook(orderId, before, after);
    for (const told of toldIn(before, after)) {
      if (told.type === 'OrderRejected') onRejected(orderId, before, told);
      if (told.type === 'OrderConfirmed') onConfirmed(orderId, after);
      if (told.type === 'OrderStuck') onStuck(orderId, before, after, told);
      const code = String(told.data['code']);
      if (told.type === 'OrderNeedsAttention' && (code === 'ANSWER_LATE' || code === 'AUTHORIZATION_ENDS'))
        once(orderId, code);
    }
    for (const answer of ANSWERS)
      if (hasAnswer(after, answer)) youngest[answer] = Math.max(youngest[answer], placedAtOf(after));
  };

  return { onItemChange, givenUpAfterADay: (): number => givenUpAfterADay };
};
