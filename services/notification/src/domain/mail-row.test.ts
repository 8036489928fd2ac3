import { describe, expect, it } from '@jest/globals';
import { type MailRow, newMail, settleMail } from './mail-row.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const MINE: MailRow = {
  ...newMail({ orderId: 'ord_1', kind: 'placed' }),
  ...{ attempts: 1, leaseUntil: NOW + 60_000, version: 1, updatedAt: '2026-03-01T12:00:00.000Z' },
};

const refused = { sent: false, permanent: true, reason: 'MessageRejected' } as const;
const throttled = { sent: false, permanent: false, reason: 'Throttling' } as const;

describe('a mail', () => {
  it('has a row for its order and its kind', () => {
    expect(MINE).toMatchObject({ id: 'ord_1/placed', orderId: 'ord_1', kind: 'placed', status: 'pending' });
  });

  it('that was sent is noted with its id at SES', () => {
    const row = settleMail(MINE, MINE, { sent: true, messageId: 'm-1' }, NOW);
    expect(row).toMatchObject({ status: 'sent', messageId: 'm-1', version: 2 });
  });

  it('that will never be taken has failed', () => {
    expect(settleMail(MINE, MINE, refused, NOW)).toMatchObject({ status: 'failed', version: 2 });
  });

  it('that may work next time waits for nobody', () => {
    const row = settleMail(MINE, MINE, throttled, NOW);
    expect(row).toMatchObject({ status: 'pending', version: 2 });
    expect(row).not.toHaveProperty('leaseUntil');
    expect(row).not.toHaveProperty('notBefore');
  });
});
