import type { Faults } from '@orderwire/local-cloud/simulator/faults';
import type { Observer, Run } from '@orderwire/local-cloud/simulator/observer';
import type { Simulator } from '@orderwire/local-cloud/simulator/simulator';
import { partnerAt } from '../partners.ts';
import { watchAccounting } from './accounting.ts';
import { watchAttention } from './attention.ts';
import { watchBus } from './bus.ts';
import { watchCallbacks } from './callbacks.ts';
import { watchCanaries } from './canaries.ts';
import { watchConsequences } from './consequences.ts';
import { watchDiscounts } from './discounts.ts';
import { watchInvoices } from './invoices.ts';
import { watchMails } from './mails.ts';
import { watchOrders } from './orders.ts';
import { watchOutboxes } from './outboxes.ts';
import { watchPrices } from './prices.ts';
import { watchStaffWrites } from './staff-writes.ts';
import { watchStock } from './stock.ts';
import { watchTracking } from './tracking.ts';
import { watchTimeOuts } from './time-outs.ts';
import { watchWaiting } from './waiting.ts';
import type { Watch } from './watch.ts';
import { watchWebhooks } from './webhooks.ts';

/** The call is done, and who made it does not hear of it in time. */
const LOSING = new Set<string>(['crash-after', 'timeout-applied', 'lost-answer', 'slow']);

/** Everything that is checked while it happens. `simulator` is asked for only then. */
export const watchAll = (watch: Watch, faults: Faults, simulator: () => Simulator) => {
  const { checks, ledger, names } = watch;
  const over = new Set<Run>();
  let lastFaultAt = -1;
  const onOrder = watchOrders(watch);
  const waiting = watchWaiting(watch);
  const onStock = watchStock(watch);
  const onPrice = watchPrices(watch);
  const onDiscount = watchDiscounts(watch);
  const onTracking = watchTracking(watch);
  const bus = watchBus(watch);
  const onInvoice = watchInvoices(watch);
  const onAttention = watchAttention(watch);
  const outboxes = watchOutboxes(watch);
  const staffWrites = watchStaffWrites(watch);
  const callbacks = watchCallbacks(watch);
  const accounting = watchAccounting(
    watch,
    (table, key) => simulator().engine().state.dynamodb.tables[names.table(table)]?.rows.get(key)?.[0]?.item,
  );
  const onWebhook = watchWebhooks(watch, accounting);
  const consequences = watchConsequences();
  const canaries = watchCanaries(watch);
  const timeOuts = watchTimeOuts(watch);
  const answerIsLost = (): boolean =>
    LOSING.has(faults.struck.at(-1)?.kind ?? '') && lastFaultAt === simulator().steps();
  const mails = watchMails(watch, (run) => over.has(run), answerIsLost, canaries.onMail);

  const observer: Observer = {
    onItemChange: (table, before, after, run) => {
      onOrder(table, before as never, after as never);
      waiting.onItemChange(table, before as never, after as never);
      onStock(table, before as never, after as never);
      onPrice(table, before as never, after as never);
      onDiscount(table, after as never);
      onInvoice(table, before as never, after as never);
      onAttention(table, before as never, after as never);
      outboxes.onItemChange(before as never, after as never);
      staffWrites.onItemChange(before as never, after as never, run);
      callbacks.onItemChange(table, after, run);
      onTracking(table, before, after, run);
      mails.onItemChange(table, after as never, run);
    },
    onCall: (call, output, run) => {
      if (run === undefined) ledger.deliveries += 1;
      else if (call.operation === 'PutEvents') bus.onPutEvents(call.input as never, output as never);
      else if (call.operation === 'SendMessageBatch') bus.onSendBatch(call.input as never, output as never);
      else if (call.operation === 'SendEmail') mails.onSendEmail(call.input as never, run);
      else accounting.onCall(call, run);
    },
    onStart: consequences.onStart,
    onEnd: (run, end) => {
      over.add(run);
      consequences.onEnd(run, end.ok);
      accounting.onEnd(run, end);
      callbacks.onEnd(run, end);
      timeOuts.onEnd(run, end.why);
      if (end.ok) canaries.onAnswer(run, end.payload);
    },
    onPost: ({ url, body }, answer) => {
      canaries.onPost(body);
      const partner = partnerAt(url);
      if (partner === undefined) return;
      const { type, data } = JSON.parse(body) as { type: string; data: { orderId: string } };
      onWebhook(partner, type, data.orderId);
      ledger.webhooks.push({ partner, type, orderId: data.orderId, status: answer?.status, at: watch.now() });
    },
    onLog: (_run, _level, message, attributes) => canaries.onLog(message, attributes),
    // A tick that failed three times is made good by the next one; an alarm counts the errors.
    onDrop: (dropped) =>
      checks.that('12-accounting', dropped.subject.endsWith('-expire'), () => `dropped: ${JSON.stringify(dropped)}`),
    onFault: (fault, run) => {
      const { kind, site } = fault;
      timeOuts.onFault(fault, run);
      lastFaultAt = simulator().steps();
      if (kind === 'clock-skew') ledger.skewed.add(site.slice('environment/'.length));
    },
  };
  return { observer, accounting, outboxes, staffWrites, consequences, waiting };
};
