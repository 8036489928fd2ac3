import { describe, expect, it } from '@jest/globals';
import { settingsOf } from '@orderwire/local-cloud/dev/packaging/compose';
import { capitalized } from '@orderwire/local-cloud/dev/packaging/partners';
import { partners, secretVariable } from '@orderwire/partners/partners';
import { ofType, type Packaged, packaged } from './packaged.ts';

const serviceNamed = (wanted: string): Packaged => {
  const found = packaged.find(({ service }) => service === wanted);
  if (!found) throw new Error(`There is no service ${wanted}.`);
  return found;
};

type Variables = Readonly<Record<string, unknown>>;

const variablesOf = (properties: Readonly<Record<string, unknown>>): Variables =>
  (properties['Environment'] as { readonly Variables?: Variables } | undefined)?.Variables ?? {};

/** The functions of a service that may read secrets of partners, as far as their variables say. */
const functionsWith = (service: Packaged, variable: string): readonly string[] =>
  ofType(service, 'AWS::Lambda::Function')
    .filter(([, properties]) => variable in variablesOf(properties))
    .map(([id]) => id);

describe('each partner of partners.json', () => {
  it.each(partners)('$name has a secret, whose ARN is handed on', ({ name }) => {
    const { resources } = serviceNamed('platform');
    expect(resources[`${capitalized(name)}Secret`]?.Properties).toMatchObject({
      Name: `orderwire-local/partners/${name}`,
    });
  });

  it.each(partners)('$name is told by one function of $toldBy, which reads a queue of its own', (partner) => {
    const service = serviceNamed(partner.toldBy);
    const [id, ...others] = functionsWith(service, secretVariable(partner));
    expect(others).toEqual([]);
    const variables = variablesOf(service.resources[id ?? '']?.Properties ?? {});
    expect(variables['PARTNER']).toBe(partner.name);
    const readers = ofType(service, 'AWS::Lambda::Function').filter(
      ([, one]) => JSON.stringify(variablesOf(one)['INBOX_URL']) === JSON.stringify(variables['INBOX_URL']),
    );
    expect(readers.map(([reader]) => reader)).toEqual([id]);
  });

  it.each(partners)('$name has a route for all that it may report, which knows its key', (partner) => {
    const orders = serviceNamed('orders');
    const routes = ofType(orders, 'AWS::ApiGatewayV2::Route').map(([, { RouteKey }]) => RouteKey);
    for (const what of partner.callbacks) {
      expect(routes).toContain(`POST /order${what}/{orderId}`);
      const knowing = functionsWith(orders, secretVariable(partner)).map((id) => id.toLowerCase());
      expect(knowing).toContain(`order${what}lambdafunction`);
    }
  });

  it.each(partners)('$name has a setting with its URL on every stage', ({ name }) => {
    for (const stage of ['dev', 'prod'])
      expect(settingsOf(process.cwd(), stage, {})).toHaveProperty(`${name.toUpperCase()}_WEBHOOK_URL`);
  });

  it('has a name of its own', () => {
    expect(new Set(partners.map(({ name }) => name)).size).toBe(partners.length);
  });
});
