import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { type AuditDefinition, isAudit } from '@orderwire/events-schema/audit';
import { allEvents } from '@orderwire/events-schema/registry';
import type { Route } from '@orderwire/http/route';
import type { StaffChanges } from '@orderwire/store/staff-changes';
import { makeOutside } from '@orderwire/testing/outside';

interface Composed {
  readonly route?: Pick<Route, 'method' | 'callers'> & { readonly right?: string | null };
  /** Of a publisher. */
  readonly staffChanges?: StaffChanges | undefined;
}

type Functions = Readonly<Record<string, Composed>>;

const SERVICES = join(process.cwd(), 'services');

const composed = async (service: string): Promise<Functions> => {
  const { compose } = (await import(join(SERVICES, service, 'src/service.ts'))) as {
    readonly compose: (outside: unknown) => Functions;
  };
  return compose(makeOutside({}).outside);
};

const services = readdirSync(SERVICES).filter((name) => existsSync(join(SERVICES, name, 'src/service.ts')));

/** By these, staff change what is not their own. */
const staffWritesIn = (functions: Functions): readonly string[] =>
  Object.entries(functions).flatMap(([name, { route }]) =>
    route && route.method !== 'GET' && route.right !== undefined && route.right !== null ? [name] : [],
  );

const auditOf = (functions: Functions): AuditDefinition | undefined => functions['publish']?.staffChanges?.event;

/** Staff could write there, and nobody would learn of it. */
const forgets = (functions: Functions): boolean =>
  staffWritesIn(functions).length > 0 && auditOf(functions) === undefined;

describe('every write by staff', () => {
  it('is in a service whose publisher tells the audit list', async () => {
    const all = await Promise.all(services.map(async (service) => [service, await composed(service)] as const));
    expect(all.filter(([, functions]) => forgets(functions)).map(([service]) => service)).toEqual([]);
    expect(all.flatMap(([, functions]) => staffWritesIn(functions)).length).toBeGreaterThan(15);
  });

  it('is told by its own service, and by none that staff cannot write to', async () => {
    for (const service of services) {
      const functions = await composed(service);
      const told = auditOf(functions)?.source;
      expect([service, told]).toEqual([
        service,
        staffWritesIn(functions).length > 0 ? `orderwire.${service}` : undefined,
      ]);
    }
  });

  it('has an event of its service, which some publisher sends', async () => {
    const told = await Promise.all(services.map(async (service) => auditOf(await composed(service))?.type ?? []));
    expect(
      allEvents
        .filter(isAudit)
        .map(({ type }) => type)
        .sort(),
    ).toEqual(told.flat().sort());
  });
});

/** Of people, or in their own words: an entry is kept for ever. */
const PERSONAL = /mail|phone|name$|address|recipient|billing|buyer|contact|note|reason|token|vatId|street|key$/i;

describe('what is shown of a row', () => {
  it('is nothing that is said of people, or in their own words', async () => {
    const all = await Promise.all(services.map(composed));
    const shown = all.flatMap((functions) => Object.keys(functions['publish']?.staffChanges?.shown ?? {}));
    expect(shown.length).toBeGreaterThan(20);
    expect(shown.filter((attribute) => PERSONAL.test(attribute))).toEqual([]);
  });
});

describe('a service that staff write to unseen', () => {
  const write = { route: { method: 'POST', callers: 'staff', right: 'stock:write' } } as const;

  it.each<[string, Functions, boolean]>([
    ['has a publisher that tells nobody', { write, publish: {} }, true],
    ['has no publisher', { write }, true],
    ['has a route that its owner may use, too', { write: { route: { ...write.route, callers: 'signedIn' } } }, true],
    ['is none where staff only read', { read: { route: { ...write.route, method: 'GET' } } }, false],
    ['is none where everybody writes what is their own', { own: { route: { ...write.route, right: null } } }, false],
  ])('%s', (_what, functions, isFound) => {
    expect(forgets(functions)).toBe(isFound);
  });
});
