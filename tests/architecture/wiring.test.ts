import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { allEvents } from '@orderwire/events-schema/registry';
import { ofType, packaged } from './packaged.ts';

const loadLambda = async (service: string): Promise<Record<string, unknown>> =>
  (await import(join(process.cwd(), 'services', service, 'src', 'lambda.ts'))) as Record<string, unknown>;

describe.each(packaged.map((service) => [service.service, service] as const))('the service %s', (name, service) => {
  it('exports from lambda.ts exactly the functions of its serverless.yml', async () => {
    expect(Object.keys(await loadLambda(name)).sort()).toEqual(Object.keys(service.functions).sort());
  });

  it('names each handler after its function', () => {
    for (const [key, { handler }] of Object.entries(service.functions)) expect(handler).toBe(`src/lambda.${key}`);
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

  it.each(allEvents.map((event) => [event.type, event] as const))('%s has a reader, or says why not', (type, event) => {
    const readers = subscribed.filter((entry) => entry.type === type).map(({ service }) => service);
    expect(readers.length > 0).toBe(event.noReader === undefined);
  });

  it('name no other pattern fields: a rule selects by source and type only', () => {
    for (const service of packaged)
      for (const [, { EventPattern }] of ofType(service, 'AWS::Events::Rule'))
        if (EventPattern) expect(Object.keys(EventPattern).sort()).toEqual(['detail-type', 'source']);
  });
});
