import type { Closed } from '../ledger.ts';
import { persistently, request } from './world.ts';
import type { Answer, World } from './world.ts';

interface Entry {
  readonly id: string;
  readonly state: string;
  readonly closing?: { readonly note: string; readonly by: { readonly id: string } };
}

const STAFF = ['staff-1', 'staff-2'] as const;
const ROUNDS = 4;
const BETWEEN_MS = 90_000;

const closingOf = (entry: Entry | undefined): Closed | undefined =>
  entry?.closing && { by: entry.closing.by.id, note: entry.closing.note };

const isSame = (one: Closed | undefined, other: Closed | undefined): boolean =>
  one?.by === other?.by && one?.note === other?.note;

/** The first one to close an entry has closed it, and everybody else is told so. */
const judge = ({ checks, ledger }: World, id: string, mine: Closed, { status, body }: Answer): void => {
  const told = closingOf(body as unknown as Entry);
  const known = ledger.closed.get(id);
  const isMine = status === 200 && isSame(told, mine);
  const isOthers = status === 409 && body['code'] === 'ATTENTION_CLOSED' && told !== undefined && !isSame(told, mine);
  checks.that(
    '19-attention',
    (isMine || isOthers) && (known === undefined || isSame(known, told)),
    () =>
      `${mine.by} closes ${id} and is answered ${String(status)}: ${JSON.stringify(body)}; known: ${JSON.stringify(known)}`,
  );
  if (told !== undefined) ledger.closed.set(id, told);
};

/** One look at the list: some of what is open is dealt with. */
const lookAfter = async (world: World, by: string, round: number): Promise<void> => {
  const { simulator, checks } = world;
  const list = await persistently(world, () =>
    request(world, 'timeline', 'listAttention', { routeKey: 'GET /ops/attention', as: by, isStaff: true }),
  );
  if (list === undefined) return;
  const entries = (list.body['entries'] ?? []) as readonly Entry[];
  checks.that(
    '19-attention',
    list.status === 200 && entries.every(({ state }) => state === 'open'),
    () => `the list is answered ${String(list.status)}: ${JSON.stringify(list.body)}`,
  );
  for (const { id } of entries) {
    if (!simulator.random.chance(0.5)) continue;
    const note = `seen in round ${String(round)}`;
    const answer = await persistently(world, () =>
      request(world, 'timeline', 'closeAttention', {
        routeKey: 'POST /ops/attention/{id}/closing',
        path: { id },
        body: JSON.stringify({ note }),
        as: by,
        isStaff: true,
      }),
    );
    if (answer !== undefined) judge(world, id, { by, note }, answer);
  }
};

const ROUTES = { approval: 'approveOrder', rejection: 'rejectOrder' } as const;

/** What a rule holds for review is decided; two people may take the same order, and come to other ends. */
const review = async (world: World, by: string, share: number): Promise<void> => {
  const { simulator, ledger, checks } = world;
  const { random } = simulator;
  const held = [...ledger.published.values()].filter(({ type }) => type === 'OrderHeldForReview');
  for (const { subject: id } of held) {
    if (!random.chance(share)) continue;
    const decision = random.chance(0.7) ? 'approval' : 'rejection';
    const answer = await persistently(world, () =>
      request(world, 'orders', ROUTES[decision], {
        routeKey: `POST /orders/{id}/${decision}`,
        path: { id },
        body: JSON.stringify({ note: `seen by ${by}` }),
        as: by,
        isStaff: true,
      }),
    );
    if (answer === undefined) continue;
    const { status, body } = answer;
    const isDone = status === 200 && (decision === 'approval') === (body['status'] !== 'rejected');
    checks.that(
      '01-acknowledged',
      isDone || status === 409,
      () => `${by} decides on ${decision} and is answered ${String(status)}: ${JSON.stringify(body)}`,
      id,
    );
    if (isDone && decision === 'approval') ledger.approved.add(id);
  }
};

/** Staff who look at what needs attention now and then; two of them, so that both may take the same entry at once. */
export const beginStaff = (world: World): void => {
  const { simulator, begin } = world;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const at = BETWEEN_MS * round;
    for (const by of STAFF)
      begin(async () => {
        await simulator.sleep(at + simulator.random.below(2_000));
        await lookAfter(world, by, round);
        await review(world, by, 0.4);
      });
  }
};

/** The morning after: what was raised meanwhile is looked at, and some of it stays open. */
export const tidyUp = (world: World): void => {
  for (const by of STAFF)
    world.begin(async () => {
      await lookAfter(world, by, ROUNDS + 1);
      await review(world, by, 1);
    });
};
