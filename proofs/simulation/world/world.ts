import { makeRandom } from '@orderwire/local-cloud/simulator/random';
import type { Simulator } from '@orderwire/local-cloud/simulator/simulator';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import type { CountedChecks } from '../checks.ts';
import type { Ledger } from '../ledger.ts';
import type { Names } from '../names.ts';
import type { ShopOfRun } from './shops.ts';

/** What every actor knows. */
export interface World {
  readonly simulator: Simulator;
  readonly names: Names;
  readonly ledger: Ledger;
  readonly checks: CountedChecks;
  readonly model: CloudModel;
  /** Begins something that nobody waits for. */
  readonly begin: (act: () => Promise<void>) => void;
  /** Passes a place where partners misbehave. */
  readonly isEarly: (orderId: string) => boolean;
  readonly habits: Habits;
  readonly shop: ShopOfRun;
}

/** How people are in this run, as shares of all orders: what is common in one run is rare in another. */
export interface Habits {
  /** The warehouse packs what it is asked for. */
  readonly packed: number;
  readonly cancelled: number;
  /** The payment is declined. */
  readonly declined: number;
  /** So many times the shop changes a price. */
  readonly repriced: number;
  /** The warehouse counts what it picks, and mostly finds less than was ordered. */
  readonly short: number;
  /** The goods leave the house in more than one parcel. */
  readonly parcels: number;
  /** A parcel is not delivered at its first attempt. */
  readonly failed: number;
  /** The card makes trouble later. */
  readonly troubled: number;
  /** A customer is erased. */
  readonly leaving: number;
  /** A parcel comes back without having been delivered, or a customer sends goods back. */
  readonly returned: number;
  /** So many times goods come in, somebody counts, or a client sends the stock with an item. */
  readonly shelved: number;
  /** An item is taken out of the range. */
  readonly retires: boolean;
}

export const habitsOf = (seed: number): Habits => {
  const random = makeRandom(seed, 'habits');
  return {
    packed: random.pick([0.2, 0.5, 0.9]),
    cancelled: random.pick([0.1, 0.25, 0.5]),
    declined: random.pick([0.05, 0.1, 0.4]),
    repriced: random.pick([0, 3, 12]),
    short: random.pick([0, 0.1, 0.4]),
    parcels: random.pick([0, 0.15, 0.5]),
    failed: random.pick([0, 0.1, 0.4]),
    returned: random.pick([0, 0.1, 0.4]),
    troubled: random.pick([0, 0, 0.3]),
    leaving: random.pick([0, 0, 1]),
    shelved: random.pick([0, 4, 12]),
    retires: random.chance(0.5),
  };
};

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed, when there is one. */
  readonly body: Readonly<Record<string, unknown>>;
}

export interface Request {
  readonly routeKey: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly path?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** The signed-in customer. */
  readonly as?: string;
  readonly isStaff?: boolean;
}

interface Response {
  readonly statusCode?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** API Gateway's own answers when the function dies, and when there are too many at once. */
const BROKEN: Answer = { status: 500, headers: {}, body: {} };
const THROTTLED: Answer = { status: 503, headers: {}, body: {} };

/** One HTTP request, as API Gateway hands it to the function behind the route. */
export const request = async (
  { simulator, names }: Pick<World, 'simulator' | 'names'>,
  service: string,
  key: string,
  { routeKey, headers = {}, path = {}, query, body, as, isStaff = false }: Request,
): Promise<Answer> => {
  const claims =
    as === undefined
      ? {}
      : {
          authorizer: {
            jwt: { claims: { sub: as, token_use: 'access', ...(isStaff && { 'cognito:groups': '[staff]' }) } },
          },
        };
  const ended = await simulator.call(names.fn(service, key), {
    version: '2.0',
    routeKey,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    pathParameters: path,
    ...(query && { queryStringParameters: query }),
    requestContext: { requestId: `req-${String(simulator.steps())}-${String(simulator.random.below(1e9))}`, ...claims },
    ...(body !== undefined && { body }),
    isBase64Encoded: false,
  });
  if (ended.kind === 'refused') return THROTTLED;
  if (ended.kind === 'failed') return BROKEN;
  const { statusCode = 200, headers: given = {}, body: text } = ended.payload as Response;
  return {
    status: statusCode,
    headers: given,
    body: text === undefined || text === '' ? {} : (JSON.parse(text) as Answer['body']),
  };
};

/** A client that knows that the network fails: repeats what was answered 5xx or 429. Undefined when it gives up. */
export const persistently = async (
  { simulator }: Pick<World, 'simulator'>,
  act: () => Promise<Answer>,
  tries = 25,
): Promise<Answer | undefined> => {
  for (let left = tries; left > 0; left -= 1) {
    const answer = await act();
    if (answer.status < 500 && answer.status !== 429) return answer;
    await simulator.sleep(500 + simulator.random.below(1500));
  }
  return undefined;
};
