import { describe, expect, it } from '@jest/globals';
import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import fc from 'fast-check';
import { dynamoTimelines } from './adapters/dynamo-timelines.ts';
import { makeForgetWords, makeNoteEvent } from './application/note-event.ts';
import { aService } from './testing/a-service.ts';
import { OrderCancelled } from '@orderwire/events-schema/orders';

const ORDERS = ['ord_1', 'ord_2'];

const meta = (orderId: string, sequence: number) => ({
  ...{ id: `${orderId}#${sequence}#0`, type: 'OrderCancelled', version: 1, source: 'orderwire.orders', sequence },
  ...{ subject: orderId, occurredAt: `2026-03-01T12:00:${10 + (sequence % 3)}.000Z`, correlationId: orderId },
  ...{ causationId: 'c', actor: { type: 'customer', id: 'ada' } as const },
});

interface Told {
  readonly orderId: string;
  readonly sequence: number;
}

interface Step {
  /** What one batch holds: messages may come twice, together or in batches of their own. */
  readonly batch: readonly Told[];
  /** Rows that DynamoDB hands back, by their place in the call; or the whole call fails. */
  readonly back: readonly number[] | 'down';
  readonly erases: string | undefined;
}

const step: fc.Arbitrary<Step> = fc.record({
  batch: fc.array(fc.record({ orderId: fc.constantFrom(...ORDERS), sequence: fc.integer({ min: 1, max: 6 }) }), {
    maxLength: 8,
  }),
  back: fc.oneof(fc.constant('down' as const), fc.uniqueArray(fc.integer({ min: 0, max: 1 }), { maxLength: 1 })),
  erases: fc.option(fc.constantFrom(...ORDERS), { nil: undefined, freq: 6 }),
});

/** The Timeline table in the engine, with the faults of the step that is under way. */
const aTable = () => {
  const service = aService();
  let back: Step['back'] = [];
  const send = async (command: never): Promise<never> => {
    const asked: unknown = command;
    if (!(asked instanceof BatchWriteItemCommand)) return service.dynamo.send(command);
    if (back === 'down') throw new Error('down');
    const table = service.tableName;
    const handedBack: readonly number[] = back;
    const rows: readonly WriteRequest[] = asked.input.RequestItems?.[table] ?? [];
    const left = rows.filter((_, place) => handedBack.includes(place));
    const taken = rows.filter((row) => !left.includes(row));
    if (taken.length > 0)
      await service.dynamo.send(new BatchWriteItemCommand({ RequestItems: { [table]: taken } }) as never);
    return { UnprocessedItems: { [table]: left } } as never;
  };
  const dynamo: Pick<DynamoDBClient, 'send'> = { send };
  const timelines = dynamoTimelines({ dynamo, tableName: service.tableName });
  const forgetWords = makeForgetWords(timelines, [OrderCancelled]);
  return {
    timelines,
    forgetWords,
    note: makeNoteEvent(timelines, forgetWords),
    strike: (by: Step['back']) => void (back = by),
  };
};

describe('a timeline that is told in bursts', () => {
  it('shows each event once, in the order of time, and nobody’s words once they are erased', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const { timelines, forgetWords, note, strike } = aTable();
        const erased = new Set<string>();
        const noted = new Set<string>();
        /** What failed comes again, and nothing else does but for doubles. */
        const failed: Told[] = [];
        const tell = async (batch: Step['batch']): Promise<void> => {
          const told = batch.map(async (one) => {
            const event = meta(one.orderId, one.sequence);
            noted.add(`${one.orderId} ${event.id}`);
            await note(one.orderId, OrderCancelled, event, { by: 'customer', reason: 'canary', lines: [] }).catch(() =>
              failed.push(one),
            );
          });
          await Promise.all(told);
        };
        for (const { batch, back, erases } of steps) {
          strike(back);
          const erasing = erases === undefined ? undefined : forgetWords(erases);
          await tell(batch);
          await erasing;
          if (erases !== undefined) erased.add(erases);
        }
        strike([]);
        for (const one of failed.splice(0)) await tell([one]);
        for (const orderId of ORDERS) {
          const { entries } = await timelines.list(orderId, { limit: 100 });
          const shown = entries.map(({ id }) => `${orderId} ${id}`);
          expect([...shown].sort()).toEqual([...noted].filter((one) => one.startsWith(`${orderId} `)).sort());
          const places = entries.map(({ at, id }) => `${at}#${id}`);
          expect(places).toEqual([...places].sort());
          if (erased.has(orderId)) expect(JSON.stringify(entries)).not.toContain('canary');
        }
      }),
      { numRuns: 40 },
    );
  });
});
