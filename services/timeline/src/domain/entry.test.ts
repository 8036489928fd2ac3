import { describe, expect, it } from '@jest/globals';
import { OrderPlaced, OrderShipmentCorrected } from '@orderwire/events-schema/orders';
import type { Meta } from '@orderwire/events-schema/envelope';
import { chargesFor } from '@orderwire/testing/charges';
import { STANDARD } from '@orderwire/testing/taxed';
import { entryOf } from './entry.ts';

const meta: Meta = {
  id: 'ord_1#1#0',
  type: 'OrderPlaced',
  version: 1,
  source: 'orderwire.orders',
  subject: 'ord_1',
  sequence: 1,
  occurredAt: '2026-03-01T12:00:00.000Z',
  correlationId: 'ord_1',
  causationId: 'http/1',
  actor: { type: 'customer', id: 'cus_1' },
};

const LINES = ['tea', 'mug'].map((itemId) => ({ itemId, title: itemId, count: 1, unitPrice: 50, ...STANDARD }));

describe('an entry of a timeline', () => {
  const entry = entryOf(OrderPlaced, meta, {
    customerId: 'cus_1',
    lines: LINES,
    charges: chargesFor(LINES, { shipping: 0 }),
    payment: { method: 'card', token: 'tok_canary' },
    recipient: { name: 'Canary Friend', email: 'canary@example.com' },
    billing: { name: 'Canary Person', email: 'canary@example.com' },
  });

  it('says who did what and when', () => {
    expect(entry).toMatchObject({
      id: 'ord_1#1#0',
      type: 'OrderPlaced',
      at: meta.occurredAt,
      actor: meta.actor,
      cause: meta.causationId,
    });
  });

  it('keeps short facts', () => {
    expect(entry.facts).toEqual({ lines: 2, total: 119, currency: 'EUR' });
  });

  it('holds nothing that its event marks as personal or secret', () => {
    expect(JSON.stringify(entry)).not.toMatch(/canary/i);
  });

  it('cuts long texts', () => {
    expect(String(entryOf(OrderPlaced, meta, { reason: 'x'.repeat(5_000) }).facts['reason'])).toHaveLength(500);
  });

  it('says what a partner told beside the fact, and that its time is doubtful', () => {
    const told = { occurredAt: '2026-02-01T12:00:00.000Z', doubtful: true, reason: 'new label', note: 'x'.repeat(500) };
    const data = { trackingNumber: 'T2', previous: 'T1', ...told };
    expect(entryOf(OrderShipmentCorrected, meta, data)).toMatchObject({ at: meta.occurredAt, facts: data });
  });
});
