import { describe, expect, it } from '@jest/globals';
import { type Packaged, packaged, type Resource } from './packaged.ts';

type Rules = Readonly<Record<string, (service: Packaged) => readonly unknown[]>>;
type Path<Id> = readonly [resource: Id, ...rest: (string | number)[]];

/** What breaks a rule: one value of the sound template, replaced, or removed when undefined. */
export type Breach<Id> = readonly [rule: string, what: string, path: Path<Id>, value: unknown];

const broken = <Id extends string>(sound: Readonly<Record<Id, Resource>>, path: Path<Id>, value: unknown): Packaged => {
  const resources = structuredClone(sound) as Record<string, unknown>;
  const keys: (string | number)[] = [...path];
  const last = keys.pop() ?? '';
  const parent = keys.reduce<Record<string, unknown>>((node, key) => node[key] as Record<string, unknown>, resources);
  parent[last] = value;
  return { service: 'planted', functions: {}, resources: resources as Packaged['resources'] };
};

/** Each rule holds in every packaged service and in the sound template, and finds its planted breaches. */
export const rulesBite = <Id extends string>(
  rules: Rules,
  sound: Readonly<Record<Id, Resource>>,
  breaches: readonly Breach<Id>[],
): void => {
  describe.each(Object.entries(rules))('the rule %s', (_name, rule) => {
    it.each(packaged.map((service) => [service.service, service] as const))('holds in %s', (_service, service) => {
      expect(rule(service)).toEqual([]);
    });

    it('holds in a sound template', () => {
      expect(rule({ service: 'sound', functions: {}, resources: sound })).toEqual([]);
    });
  });

  describe('each rule bites', () => {
    it.each(breaches)('%s finds %s', (rule, _what, path, value) => {
      expect(rules[rule]?.(broken(sound, path, value))).not.toEqual([]);
    });

    it('in at least one planted breach', () => {
      expect(new Set(breaches.map(([rule]) => rule))).toEqual(new Set(Object.keys(rules)));
    });
  });
};
