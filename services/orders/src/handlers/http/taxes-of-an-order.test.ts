import { describe, expect, it } from '@jest/globals';
import { aRequest, bodyOf } from '@orderwire/testing/request';
import { twoLines } from '../../testing/builders.ts';
import { makeService, serviceWith } from '../../testing/a-service.ts';

describe('a business buyer', () => {
  const vienna = { street: 'Graben 1', city: 'Wien', postalCode: '1010', country: 'AT' };
  const buy = (vatId: string) => {
    const service = makeService();
    const billingAddress = { ...vienna, company: 'Sacher KG', vatId };
    const body = { ...twoLines, shippingAddress: vienna, billingAddress };
    return { service, answer: service.placeOrder(aRequest({ as: 'ada', body })) };
  };

  it('in another member state is not taxed, and the order keeps the VAT id', async () => {
    const { service, answer } = buy('atu 13585627');
    expect(bodyOf(await answer)).toMatchObject({
      charges: { country: 'AT', taxes: [{ category: 'K', rate: 0, taxable: 2_990, tax: 0 }], total: 2_990 },
    });
    const { billing, lines } = service.written[0]?.order ?? {};
    expect(billing).toMatchObject({ address: { company: 'Sacher KG' }, vatId: 'ATU13585627' });
    expect(lines?.map(({ category, vatRate, vatClass }) => [category, vatRate, vatClass])).toEqual([
      ['K', 0, 'standard'],
      ['K', 0, 'reduced'],
    ]);
    expect(service.written[0]?.events).toMatchObject([{ data: { billing: { vatId: 'ATU13585627' } } }]);
  });

  it.each([
    ['ATU13585628', 'has a typing error: its check digits do not fit'],
    ['ATU1', 'has not the form of VAT ids there'],
    ['CHE123456788', 'begins with no prefix of a member state, such as DE or EL, nor with XI'],
  ])('with the VAT id %s is refused, and nothing is written', async (vatId, message) => {
    const { service, answer } = buy(vatId);
    expect((await answer).statusCode).toBe(422);
    expect(bodyOf(await answer)).toMatchObject({
      code: 'VAT_ID_INVALID',
      errors: [{ pointer: '#/billingAddress/vatId', message }],
    });
    expect(service.written).toEqual([]);
  });
});

describe('a shop', () => {
  const buyAt = async (environment: Readonly<Record<string, string>>, more: object = {}) => {
    const answer = await serviceWith(environment).placeOrder(aRequest({ as: 'ada', body: { ...twoLines, ...more } }));
    return bodyOf(answer);
  };

  it('with gross prices keeps them, and takes the tax out of them', async () => {
    expect(await buyAt({ PRICES: 'gross' })).toMatchObject({
      charges: {
        prices: 'gross',
        lines: [{ gross: 2_000 }, { gross: 500 }],
        taxes: [
          { rate: 19_000, taxable: 2_010, tax: 382 },
          { rate: 7_000, taxable: 559, tax: 39 },
        ],
      },
      totals: { items: 2_500, shipping: 490, tax: 421, total: 2_990 },
    });
  });

  it('with gross prices exports without the tax in them', async () => {
    const shippingAddress = { street: 'Bundesplatz 3', city: 'Bern', postalCode: '3000', country: 'CH' };
    expect(await buyAt({ PRICES: 'gross' }, { shippingAddress })).toMatchObject({
      charges: { country: 'CH', lines: [{ gross: 1_681 }, { gross: 467 }], taxes: [{ category: 'G', tax: 0 }] },
    });
  });

  it('that is a small business charges no tax', async () => {
    expect(await buyAt({ SMALL_BUSINESS: '§ 19 UStG' })).toMatchObject({
      charges: { taxes: [{ category: 'E', rate: 0, taxable: 2_990, tax: 0 }], total: 2_990 },
    });
  });

  it('may tax shipping at the highest rate of the goods, and have rates of its own', async () => {
    expect(await buyAt({ SHIPPING_TAX: 'highest', VAT_RATES: 'DE reduced 5' })).toMatchObject({
      charges: {
        taxes: [
          { rate: 19_000, taxable: 2_490, tax: 473 },
          { rate: 5_000, taxable: 500, tax: 25 },
        ],
      },
    });
  });
});
