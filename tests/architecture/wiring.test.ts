import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allEvents } from '@orderwire/events-schema/registry';
import { capitalized } from '@orderwire/local-cloud/dev/packaging/partners';
import { partners } from '@orderwire/partners/partners';
import { ofType, type Packaged, packaged } from './packaged.ts';

const loadLambda = async (service: string): Promise<Record<string, unknown>> =>
  (await import(join(process.cwd(), 'services', service, 'src', 'lambda.ts'))) as Record<string, unknown>;

describe.each(packaged.map((service) => [service.service, service] as const))('the service %s', (name, service) => {
  const handlers = Object.entries(service.functions).map(([key, { handler }]) => [key, handler] as const);

  it('exports from lambda.ts exactly the handlers of its serverless.yml', async () => {
    const exported = Object.keys(await loadLambda(name)).map((key) => `src/lambda.${key}`);
    expect(exported.sort()).toEqual([...new Set(handlers.map(([, handler]) => handler))].sort());
  });

  it('names each handler after its function; one that stands once for each partner has the partner’s name after it', () => {
    const partnersOfIt = partners
      .filter(({ toldBy }) => toldBy === name)
      .map((one) => `consume${capitalized(one.name)}`);
    for (const [key, handler] of handlers)
      expect(handler).toBe(`src/lambda.${partnersOfIt.includes(key) ? 'consume' : key}`);
  });
});

interface Subscribed {
  readonly service: string;
  readonly rule: string;
  readonly type: string;
  readonly sources: readonly (string | { readonly prefix: string })[];
}

const subscribed: readonly Subscribed[] = packaged.flatMap((service) =>
  ofType(service, 'AWS::Events::Rule').flatMap(([rule, { EventPattern }]) => {
    const pattern = EventPattern as { source?: Subscribed['sources']; 'detail-type'?: string[] } | undefined;
    return (pattern?.['detail-type'] ?? []).map((type) => ({
      service: service.service,
      rule,
      type,
      sources: pattern?.source ?? [],
    }));
  }),
);

describe('the rules on the bus', () => {
  it.each(subscribed.map((entry) => [entry.service, entry.type, entry] as const))(
    '%s subscribes to %s, which its publisher sends',
    (_service, type, { sources }) => {
      const definition = allEvents.find((event) => event.type === type);
      expect(definition).toBeDefined();
      const matches = sources.some((source) =>
        typeof source === 'string' ? source === definition?.source : definition?.source.startsWith(source.prefix),
      );
      expect(matches).toBe(true);
    },
  );

  it.each(allEvents.filter(({ channel }) => channel === 'bus').map((event) => [event.type, event] as const))(
    '%s has a reader, or says why not',
    (type, event) => {
      const readers = subscribed.filter((entry) => entry.type === type).map(({ service }) => service);
      expect(readers.length > 0).toBe(event.noReader === undefined);
    },
  );

  it('name no other pattern fields: a rule selects by source and type, and one of them by a field that few events have', () => {
    for (const service of packaged)
      for (const [, { EventPattern }] of ofType(service, 'AWS::Events::Rule'))
        if (EventPattern) {
          const { $or, ...plain } = EventPattern as { readonly $or?: unknown };
          expect(Object.keys(plain).sort()).toEqual(['detail-type', 'source']);
          expect($or).toEqual(service.service === 'inventory' ? FOR_STOCK : undefined);
        }
  });
});

/** All that inventory takes, but only orders that were packed short, and only changes of an item that say its stock. */
const FOR_STOCK = [
  { detail: { data: { short: { itemId: [{ exists: true }] } } } },
  { detail: { data: { stock: [{ exists: true }] } } },
  { detail: { meta: { type: [{ 'anything-but': ['OrderPacked', 'ItemUpdated'] }] } } },
];

const publishes = (source: string, service: Packaged): boolean => source === `orderwire.${service.service}`;

describe('the channel to the timeline', () => {
  const events = allEvents.filter(({ channel }) => channel === 'timeline');
  const senders = packaged.filter((service) => service.functions['publish']?.environment?.['TIMELINE_QUEUE_URL']);

  it.each(events.map((event) => [event.type, event] as const))(
    '%s is published by a service that may send to the timeline’s queue, and no rule waits for it on the bus',
    (type, { source, noReader }) => {
      expect(senders.filter((service) => publishes(source, service))).toHaveLength(1);
      expect(subscribed.filter((entry) => entry.type === type)).toEqual([]);
      expect(noReader).toBeUndefined();
    },
  );

  it('is open to services that have such an event, and to no other', () => {
    const wanted = new Set(events.map(({ source }) => source.replace('orderwire.', '')));
    expect(senders.map(({ service }) => service).sort()).toEqual([...wanted].sort());
  });

  it('holds successes only: what went wrong is on the bus, where anybody may subscribe', () => {
    expect(events.map(({ type }) => type).filter((type) => /(Failed|Bounced|Declined|Attention)$/.test(type))).toEqual(
      [],
    );
  });
});
