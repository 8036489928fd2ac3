import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { allEvents } from '@orderwire/events-schema/registry';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import { ofType, packaged } from '../architecture/packaged.ts';
import { startAwsStub } from './aws-stub.ts';

type Consume = (event: SQSEvent) => Promise<SQSBatchResponse>;

/** What publishers send to the timeline alone. */
const straight = allEvents.filter(({ channel }) => channel === 'timeline').map(({ type }) => type);

const consumers = packaged.flatMap((service) => {
  const byRule = ofType(service, 'AWS::Events::Rule').flatMap(
    ([, { EventPattern }]) => (EventPattern as { 'detail-type'?: string[] } | undefined)?.['detail-type'] ?? [],
  );
  const types = service.service === 'timeline' ? [...byRule, ...straight] : byRule;
  return types.length > 0 ? [{ service: service.service, types }] : [];
});

const exampleOf = (type: string): { readonly meta: { readonly version: number } } => {
  const version = allEvents.find((event) => event.type === type)?.version ?? 0;
  const file = join(process.cwd(), 'events-schema', 'examples', `${type}.v${version}.json`);
  return JSON.parse(readFileSync(file, 'utf8')) as { meta: { version: number } };
};

const message = (type: string, detail: unknown): SQSEvent =>
  ({
    Records: [
      {
        messageId: 'm1',
        body: JSON.stringify({ 'detail-type': type, detail }),
        attributes: { ApproximateReceiveCount: '1' },
      },
    ],
  }) as unknown as SQSEvent;

/** A setting as it was packaged; a made-up URL for what only a deployment knows. */
const standIn = (name: string, value: unknown): string =>
  typeof value === 'string' && !value.startsWith('arn:compose:')
    ? value
    : `https://${name.toLowerCase().replaceAll('_', '-')}.example`;

let stub: Awaited<ReturnType<typeof startAwsStub>>;

beforeAll(async () => {
  stub = await startAwsStub();
  const variables = packaged.flatMap((service) =>
    ofType(service, 'AWS::Lambda::Function').flatMap(([, { Environment }]) =>
      Object.entries((Environment as { Variables?: Record<string, unknown> } | undefined)?.Variables ?? {}),
    ),
  );
  Object.assign(process.env, Object.fromEntries(variables.map(([name, value]) => [name, standIn(name, value)])), {
    // Settings of the shop's, which are no URLs.
    MAILS_OFF: 'none',
    SHOP_LANGUAGE: 'en',
    SHOP_TIME_ZONE: 'UTC',
    REFUND_SHIPPING: 'never',
    // The SDK calls a queue at its URL's host, whatever the endpoint is.
    INBOX_URL: `${stub.url}/000000000000/inbox`,
    DEAD_LETTER_QUEUE_URL: `${stub.url}/000000000000/dead-letters`,
    AWS_ENDPOINT_URL: stub.url,
    AWS_REGION: 'eu-central-1',
    AWS_ACCESS_KEY_ID: 'contract',
    AWS_SECRET_ACCESS_KEY: 'contract',
    AWS_MAX_ATTEMPTS: '1',
    SERVICE_NAME: 'contract',
    METRICS_NAMESPACE: 'contract',
  });
});

afterAll(() => stub.stop());

// What the functions log is not this test's.
beforeEach(() => void jest.spyOn(process.stdout, 'write').mockReturnValue(true));
afterEach(() => void jest.restoreAllMocks());

beforeEach(() => {
  stub.parked.length = 0;
});

describe.each(consumers)('what $service subscribes to', ({ service, types }) => {
  const consume = async (event: SQSEvent): Promise<SQSBatchResponse> => {
    const lambda = (await import(join(process.cwd(), 'services', service, 'src', 'lambda.ts'))) as { consume: Consume };
    return lambda.consume(event);
  };

  it.each(types)('%s: its example is understood', async (type) => {
    await consume(message(type, exampleOf(type)));
    expect(stub.parked.map(({ reason }) => reason).filter((reason) => reason.startsWith('EVENT_'))).toEqual([]);
  });

  it.each(types)('%s: what does not fit is parked whole', async (type) => {
    const { meta } = exampleOf(type);
    const event = message(type, { meta: { version: meta.version }, data: {} });
    expect(await consume(event)).toEqual({ batchItemFailures: [] });
    expect(stub.parked).toEqual([{ reason: 'EVENT_DOES_NOT_FIT', body: event.Records[0]?.body }]);
  });

  it.each(types)('%s: a version of tomorrow is parked', async (type) => {
    await consume(message(type, { meta: { version: 99 } }));
    expect(stub.parked.map(({ reason }) => reason)).toEqual(['EVENT_VERSION_UNKNOWN']);
  });

  it('is all that it reacts to', async () => {
    for (const { type } of allEvents.filter((event) => !types.includes(event.type))) {
      stub.parked.length = 0;
      await consume(message(type, {}));
      expect(stub.parked.map(({ reason }) => [type, reason])).toEqual([[type, 'EVENT_UNKNOWN']]);
    }
  });
});
