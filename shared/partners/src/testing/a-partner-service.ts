import { describe, expect, it } from '@jest/globals';
import type { EventDefinition } from '@orderwire/events-schema/envelope';
import { OrderCancelled } from '@orderwire/events-schema/orders';
import { makeFakeClient } from '@orderwire/testing/fakes';
import { makeOutside } from '@orderwire/testing/outside';
import { STANDARD } from '@orderwire/testing/taxed';
import type { SQSEvent, SQSRecord } from 'aws-lambda';
import { type composePartnerService, type PartnerOutside } from '../partner-service.ts';
import { partnerNamed, secretVariable } from '../partners.ts';
import { makeFakeRequestsTable } from './fake-requests-table.ts';

const MAX_RECEIVE_COUNT = 3;
const KEY = 'canary-key-canary-key-canary';

/** A service that tells a partner, as tests of any such service see it. */
interface Telling {
  readonly compose: (outside: PartnerOutside) => ReturnType<typeof composePartnerService>;
  readonly service: string;
  readonly partner: string;
  /** The event that makes it ask the partner for something, with its data and the webhook that comes of it. */
  readonly asks: { readonly event: EventDefinition; readonly data: object; readonly kind: string };
  /** The status of an order that the partner was asked about, before it is cancelled. */
  readonly asked: string;
  /** Statuses of which the partner has not heard. */
  readonly unasked: readonly string[];
  /** What its events begin with: `Courier` of `CourierNotified`. */
  readonly outcome: string;
}

const messageOf = ({ type, version, source }: EventDefinition, data: object, attempt: number): SQSEvent => {
  const meta = {
    ...{ id: `ord_1#2#${type}`, type, version, source, subject: 'ord_1', sequence: 2 },
    ...{ occurredAt: '2026-03-01T12:00:00.000Z', correlationId: 'c-1', causationId: 'c-0' },
    actor: { type: 'system', id: 'orders' },
  };
  const record = {
    messageId: 'm-1',
    body: JSON.stringify({ 'detail-type': type, detail: { meta, data } }),
    attributes: { ApproximateReceiveCount: String(attempt) },
  };
  return { Records: [record as SQSRecord] };
};

/** The whole service, except AWS and the partner. */
const aPartnerService = ({ compose, service, partner: name, asks, asked }: Telling) => {
  const table = makeFakeRequestsTable(`orderwire.${service}`);
  const queues = makeFakeClient(() => ({}));
  const secrets = makeFakeClient(() => ({ SecretString: JSON.stringify({ kid: 'a', key: KEY }) }));
  const { outside, advance, lines } = makeOutside<'dynamo' | 'eventBridge' | 'secretsManager' | 'sqs'>({
    environment: {
      PARTNER: name,
      WEBHOOK_URL: `https://${name}.example/`,
      [secretVariable(partnerNamed(name))]: 'secret',
      REQUESTS_TABLE: 'Requests',
      API_URL: 'https://api.example',
      INBOX_URL: 'inbox',
      DEAD_LETTER_QUEUE_URL: 'https://sqs.example/dead',
      MAX_RECEIVE_COUNT: String(MAX_RECEIVE_COUNT),
      TIMEOUT_SECONDS: '20',
    },
    clients: { dynamo: table.dynamo, sqs: queues.client, secretsManager: secrets.client },
  });
  const partner = { status: 200, got: [] as { readonly type: string; readonly id: string | undefined }[] };
  const { consume } = compose({
    ...outside,
    makeHttpPost:
      () =>
      ({ body, headers }) => {
        const { type } = JSON.parse(body) as { readonly type: string };
        partner.got.push({ type, id: headers['webhook-id'] });
        return Promise.resolve({ status: partner.status });
      },
  });
  const parkedMessages = () => queues.inputs.filter((input) => 'MessageBody' in input);
  /** Delivers an event once and tells what becomes of its message. */
  const deliver = async (definition: EventDefinition, data: object, attempt = 1) => {
    const parked = parkedMessages().length;
    const { batchItemFailures } = await consume(messageOf(definition, data, attempt));
    advance(120_000);
    return batchItemFailures.length > 0 ? 'retried' : parkedMessages().length > parked ? 'parked' : 'done';
  };
  const lamp = { itemId: 'itm_1', title: 'Lamp', count: 2, unitPrice: 1_000, ...STANDARD };
  return {
    partner,
    table,
    parkedMessages,
    lines,
    deliver,
    ask: (attempt?: number) => deliver(asks.event, asks.data, attempt),
    cancel: (previousStatus = asked, attempt?: number) =>
      deliver(
        OrderCancelled,
        { orderNumber: 'JXW2-VRJV-47H2', by: 'customer', previousStatus, lines: [lamp] },
        attempt,
      ),
    told: () => partner.got.map(({ type }) => type),
    published: () => table.published.map(({ type }) => type),
  };
};

/** What holds for every service that tells a partner. */
export const itTellsItsPartner = (telling: Telling): void => {
  const { asks, unasked, outcome, partner } = telling;
  const given = () => aPartnerService(telling);
  const FAILED = [`${outcome}NotificationFailed`, `${outcome}NeedsAttention`];

  describe(`the event ${asks.event.type}`, () => {
    it('is told once, however often it comes', async () => {
      const service = given();
      expect([await service.ask(), await service.ask()]).toEqual(['done', 'done']);
      expect(service.told()).toEqual([asks.kind]);
      expect(service.published()).toEqual([`${outcome}Notified`]);
    });

    it('is told again while the partner fails, then parked with its reason, and told when it is redriven', async () => {
      const service = given();
      service.partner.status = 500;
      expect([await service.ask(1), await service.ask(2), await service.ask(3)]).toEqual([
        'retried',
        'retried',
        'parked',
      ]);
      expect(service.parkedMessages()[0]).toMatchObject({
        MessageAttributes: { reason: { StringValue: 'PARTNER_ANSWERED_500' } },
      });
      service.partner.status = 202;
      expect(await service.ask(1)).toBe('done');
      const id = `whk_ord_1_${partner}_${asks.kind.replace('order.', '')}`;
      expect(new Set(service.partner.got.map((webhook) => webhook.id))).toEqual(new Set([id]));
      expect(service.published()).toEqual([...FAILED, `${outcome}Notified`]);
    });

    it.each([302, 400, 401, 403, 404])('is told again after the partner answered %i', async (status) => {
      const service = given();
      service.partner.status = status;
      expect(await service.ask()).toBe('retried');
    });

    it('is parked at once when the partner wants nothing any more', async () => {
      const service = given();
      service.partner.status = 410;
      expect(await service.ask()).toBe('parked');
      expect(service.told()).toHaveLength(1);
    });
  });

  describe('a cancelled order', () => {
    it('is told to a partner that was asked for it, once', async () => {
      const service = given();
      await service.ask();
      expect([await service.cancel(), await service.cancel()]).toEqual(['done', 'done']);
      expect(service.told()).toEqual([asks.kind, 'order.cancelled']);
    });

    it.each(unasked)('that was only %s concerns no partner, and costs no write', async (status) => {
      const service = given();
      expect(await service.cancel(status)).toBe('done');
      expect(service.told()).toEqual([]);
      expect(service.table.writes).toHaveLength(0);
    });

    it(`whose cancellation overtakes ${asks.event.type} is never told at all`, async () => {
      const service = given();
      await service.cancel();
      await service.ask();
      await service.cancel();
      expect(service.told()).toEqual([]);
      expect(service.published()).toEqual([]);
    });

    it.each([
      ['between two tries to tell of it', 1],
      ['after telling of it was given up', MAX_RECEIVE_COUNT],
    ])('%s ends these and says not to ship', async (_, attempt) => {
      const service = given();
      service.partner.status = 503;
      await service.ask(attempt);
      service.partner.status = 200;
      expect(await service.cancel()).toBe('done');
      expect(await service.ask()).toBe('done');
      expect(service.told()).toEqual([asks.kind, 'order.cancelled']);
    });

    it('is parked when the partner does not take it', async () => {
      const service = given();
      await service.ask();
      service.partner.status = 500;
      const fates = [await service.cancel('packed', 1), await service.cancel('packed', MAX_RECEIVE_COUNT)];
      expect(fates).toEqual(['retried', 'parked']);
      expect(service.published()).toEqual([`${outcome}Notified`, ...FAILED]);
    });
  });

  describe('what such a service leaves behind', () => {
    it('holds no key and nobody’s name or address', async () => {
      const service = given();
      service.partner.status = 500;
      await service.ask(1);
      await service.ask(MAX_RECEIVE_COUNT);
      const parked = service.parkedMessages().map(({ MessageAttributes }) => MessageAttributes);
      const left = JSON.stringify([service.lines, parked, service.table.published]) + service.table.text();
      expect(left).not.toMatch(new RegExp(`${KEY}|canary|30 123456`, 'i'));
      expect(JSON.stringify(service.parkedMessages())).not.toContain(KEY);
    });

    it('is a parked message for an event that it does not know', async () => {
      expect(await given().deliver({ ...asks.event, type: 'OrderUnheardOf' }, {})).toBe('parked');
    });
  });
};
