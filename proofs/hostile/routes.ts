import type { CloudModel } from '@orderwire/local-cloud/template/model';
import type { Random } from '@orderwire/local-cloud/simulator/random';
import { breakBody } from '@orderwire/local-cloud/server/testing/hostile/breaks';
import { disturbed, QUERIES, SEGMENTS } from '@orderwire/local-cloud/server/testing/hostile/envelopes';
import type { Parts } from '@orderwire/local-cloud/server/testing/hostile/envelopes';
import type { Json } from '@orderwire/local-cloud/server/testing/hostile/names';
import { ADDRESS } from '../actors/address.ts';

/** Whom a request to the API may come from, and what it may be about. */
export interface Ground {
  readonly tokens: readonly string[];
  readonly partnerKeys: readonly string[];
  readonly orderId: string;
  readonly itemId: string;
}

const account = { email: 'hostile@orderwire.test', password: 'A-fine-password-42', name: 'Hostile', code: '000000' };
const address = { ...ADDRESS, region: 'HH', phone: '+49 40 1' };

/** Every member that some route reads, so that a new route is sent what it knows as well. */
const bodies = ({ orderId, itemId }: Ground): readonly Json[] => [
  account,
  address,
  { items: [{ id: itemId, count: 1 }], shippingAddress: address, payment: { token: 'tok_ok' } },
  { items: [{ id: itemId, count: 2, color: 'red' }], shippingAddress: address, billingAddress: address },
  { items: [{ productId: itemId, quantity: 1, options: { size: 'L' } }], discountCode: 'SUMMER10' },
  { code: 'SUMMER10', percent: '10', category: 'coffee', from: '2026-01-01T00:00:00Z', limit: 3 },
  { code: 'MINUS5', amount: '5.00', currency: 'EUR', until: '2027-01-01T00:00:00Z' },
  { reason: 'changed my mind', note: 'a note' },
  {
    orderId,
    action: 'shipped',
    occurredAt: '2026-01-01T00:00:00Z',
    trackingNumber: 'T1',
    carrier: 'C',
    callbackId: 'c1',
  },
];

const TOKENS = [
  '',
  'Bearer',
  'Bearer x',
  'Bearer e30.e30.',
  'Bearer eyJhbGciOiJub25lIn0.e30.',
  `Bearer ${'x'.repeat(8_000)}`,
  'Basic eDp5',
  '\u00ff',
];

const authorization = ({ tokens, partnerKeys }: Ground, random: Random): readonly (readonly [string, string])[] => {
  if (random.chance(0.1)) return [];
  if (random.chance(0.6)) return [['authorization', `Bearer ${random.pick(tokens)}`]];
  return [['authorization', random.pick([...TOKENS, ...partnerKeys])]];
};

const SIGNATURES = [
  ['webhook-id', 'msg_1'],
  ['webhook-timestamp', '1e9'],
  ['webhook-signature', 'v1,AAAA v1a,BBBB'],
] as const;

const CONTENT_TYPES = [
  'application/json',
  'application/json',
  'text/plain',
  'application/x-www-form-urlencoded',
  'application/octet-stream',
  '\u00ff',
];

/** A broken request to a route, `POST /orders/{id}`. */
export const makeRouteRequest =
  (ground: Ground) =>
  (route: string, random: Random): Parts => {
    const [method = 'GET', pattern = '/'] = route.split(' ');
    const valueOf = (): string =>
      random.chance(0.6) ? random.pick([ground.orderId, ground.itemId]) : random.pick(SEGMENTS);
    const path = pattern.replace(/\{[^}]+\}/g, valueOf) + (random.chance(0.3) ? random.pick(QUERIES) : '');
    const input = random.pick(bodies(ground));
    const body = random.chance(0.15) ? Buffer.from(JSON.stringify(input)) : breakBody(input, random);
    const headers = [
      ...authorization(ground, random),
      ['content-type', random.pick(CONTENT_TYPES)] as const,
      ...(random.chance(0.1) ? SIGNATURES : []),
      ...(random.chance(0.1) ? [['idempotency-key', random.pick(['', 'x', 'x'.repeat(300), '\u00ff'])] as const] : []),
    ];
    const parts: Parts = { method, path, headers, body: method === 'GET' ? Buffer.alloc(0) : body };
    return random.chance(0.15) ? disturbed(parts, random) : parts;
  };

/** Of the packaged services. */
export const routesOf = ({ httpApi }: CloudModel): readonly string[] =>
  httpApi.routes.map(({ method, path }) => `${method} ${path}`);
