import { describe, expect, it } from '@jest/globals';
import { PaymentNeedsAttention } from '@orderwire/events-schema/payments';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { readOutbox } from './outbox.ts';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { makeFakeClock } from '@orderwire/testing/fakes';
import { tableFrom } from '@orderwire/testing/table-definition';
import { makeRaiseAttention } from './attention.ts';

const cause = { correlationId: 'c-1', causationId: 'ord_1#5#0', actor: { type: 'system', id: 'payments' } } as const;
const fact = { code: 'CAPTURE_FAILED', detail: 'Nobody has paid for ord_1.', orderId: 'ord_1' };

const aTable = () => {
  const { clock, advance } = makeFakeClock();
  const table = tableFrom('services/payments/resources.yml', 'PaymentsTable');
  const { operations } = makeDynamoDb({
    ...{ environment: { now: clock, random: () => 0 }, tables: [table], meter: makeMeter(), ownerOf: () => 'payments' },
  });
  const { client: dynamo } = makeEngineClient(operations);
  const deps = { dynamo, tableName: table.name, clock };
  return {
    advance,
    raise: makeRaiseAttention({ ...deps, key: 'paymentId', definition: PaymentNeedsAttention }),
    rows: () => operations.Scan({ TableName: table.name }).Items ?? [],
    published: () =>
      (operations.Scan({ TableName: table.name }).Items ?? []).flatMap((item) =>
        readOutbox(item['outbox']?.S ?? '', 'orderwire.payments').map(
          ({ detail }) => JSON.parse(detail) as { readonly meta: object; readonly data: object },
        ),
      ),
  };
};

describe('what a service has no write of its own for', () => {
  it('is raised with who caused it, under an id made of service, code and order', async () => {
    const { raise, published } = aTable();
    await raise(fact, cause);
    const subject = 'attention/payments/CAPTURE_FAILED/ord_1';
    expect(published()).toMatchObject([{ meta: { id: `${subject}#1#0`, subject, ...cause }, data: fact }]);
  });

  it('is raised of something else than an order, too', async () => {
    const { raise, published } = aTable();
    const { orderId: _, ...other } = fact;
    await raise({ ...other, about: 'tea/3' }, cause);
    expect(published()).toMatchObject([{ meta: { subject: 'attention/payments/CAPTURE_FAILED/tea/3' } }]);
    expect(published()[0]?.data).toEqual(other);
  });

  it('is raised once for an order and a code, whoever meets it again and whenever', async () => {
    const { raise, rows, advance } = aTable();
    await raise(fact, cause);
    const before = rows();
    advance(60_000);
    await Promise.all([raise(fact, cause), raise({ ...fact, detail: 'Again.' }, cause)]);
    expect(rows()).toEqual(before);
  });

  it('is raised for each order and each code', async () => {
    const { raise, published } = aTable();
    await raise(fact, cause);
    await raise({ ...fact, orderId: 'ord_2' }, cause);
    await raise({ ...fact, code: 'VOID_FAILED' }, cause);
    expect(published()).toHaveLength(3);
  });
});
