import { describe, expect, it } from '@jest/globals';
import { claim, type MailRow, settle } from './mail-row.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const LEASE = 60_000;
const named = { orderId: 'ord_1', kind: 'placed' } as const;

const aRow = (more: Partial<MailRow> = {}): MailRow => ({
  ...{ id: 'ord_1/placed', ...named, status: 'sending', attempts: 1, leaseUntil: NOW + LEASE, version: 1 },
  updatedAt: '2026-03-01T12:00:00.000Z',
  ...more,
});

describe('claiming a mail', () => {
  it('begins it when there is no row', () => {
    expect(claim(undefined, named, NOW, LEASE)).toEqual({ do: 'send', row: aRow() });
  });

  it('waits while another try may be in flight, to the last millisecond', () => {
    expect(claim(aRow(), named, NOW + LEASE - 1, LEASE)).toEqual({ do: 'wait' });
  });

  it('takes over when the lease is over', () => {
    const again = aRow({ attempts: 2, version: 2, leaseUntil: NOW + 2 * LEASE, updatedAt: '2026-03-01T12:01:00.000Z' });
    expect(claim(aRow(), named, NOW + LEASE, LEASE)).toEqual({ do: 'send', row: again });
  });

  it('does nothing when it was sent', () => {
    expect(claim(aRow({ status: 'sent', messageId: 'm' }), named, NOW, LEASE)).toEqual({ do: 'nothing' });
  });

  it('begins again when it failed: somebody has redriven it', () => {
    const { leaseUntil: _lease, ...failed } = aRow({ status: 'failed', version: 2 });
    expect(claim(failed, named, NOW, LEASE)).toMatchObject({ do: 'send', row: { status: 'sending', version: 3 } });
  });
});

describe('settling a try', () => {
  const sent = { sent: true, messageId: 'm-1' } as const;
  const refused = { sent: false, permanent: true, reason: 'MessageRejected' } as const;
  const throttled = { sent: false, permanent: false, reason: 'Throttling' } as const;

  it('notes what was sent, and gives the lease back', () => {
    const row = settle(aRow(), aRow(), sent, NOW);
    expect(row).toMatchObject({ status: 'sent', messageId: 'm-1', version: 2 });
    expect(row).not.toHaveProperty('leaseUntil');
  });

  it('notes what was sent even after another try took over', () => {
    expect(settle(aRow({ version: 2, attempts: 2 }), aRow(), sent, NOW)).toMatchObject({ status: 'sent', version: 3 });
  });

  it('leaves a row alone that says sent', () => {
    expect(settle(aRow({ status: 'sent', version: 3 }), aRow(), sent, NOW)).toBeUndefined();
    expect(settle(aRow({ status: 'sent', version: 3 }), aRow(), refused, NOW)).toBeUndefined();
  });

  it('notes a permanent refusal', () => {
    expect(settle(aRow(), aRow(), refused, NOW)).toMatchObject({ status: 'failed', version: 2 });
  });

  it('gives the lease back when it may work next time', () => {
    const row = settle(aRow(), aRow(), throttled, NOW);
    expect(row).toMatchObject({ status: 'sending', version: 2 });
    expect(row).not.toHaveProperty('leaseUntil');
  });

  it.each([refused, throttled])('says nothing about a mail that another try has taken over', (outcome) => {
    expect(settle(aRow({ version: 2 }), aRow(), outcome, NOW)).toBeUndefined();
  });
});
