import { describe, expect, it } from '@jest/globals';
import { type Credentials, makeAuthenticate } from './callback-auth.ts';
import { signatureHeader } from './signature.ts';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const KEYS = { warehouse: 'w'.repeat(24), courier: 'c'.repeat(24) };
const secretOf = (key: string, more: object = {}) => JSON.stringify({ keys: [{ kid: 'a', key, ...more }] });

/** Two secrets whose text a test may change, as an operator rotates them; `refresh` makes the change visible. */
const aGate = (texts: { warehouse: string; courier: string }, mayRefresh = true) => {
  const seen = { ...texts };
  let refreshes = 0;
  const secret = (partner: 'warehouse' | 'courier') => ({
    read: () => (seen[partner] === 'DOWN' ? Promise.reject(new Error('down')) : Promise.resolve(seen[partner])),
    refresh: () => {
      refreshes += 1;
      if (mayRefresh) seen[partner] = texts[partner];
      return Promise.resolve(mayRefresh);
    },
  });
  const secrets = new Map((['warehouse', 'courier'] as const).map((partner) => [partner, secret(partner)]));
  const authenticate = makeAuthenticate({ secrets, clock: () => NOW });
  return {
    texts,
    refreshes: () => refreshes,
    with: (headers: Credentials['headers'], rawBody = '') =>
      authenticate({ headers, rawBody: new TextEncoder().encode(rawBody) }),
  };
};

const bothKeys = () => ({ warehouse: secretOf(KEYS.warehouse), courier: secretOf(KEYS.courier) });

const signed = (key: string, body: string, timestamp = NOW / 1000) => ({
  'webhook-id': 'msg_1',
  'webhook-timestamp': String(timestamp),
  'webhook-signature': signatureHeader({ id: 'msg_1', timestamp, body }, [{ kid: 'a', key }]),
});

describe('a callback’s key', () => {
  it.each(['warehouse', 'courier'] as const)('tells that the %s calls', async (partner) => {
    const gate = aGate(bothKeys());
    const byKey = { partner, signed: false };
    expect(await gate.with({ authorization: KEYS[partner] })).toEqual(byKey);
    expect(await gate.with({ authorization: `Bearer ${KEYS[partner]}` })).toEqual(byKey);
    expect(await gate.with({ authorization: `bearer  ${KEYS[partner]}` })).toEqual(byKey);
    expect(await gate.with(signed(KEYS[partner], '{}'), '{}')).toEqual({ partner, signed: true });
  });

  it('makes no signed call one that shows the key, also when both are there', async () => {
    const both = { ...signed(KEYS.courier, ''), authorization: KEYS.courier };
    expect(await aGate(bothKeys()).with(both)).toEqual({ partner: 'courier', signed: true });
  });

  it.each([
    ['nothing', {}],
    ['an empty header', { authorization: '' }],
    ['a wrong key', { authorization: 'x'.repeat(24) }],
    ['the key in other letters', { authorization: KEYS.warehouse.toUpperCase() }],
    ['the key twice', { authorization: `${KEYS.warehouse},${KEYS.warehouse}` }],
    ['2 kB of a key', { authorization: KEYS.warehouse.repeat(100) }],
    ['basic authentication', { authorization: `Basic ${Buffer.from(KEYS.warehouse).toString('base64')}` }],
    ['a signature without an id', { 'webhook-signature': 'v1,AAAA', 'webhook-timestamp': String(NOW / 1000) }],
    ['a signature of another body', signed(KEYS.warehouse, '{"a":1}')],
    ['an old signature', signed(KEYS.warehouse, '', NOW / 1000 - 301)],
    ['a wrong signature beside a right key', { ...signed('x'.repeat(24), ''), authorization: KEYS.warehouse }],
  ])('opens nothing when it shows %s', async (_, headers) => {
    expect(await aGate(bothKeys()).with(headers)).toBeUndefined();
  });

  it('opens only within its dates', async () => {
    const dated = (more: object) => aGate({ ...bothKeys(), warehouse: secretOf(KEYS.warehouse, more) });
    const ask = (more: object) => dated(more).with({ authorization: KEYS.warehouse });
    expect(await ask({ notAfter: '2026-03-01T11:59:59Z' })).toBeUndefined();
    expect(await ask({ notBefore: '2026-03-01T12:00:01Z' })).toBeUndefined();
    expect(await ask({ notBefore: '2026-03-01T12:00:00Z', notAfter: '2026-03-01T12:00:00Z' })).toMatchObject({
      partner: 'warehouse',
    });
  });
});

describe('a key that was rotated a moment ago', () => {
  const rotated = 'n'.repeat(24);

  it('opens after the secret is read again', async () => {
    const gate = aGate(bothKeys());
    gate.texts.warehouse = secretOf(rotated);
    expect(await gate.with({ authorization: rotated })).toMatchObject({ partner: 'warehouse' });
  });

  it('does not open while it is too early to read again', async () => {
    const gate = aGate(bothKeys(), false);
    gate.texts.warehouse = secretOf(rotated);
    expect(await gate.with({ authorization: rotated })).toBeUndefined();
  });

  it('costs no second reading when no credentials are shown or a known key fits', async () => {
    const gate = aGate(bothKeys());
    await gate.with({});
    await gate.with({ authorization: KEYS.courier });
    expect(gate.refreshes()).toBe(0);
  });
});

describe('one partner’s broken secret', () => {
  it.each(['DOWN', 'no JSON'])('does not shut the other partner out (%s)', async (broken) => {
    const gate = aGate({ ...bothKeys(), courier: broken });
    expect(await gate.with({ authorization: KEYS.warehouse })).toMatchObject({ partner: 'warehouse' });
  });

  it('is not answered as a wrong key', async () => {
    const gate = aGate({ ...bothKeys(), courier: 'no JSON' });
    await expect(gate.with({ authorization: KEYS.courier })).rejects.toThrow('not as documented');
  });
});
