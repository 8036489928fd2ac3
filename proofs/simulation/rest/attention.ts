import type { Row } from '../../invariants/books.ts';
import type { Published } from '../ledger.ts';
import { attentionKeyOf, type Look, orderOf } from '../watch/effects.ts';
import { isRefused, REFUSAL_CODES, refusedOf } from '../watch/refusals.ts';
import type { World } from '../world/world.ts';
import { rowsOf } from './tables.ts';

/** Nothing of ours contradicts itself, and the provider of payments is always well, but for the cards that it refuses. */
const NEVER = new Set(['StockNeedsAttention', 'InvoiceNeedsAttention']);

/** But a stock that is sent with an item may come late: the shelf is asked when it may. */
const MAY_BE = 'STATED_STOCK_LATE';

const isAttention = ({ type }: Published): boolean => type.endsWith('NeedsAttention');

const says = (row: Row | undefined, { data, source }: Published): boolean =>
  row?.['code'] === data['code'] &&
  row?.['detail'] === data['detail'] &&
  row?.['about'] === data['orderId'] &&
  row?.['source'] === source;

/** Money that a refusal is about. */
const amountIn = ({ data }: Published): number => {
  const { total, charges } = data as { readonly total?: number; readonly charges?: { readonly total: number } };
  return total ?? charges?.total ?? 0;
};

/** Of each order whose card refuses what had to be done people are told, once; of no other order. */
const checkRefusals = ({ checks, ledger }: World, look: Look): void => {
  const due = new Map<string, string>();
  const told: string[] = [];
  for (const event of ledger.published.values()) {
    const orderId = orderOf(event);
    if (event.type === 'PaymentNeedsAttention') told.push(`${orderId} ${String(event.data['code'])}`);
    const refused = refusedOf(look, orderId) ?? '';
    const isAsked = refused === 'refund' || event.type === 'OrderShipped';
    if (isAsked && amountIn(event) > 0 && isRefused(event, look)) due.set(orderId, REFUSAL_CODES[refused] ?? '');
  }
  const [is, should] = [told, [...due].map(([orderId, code]) => `${orderId} ${code}`)].map((list) =>
    list.sort().join(),
  );
  checks.that(
    '19-attention',
    is === should,
    () => `the provider refuses ${should ?? ''}, and people hear of ${is ?? ''}`,
  );
};

/** What was said to need attention, and nothing else, is in the list once; what somebody closed is closed as they said. */
export const checkAttention = (world: World, look: Look): void => {
  const { checks, ledger } = world;
  checkRefusals(world, look);
  const rows = new Map(
    rowsOf(world, 'TimelineTable')
      .filter(({ orderId }) => String(orderId).startsWith('attention/'))
      .map((row) => [String(row['orderId']), row]),
  );
  const events = [...ledger.published.values()].filter(isAttention);
  checks.that(
    '19-attention',
    rows.size === events.length,
    () => `${String(events.length)} things need attention, ${String(rows.size)} are in the list`,
  );
  for (const event of events) {
    const { id, type, subject, data } = event;
    const row = rows.get(attentionKeyOf(event));
    checks.that('19-attention', says(row, event), () => `${id} is in the list as ${JSON.stringify(row)}`, subject);
    checks.that(
      '12-accounting',
      !NEVER.has(type) || data['code'] === MAY_BE,
      () => `${type}: ${JSON.stringify(data)}`,
      subject,
    );
  }
  for (const [id, { by, note }] of ledger.closed) {
    const { attentionState, closing } = rows.get(`attention/${id}`) ?? {};
    const kept = closing as { readonly note: string; readonly by: { readonly id: string } } | undefined;
    checks.that(
      '19-attention',
      attentionState === 'closed' && kept?.note === note && kept.by.id === by,
      () => `${by} has closed ${id}, "${note}"; it is ${String(attentionState)}, ${JSON.stringify(kept)}`,
    );
  }
};
