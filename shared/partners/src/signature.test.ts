import { describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { sameSecret, signatureHeader, signatureOf, signerOf } from './signature.ts';

const NOW = Date.now();
const timestamp = Math.floor(NOW / 1000);
const old = { kid: 'old', key: 'o'.repeat(32) };
const fresh = { kid: 'fresh', key: 'ü'.repeat(16) };
const body = '{"orderId":"ord_1"}';
const bytes = new TextEncoder().encode(body);

const headers = (change: Partial<{ id: string; timestamp: string; signatures: string }> = {}) => ({
  id: 'msg_1',
  timestamp: String(timestamp),
  signatures: signatureOf({ id: 'msg_1', timestamp, body }, old),
  ...change,
});

describe('a signature', () => {
  it.each([old, fresh])('is what a ready-made Standard Webhooks library verifies (key $kid)', ({ kid, key }) => {
    const library = new Webhook(`whsec_${Buffer.from(key).toString('base64')}`);
    const signed = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(timestamp) };
    const signature = signatureHeader({ id: 'msg_1', timestamp, body }, [{ kid, key }]);
    expect(library.verify(body, { ...signed, 'webhook-signature': signature })).toEqual({ orderId: 'ord_1' });
  });

  it('opens with the key that made it, also beside others', () => {
    const signatures = signatureHeader({ id: 'msg_1', timestamp, body }, [old, fresh]);
    expect(signerOf(headers({ signatures }), bytes, [fresh], NOW)).toBe(fresh);
    expect(signerOf(headers({ signatures }), bytes, [old], NOW)).toBe(old);
  });

  it.each([-300, 300])('opens at a clock that is %i s off', (offset) => {
    expect(signerOf(headers(), bytes, [old], timestamp * 1000 + offset * 1000)).toBe(old);
  });

  it.each([-301, 301])('does not open at a clock that is %i s off', (offset) => {
    expect(signerOf(headers(), bytes, [old], timestamp * 1000 + offset * 1000)).toBeUndefined();
  });

  it.each(['', '-170000000', '17e8', '1.7000000', ' 1700000000', 'NaN', '99999999999'])(
    'does not open with the timestamp “%s”',
    (junk) => expect(signerOf(headers({ timestamp: junk }), bytes, [old], NOW)).toBeUndefined(),
  );

  it('does not open another body, id, time or key', () => {
    const other = new TextEncoder().encode('{"orderId": "ord_1"}');
    expect(signerOf(headers(), other, [old], NOW)).toBeUndefined();
    expect(signerOf(headers({ id: 'msg_2' }), bytes, [old], NOW)).toBeUndefined();
    expect(signerOf(headers({ timestamp: String(timestamp + 1) }), bytes, [old], NOW)).toBeUndefined();
    expect(signerOf(headers(), bytes, [fresh], NOW)).toBeUndefined();
    expect(signerOf(headers({ signatures: headers().signatures.replace('v1,', 'v2,') }), bytes, [old], NOW)).toBe(
      undefined,
    );
  });

  it('is looked for among five at most', () => {
    const list = (fillers: number) => [...Array<string>(fillers).fill('v1,AAAA'), headers().signatures].join(' ');
    expect(signerOf(headers({ signatures: list(4) }), bytes, [old], NOW)).toBe(old);
    expect(signerOf(headers({ signatures: list(5) }), bytes, [old], NOW)).toBeUndefined();
    expect(signerOf(headers({ signatures: list(1_000) }), bytes, [old], NOW)).toBeUndefined();
  });
});

describe('comparing secrets', () => {
  it('tells equal from unequal, whatever the lengths', () => {
    expect(sameSecret('abc', 'abc')).toBe(true);
    expect(sameSecret('abc', 'abd')).toBe(false);
    expect(sameSecret('abc', 'abcd')).toBe(false);
    expect(sameSecret('', '')).toBe(true);
  });
});
