import { describe, expect, it } from '@jest/globals';
import { TerminalError } from '@orderwire/kernel/terminal-error';
import { makeFakeClock, makeRecorder } from '@orderwire/testing/fakes';
import type { MailKind } from '../domain/mails/kinds.ts';
import { ORDER_NUMBER } from '../testing/builders.ts';
import { makeFakeMails } from '../testing/fakes.ts';
import { shopTimeIn } from '@orderwire/kernel/shop-time';
import { makeNotify } from './notify.ts';

const cause = { correlationId: 'c', causationId: 'ord_1#1#0', actor: { type: 'system', id: 'notification' } } as const;
const SOMEBODY = { orderNumber: ORDER_NUMBER, language: 'en' } as const;
const LEASE = 60_000;
const MAX_ATTEMPTS = 10;

const aService = (more: Parameters<typeof makeFakeMails>[0] & { off?: readonly MailKind[] } = {}) => {
  const fakes = makeFakeMails(more);
  const recorder = makeRecorder();
  const { clock, advance } = makeFakeClock();
  fakes.people.set('ord_1', { ...SOMEBODY, email: 'zoe@example.com', name: 'Zoë' });
  const notify = makeNotify({
    ...{
      ...fakes,
      clock,
      log: recorder.log,
      shopName: 'Mug Shop',
      shopTime: shopTimeIn('UTC'),
      leaseMs: LEASE,
      maxAttempts: MAX_ATTEMPTS,
    },
    off: new Set(more.off),
  });
  const content = () => ({ subject: 'Packed', heading: 'Packed', paragraphs: [] });
  const tell = (attempt = 1, orderId = 'ord_1') => notify({ orderId, kind: 'packed', content }, { cause, attempt });
  return { ...fakes, ...recorder, advance, notify, tell };
};

describe('a mail', () => {
  it('is sent to the contact and noted with its event', async () => {
    const { tell, posted, rows, events } = aService();
    await tell();
    expect(posted).toMatchObject([{ to: 'zoe@example.com', mail: { subject: 'Packed' } }]);
    expect(rows.get('ord_1/packed')).toMatchObject({ status: 'sent', messageId: 'm-0', version: 2 });
    expect(events).toEqual([{ id: 'ord_1/packed', event: { type: 'MailSent' }, cause }]);
  });

  it('is sent once, however often its event comes', async () => {
    const { tell, posted, events } = aService();
    await tell();
    await tell();
    await tell(2);
    expect([posted.length, events.length]).toEqual([1, 1]);
  });

  it('waits for its contact', async () => {
    const { tell, people, posted } = aService();
    await expect(tell(1, 'ord_2')).rejects.toThrow('has not arrived yet');
    await expect(tell(1, 'ord_2')).rejects.not.toBeInstanceOf(TerminalError);
    people.set('ord_2', { ...SOMEBODY, email: 'b@example.com', name: 'B' });
    await tell(2, 'ord_2');
    expect(posted).toHaveLength(1);
  });

  it('is not sent, and waits for nobody, where its contact is forgotten; that is said', async () => {
    const { tell, people, posted, rows, lines } = aService();
    people.set('ord_2', 'forgotten');
    await tell(1, 'ord_2');
    expect([posted.length, rows.size]).toEqual([0, 0]);
    expect(lines).toMatchObject([{ level: 'info', attributes: { orderId: 'ord_2', kind: 'packed' } }]);
  });

  it('is not sent when the shop does not want its kind', async () => {
    const { tell, posted, rows } = aService({ off: ['packed'] });
    await tell(1, 'ord_unknown');
    expect([posted.length, rows.size]).toEqual([0, 0]);
  });

  it('leaves no lease behind when it cannot be written', async () => {
    const { notify, rows } = aService();
    const content = () => Promise.reject(new Error('no secret'));
    await expect(notify({ orderId: 'ord_1', kind: 'invoice', content }, { cause, attempt: 1 })).rejects.toThrow(
      'no secret',
    );
    expect(rows.size).toBe(0);
  });
});

describe('two deliveries at once', () => {
  it('send one mail: the other one waits for the next try', async () => {
    const { tell, posted } = aService();
    const outcomes = await Promise.allSettled([tell(), tell()]);
    expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    await tell(2);
    expect(posted).toHaveLength(1);
  });
});

describe('a crash', () => {
  const crashing = (when: string) => {
    let crashed = false;
    return aService({
      fault: (moment) => {
        if (moment !== when || crashed) return;
        crashed = true;
        throw new Error('crash');
      },
    });
  };

  it.each(['before:save', 'before:send'])('%s loses no mail and sends none twice', async (when) => {
    const { tell, advance, posted, events } = crashing(when);
    await expect(tell()).rejects.toThrow('crash');
    advance(LEASE);
    await tell(2);
    expect([posted.length, events.length]).toEqual([1, 1]);
  });

  it('between claim and sending is found by the lease: before its end the next delivery waits', async () => {
    const { tell, advance, posted } = crashing('after:save');
    await expect(tell()).rejects.toThrow('crash');
    advance(LEASE - 1);
    await expect(tell(2)).rejects.toThrow('may be in flight');
    advance(1);
    await tell(3);
    expect(posted).toHaveLength(1);
  });

  it('between sending and noting sends again after the lease: the declared exception', async () => {
    const { tell, advance, posted, events } = crashing('after:send');
    await expect(tell()).rejects.toThrow('crash');
    await expect(tell(2)).rejects.toThrow('may be in flight');
    advance(LEASE);
    await tell(3);
    expect([posted.length, events.length]).toEqual([2, 1]);
  });
});

describe('a table that fails just when a sent mail is to be noted', () => {
  it.each(['before:save', 'after:save'])('(%s) is asked again, and the mail is not sent twice', async (when) => {
    let sent = false;
    let left = 2;
    const { tell, advance, posted, events } = aService({
      fault: (moment) => {
        if (moment === 'after:send') sent = true;
        if (!sent || moment !== when || left === 0) return;
        left -= 1;
        throw new Error('throttled');
      },
    });
    await tell();
    advance(LEASE);
    await tell(2);
    expect([posted.length, events.length]).toEqual([1, 1]);
  });
});

describe('a try that outlives its lease', () => {
  it('still notes what it sent, and the row says so once', async () => {
    const inside: { second?: Promise<void>; begin?: () => void } = {};
    const service = aService({
      fault: (moment) => {
        if (moment === 'after:send') inside.begin?.();
      },
    });
    inside.begin = () => {
      delete inside.begin;
      service.advance(LEASE);
      inside.second = service.tell(2);
    };
    await service.tell();
    await inside.second;
    expect(service.rows.get('ord_1/packed')?.status).toBe('sent');
    expect(service.events).toHaveLength(1);
  });
});

describe('a post that refuses', () => {
  it('that will not change parks the mail with its reason, and tells', async () => {
    const { tell, rows, events } = aService({
      answer: () => ({ sent: false, permanent: true, reason: 'MessageRejected' }),
    });
    await expect(tell()).rejects.toMatchObject({ name: 'TerminalError', code: 'MAIL_NOT_SENT' });
    expect(rows.get('ord_1/packed')).toMatchObject({ status: 'failed' });
    expect(events).toMatchObject([{ event: { type: 'MailFailed', reason: 'MessageRejected' } }]);
  });

  it('for now is asked again at once by the next delivery', async () => {
    let busy = true;
    const { tell, posted, events } = aService({
      answer: () => (busy ? { sent: false, permanent: false, reason: 'Throttling' } : { sent: true, messageId: 'm' }),
    });
    await expect(tell()).rejects.not.toBeInstanceOf(TerminalError);
    busy = false;
    await tell(2);
    expect([posted.length, events.length]).toEqual([1, 1]);
  });

  it('to the last gives the mail up, visibly', async () => {
    const { tell, events } = aService({ answer: () => ({ sent: false, permanent: false, reason: 'Throttling' }) });
    for (let attempt = 1; attempt < MAX_ATTEMPTS; attempt += 1)
      await expect(tell(attempt)).rejects.not.toBeInstanceOf(TerminalError);
    await expect(tell(MAX_ATTEMPTS)).rejects.toMatchObject({ code: 'MAIL_NOT_SENT' });
    expect(events).toMatchObject([{ event: { type: 'MailFailed', reason: 'Throttling' } }]);
  });

  it('is asked again when the parked mail is redriven', async () => {
    let broken = true;
    const { tell, posted, events } = aService({
      answer: () =>
        broken ? { sent: false, permanent: true, reason: 'MessageRejected' } : { sent: true, messageId: 'm' },
    });
    await expect(tell()).rejects.toThrow(TerminalError);
    broken = false;
    await tell(1);
    expect([posted.length, events.map(({ event }) => event.type)]).toEqual([1, ['MailFailed', 'MailSent']]);
  });

  it('is logged without address or name', async () => {
    const { tell, lines } = aService({ answer: () => ({ sent: false, permanent: true, reason: 'MessageRejected' }) });
    const refusal = await tell().catch((error: unknown) => String(error));
    expect(JSON.stringify([lines, refusal])).not.toMatch(/zoe|Zoë/);
  });
});
