import { describe, expect, it } from '@jest/globals';
import {
  WarehouseNeedsAttention,
  WarehouseNotificationFailed,
  WarehouseNotified,
} from '@orderwire/events-schema/warehouse';
import { makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import fc from 'fast-check';
import { makeFakeRequestsTable } from './testing/fake-requests-table.ts';
import { makeWebhookLog } from './webhook-log.ts';
import type { SendOutcome } from './webhook-sender.ts';
import { makeWebhooks } from './webhooks.ts';

const accepted: SendOutcome = { accepted: true, status: 200 };
const failing: SendOutcome = { accepted: false, retry: true, code: 'PARTNER_ANSWERED_503', status: 503 };

const MAX_ATTEMPTS = 4;

describe('a webhook and its cancellation, delivered twice each, in any interleaving, with a failing partner', () => {
  it('never lets the webhook out once the partner was told to stop', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.infiniteStream(fc.boolean()), async (scheduler, healthy) => {
        const table = makeFakeRequestsTable('orderwire.warehouse');
        const { clock, advance } = makeFakeClock();
        const seen: string[] = [];
        const webhooks = makeWebhooks({
          partner: 'warehouse',
          service: 'warehouse',
          webhookLog: makeWebhookLog({
            dynamo: { send: scheduler.scheduleFunction<[never], never>(table.dynamo.send) },
            tableName: 'Requests',
            events: {
              sent: WarehouseNotified,
              failed: WarehouseNotificationFailed,
              attention: WarehouseNeedsAttention,
            },
          }),
          send: async ({ id }) => {
            seen.push(`begin ${id}`);
            const outcome = healthy.next().value ? accepted : failing;
            await scheduler.schedule(Promise.resolve());
            seen.push(`${outcome.accepted ? 'accepted' : 'failed'} ${id}`);
            return outcome;
          },
          clock,
          ...makeRecorder(),
          maxAttempts: MAX_ATTEMPTS,
          leaseMs: 20_000,
        });
        const because = (attempt: number) => ({ meta: { id: 'e', correlationId: 'c' }, attempt });
        const about = (kind: string) => ({ orderId: 'ord_1', kind, occurredAt: '', data: {} });
        const confirm = (attempt: number) => webhooks.tell(about('order.confirmed'), because(attempt));
        const cancel = async (attempt: number) => {
          const known = await webhooks.stop(about('order.confirmed'), because(attempt));
          if (known === 'maybe_told') await webhooks.tell(about('order.cancelled'), because(attempt));
        };
        const consume = async (react: (attempt: number) => Promise<void>) => {
          for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt += 1) {
            try {
              await react(attempt);
              return;
            } catch {
              await scheduler.schedule(Promise.resolve());
              // All retries together stay below the lease: no function outlives its timeout.
              advance(1_000);
            }
          }
        };
        await scheduler.waitFor(Promise.all([confirm, cancel, confirm, cancel].map(consume)));

        const told = seen.findIndex((step) => step.endsWith('_cancelled'));
        const after = told === -1 ? [] : seen.slice(told);
        expect(after.filter((step) => step.endsWith('_confirmed'))).toEqual([]);
        for (const what of ['confirmed', 'cancelled']) {
          const times = seen.filter((step) => step === `accepted whk_ord_1_warehouse_${what}`).length;
          expect(times).toBeLessThanOrEqual(1);
          const notified = table.published.filter(({ type, id }) => type === 'WarehouseNotified' && id.includes(what));
          expect(notified).toHaveLength(times);
        }
      }),
      { numRuns: 300 },
    );
  });
});
