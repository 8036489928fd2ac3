import { describe, expect, it } from '@jest/globals';
import { marshall } from '@aws-sdk/util-dynamodb';
import { aRequest, bodyOf, pointersOf } from '@orderwire/testing/request';
import { serviceWith } from '../../testing/a-service.ts';

const BODY = { items: [{ id: 'mug', count: 1 }], payment: { method: 'card', token: 'tok_ok' } };

const place = async (
  { as = 'ada', more = {}, headers = {} }: { as?: string; more?: object; headers?: Readonly<Record<string, string>> },
  shop = 'en',
) => {
  const service = serviceWith({ SHOP_LANGUAGE: shop });
  const answer = await service.placeOrder(aRequest({ as, body: { ...BODY, ...more }, headers }));
  return { service, answer };
};

/** What the order and its event say. */
const languagesOf = async (...given: Parameters<typeof place>) => {
  const { service } = await place(...given);
  const [{ order, events } = { order: undefined, events: [] }] = service.written;
  return [order?.language, (events[0]?.data as { readonly language?: string } | undefined)?.language];
};

describe('an order is in the language', () => {
  const GERMAN_READER = { 'accept-language': 'de-AT,de;q=0.9,en;q=0.5' };

  it('that its body says, before all others', async () => {
    const said = await languagesOf({ as: 'german', more: { language: 'en' }, headers: GERMAN_READER }, 'de');
    expect(said).toEqual(['en', 'en']);
  });

  it('else of the profile', async () => {
    expect(await languagesOf({ as: 'german', headers: { 'accept-language': 'en' } })).toEqual(['de', 'de']);
  });

  it('else that the browser asks for', async () => {
    expect(await languagesOf({ headers: GERMAN_READER })).toEqual(['de', 'de']);
  });

  it.each(['fr', '*', 'x'.repeat(4_000), 'de;q=0'])('else of the shop: nobody is refused for %j', async (header) => {
    expect(await languagesOf({ headers: { 'accept-language': header } }, 'de')).toEqual(['de', 'de']);
  });

  it.each(['fr', 'DE', '', null, 1])('and a body that says %j is refused, and nothing is written', async (language) => {
    const { service, answer } = await place({ more: { language } });
    expect([answer.statusCode, bodyOf(answer)['code'], pointersOf(answer)]).toEqual([
      ...[422, 'REQUEST_INVALID', ['#/language']],
    ]);
    expect(service.written).toEqual([]);
  });

  it('which takes no room in the row where it is the usual one', async () => {
    const { service, answer } = await place({});
    const row = service.item(`order/${String(bodyOf(answer)['orderId'])}`);
    expect(row && marshall(row)).not.toHaveProperty('language');
  });
});
