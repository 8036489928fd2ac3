import { describe, expect, it } from '@jest/globals';
import { NOTHING, partOf } from '@orderwire/money/parts';
import { chargesFor } from '@orderwire/testing/charges';
import { REDUCED } from '@orderwire/testing/taxed';
import { aLine, aParcel, anOrder } from '../testing/builders.ts';
import { contentsOf } from './parcels.ts';

describe('the parcel of an order', () => {
  it.each(['gross', 'net'] as const)('costs what the part of an order costs that is all of it: %s', (prices) => {
    const lines = [aLine, { ...aLine, itemId: 'cup', count: 3, unitPrice: 333, ...REDUCED }];
    const order = anOrder({ lines, charges: chargesFor(lines, { prices }) });
    const all = {
      counts: new Map(order.charges.lines.map(({ itemId, count }) => [itemId, count])),
      shipping: order.charges.shipping,
    };
    expect(contentsOf(aParcel(), order)).toEqual({ lines, charges: partOf(order.charges, NOTHING, all) });
  });
});
