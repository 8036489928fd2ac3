import type { Line } from '../../invariants/books.ts';
import { tell } from './callbacks.ts';
import { contactOf } from './people.ts';
import { type Answer, persistently, type Request, request, type World } from './world.ts';

/** How often somebody looks whether there is something to send back. */
const LOOKS = 5;
const BETWEEN_MS = 20_000;

const STAFF = ['staff-1', 'staff-2'] as const;

const ask = (world: World, key: string, asked: Request): Promise<Answer | undefined> =>
  persistently(world, () => request(world, 'returns', key, asked));

/** At least one piece of what may be sent back. */
const someOf = ({ simulator: { random } }: World, lines: readonly Line[]): readonly Line[] => {
  const some = lines
    .map(({ itemId, count }) => ({ itemId, count: random.below(count + 1) }))
    .filter(({ count }) => count > 0);
  return some.length > 0 && random.chance(0.6) ? some : lines;
};

const onePieceMore = (lines: readonly Line[]): readonly Line[] =>
  lines.map(({ itemId, count }, at) => ({ itemId, count: at === 0 ? count + 1 : count }));

interface Returnable {
  readonly returnable?: readonly Line[];
}

const returnableOf = async (world: World, orderId: string, customerId: string): Promise<readonly Line[]> => {
  const read = { routeKey: 'GET /orders/{id}/returns', path: { id: orderId }, as: customerId };
  const { status, body } = (await ask(world, 'listReturns', read)) ?? { status: 404, body: {} };
  const { returnable = [] } = body as Returnable;
  return status === 200 ? returnable.map(({ itemId, count }) => ({ itemId, count })) : [];
};

/** What may become of a wish: somebody may have asked for the same goods meanwhile, or their parcel came back. */
const REFUSED: Readonly<Record<string, number>> = { NOTHING_TO_RETURN: 409, MORE_THAN_SHIPPED: 422 };

/** @returns the return that was begun; undefined when it was not */
const askFor = async (
  world: World,
  { orderId, customerId, key }: { readonly orderId: string; readonly customerId: string; readonly key: string },
  lines: readonly Line[],
): Promise<string | undefined> => {
  const { checks, ledger } = world;
  const answer = await ask(world, 'requestReturn', {
    ...{ routeKey: 'POST /orders/{id}/returns', path: { id: orderId }, as: customerId },
    headers: { 'idempotency-key': key },
    body: JSON.stringify({ lines, reason: contactOf(customerId).words }),
  });
  if (answer === undefined) return undefined;
  const { status, body } = answer;
  const code = String(body['code']);
  checks.that(
    '21-returns',
    status === 201 || REFUSED[code] === status,
    () => `a return of ${JSON.stringify(lines)} is answered ${String(status)} ${code}`,
    orderId,
  );
  if (status !== 201) return undefined;
  const returnId = String(body['returnId']);
  const mine = `${orderId}/${key}`;
  const known = ledger.returnKeys.get(mine) ?? returnId;
  ledger.returnKeys.set(mine, known);
  checks.that('09-idempotency', known === returnId, () => `${mine} made ${known} and ${returnId}`, orderId);
  if (!ledger.returns.has(returnId)) ledger.returns.set(returnId, { orderId, customerId, lines });
  return returnId;
};

type Decision = 'approved' | 'rejected';

/** Whoever decides first has decided, and everybody else is told so. */
const decide = async (world: World, returnId: string, by: string, decision: Decision): Promise<void> => {
  const { checks, ledger } = world;
  const route = decision === 'approved' ? ['approveReturn', 'approval'] : ['rejectReturn', 'rejection'];
  const answer = await ask(world, route[0] ?? '', {
    ...{ routeKey: `POST /returns/{id}/${route[1] ?? ''}`, path: { id: returnId }, as: by, isStaff: true },
    ...(decision === 'rejected' && { body: JSON.stringify({ reason: 'worn' }) }),
  });
  if (answer === undefined) return;
  const { status, body } = answer;
  const other: Decision = decision === 'approved' ? 'rejected' : 'approved';
  const is = status === 200 ? decision : body['code'] === `RETURN_${other.toUpperCase()}` ? other : undefined;
  const known = ledger.decided.get(returnId) ?? is;
  checks.that(
    '21-returns',
    is !== undefined && known === is,
    () => `${returnId} is ${String(known)}, and who wants it ${decision} is answered ${String(status)}`,
    ledger.returns.get(returnId)?.orderId,
  );
  if (is !== undefined) ledger.decided.set(returnId, is);
};

/** The goods come in, whole or in two pieces; now and then more than was asked for. */
const sendIn = (world: World, orderId: string, returnId: string, lines: readonly Line[]): void => {
  const { random } = world.simulator;
  const arrives = (piece: string, part: readonly Line[] | undefined, after: number): void => {
    const told = {
      returnId,
      ...(part && { lines: part }),
      ...(random.chance(0.5) && { condition: random.pick(['good', 'damaged'] as const) }),
    };
    // Two pieces that are alike are two pieces only if their messages have ids.
    const news = { orderId, action: 'orderReturned', told: () => told, mustHaveId: part !== undefined } as const;
    tell(world, { ...news, about: `${returnId}/${piece}` }, after);
  };
  const at = random.below(20_000);
  if (random.chance(0.1)) arrives('more', onePieceMore(lines), at);
  const first = someOf(world, lines);
  if (random.chance(0.5)) arrives('all', undefined, at);
  else {
    arrives('first', first, at);
    if (random.chance(0.7)) arrives('rest', undefined, at + random.below(30_000));
  }
};

/** Staff decide, sometimes two at once and each otherwise; most goods wait for that. */
const handle = async (world: World, orderId: string, returnId: string, lines: readonly Line[]): Promise<void> => {
  const { simulator, begin } = world;
  const { random } = simulator;
  if (random.chance(0.15)) sendIn(world, orderId, returnId, lines);
  await simulator.sleep(random.below(40_000));
  const decision = random.chance(0.75) ? 'approved' : 'rejected';
  if (random.chance(0.2)) begin(() => decide(world, returnId, STAFF[1], random.pick(['approved', 'rejected'])));
  await decide(world, returnId, STAFF[0], decision);
  // Some send a thing although nobody wants it.
  if (decision === 'approved' ? random.chance(0.9) : random.chance(0.3)) sendIn(world, orderId, returnId, lines);
};

/** A customer sends something back once it may be, perhaps more than once. */
export const sendBack = async (world: World, orderId: string, customerId: string): Promise<void> => {
  const { simulator, begin } = world;
  const { random } = simulator;
  let wishes = random.pick([1, 1, 2]);
  for (let look = 0; look < LOOKS && wishes > 0; look += 1) {
    await simulator.sleep(BETWEEN_MS + random.below(2 * BETWEEN_MS));
    const returnable = await returnableOf(world, orderId, customerId);
    if (returnable.length === 0) continue;
    wishes -= 1;
    const wanted = random.chance(0.1) ? onePieceMore(returnable) : someOf(world, returnable);
    const key = `return-${String(wishes)}`;
    if (random.chance(0.2)) begin(async () => void (await askFor(world, { orderId, customerId, key }, wanted)));
    const returnId = await askFor(world, { orderId, customerId, key }, wanted);
    if (returnId !== undefined) begin(() => handle(world, orderId, returnId, wanted));
  }
};
