import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Customer, mailsTo } from '../../proofs/actors/customer.ts';
import { downloadInvoice, type Journey, makeJourney, problemsOf } from '../../proofs/actors/journey.ts';
import { startWorld, type World } from './world.ts';

/** One basket: 2 × 19.99 at 19 % and 4.50 at 7 %, sent for 4.90 within Germany. */
const SHOPS = [
  {
    prices: 'gross',
    totals: { items: 4448, shipping: 490, tax: 742, total: 4938, currency: 'EUR' },
    taxes: [
      { category: 'S', rate: 19_000, taxable: 3729, tax: 709 },
      { category: 'S', rate: 7_000, taxable: 467, tax: 33 },
    ],
    mail: [
      /^2 × Test item 1 {2,}39\.98 EUR$/m,
      /^1 × Test item 2 {2,}4\.50 EUR$/m,
      /^Shipping {2,}4\.90 EUR$/m,
      /^Total incl\. VAT {2,}49\.38 EUR$/m,
      /^VAT in it: 7\.42 EUR\.$/m,
    ],
    file: [
      ...['19.99', '19 %', '39.98', 'Items', '44.48 EUR', '4.90 EUR', 'Total incl. VAT', '49.38 EUR'],
      ...['Included tax 19 % on 37.29', '7.09 EUR', 'Included tax 7 % on 4.67', '0.33 EUR'],
    ],
  },
  {
    prices: 'net',
    totals: { items: 4448, shipping: 490, tax: 878, total: 5816, currency: 'EUR' },
    taxes: [
      { category: 'S', rate: 19_000, taxable: 4438, tax: 843 },
      { category: 'S', rate: 7_000, taxable: 500, tax: 35 },
    ],
    mail: [
      /^2 × Test item 1 {2,}39\.98 EUR$/m,
      /^1 × Test item 2 {2,}4\.50 EUR$/m,
      /^Shipping {2,}4\.90 EUR$/m,
      /^VAT {2,}8\.78 EUR$/m,
      /^Total {2,}58\.16 EUR$/m,
    ],
    file: [
      ...['19.99', '19 %', '39.98', 'Items, net', '44.48 EUR', '4.90 EUR', 'Total', '58.16 EUR'],
      ...['Tax 19 % on 44.38', '8.43 EUR', 'Tax 7 % on 5.00', '0.35 EUR'],
    ],
  },
] as const;

/** All texts that a file draws. */
const textsIn = (file: Uint8Array): readonly string[] =>
  [
    ...Buffer.from(file)
      .toString('latin1')
      .matchAll(/<([0-9a-f]*)> Tj/g),
  ].map(([, hex = '']) => Buffer.from(hex, 'hex').toString('latin1'));

describe.each(SHOPS)('a shop with $prices prices', ({ prices, totals, taxes, mail, file }) => {
  let world: World;
  let customer: Customer;
  let journey: Journey;

  beforeAll(async () => {
    world = await startWorld({ PRICES: prices });
    customer = await world.customer();
    const wishes = [
      { id: await world.item(10, { priceMinor: 1999 }), count: 2 },
      { id: await world.item(10, { priceMinor: 450, vatClass: 'reduced' }), count: 1 },
    ];
    journey = await makeJourney(world)(customer, wishes);
    await world.settled();
  }, 120_000);

  afterAll(async () => {
    expect(await world.stop()).toBe(0);
  });

  it('answers what the basket costs', () => {
    expect(journey.placed).toMatchObject({ charges: { prices, taxes }, totals });
  });

  it('captures, invoices and mails the same', async () => {
    expect(await problemsOf(world.platform, customer, journey)).toEqual([]);
    const bills = (await mailsTo(world.platform, customer.email)).filter(({ text = '' }) => text.includes('Shipping'));
    expect(bills).toHaveLength(3);
    for (const { text, subject } of bills)
      for (const row of subject.includes('invoice') ? mail.slice(0, 3) : mail) expect(text).toMatch(row);
  });

  it('draws the same in the invoice', async () => {
    const pdf = await downloadInvoice(world.platform, customer, journey.orderId);
    expect(textsIn(pdf)).toEqual(expect.arrayContaining([...file]));
  });
});

describe('a shop whose prices are neither', () => {
  it('is not started, and says why', async () => {
    await expect(startWorld({ PRICES: 'brutto' })).rejects.toThrow('The setting PRICES is brutto.');
  });
});
