import { setTimeout as pause } from 'node:timers/promises';
import { ADDRESS, type CallbackAnswer, callBack, type Placed, placeOrder } from '../actors/order.ts';
import { call } from '../actors/platform.ts';
import { COURSES, type Plan } from './courses.ts';
import type { Gate, Insisted } from './gate.ts';
import type { Action, Ledger, Story } from './ledger.ts';

interface Deps {
  readonly gate: Gate;
  readonly ledger: Ledger;
  readonly keys: { readonly warehouse: string; readonly courier: string };
  /** What an answer was that must not be; the order's run ends. */
  readonly onViolation: (what: string, story: Story) => void;
}

/** What must not be: ends the run of one order, and is told. */
class Wrong extends Error {}

/** An order on its straight way; what ended early has no rank. */
const RANKS = ['placed', 'confirmed', 'packed', 'shipped', 'delivered'];
const FINAL = new Set(['delivered', 'rejected', 'cancelled']);
const FIRST_LOOK_MS = 60;
const LAST_LOOK_MS = 600;

const describe = ({ status, body, life, broken }: Insisted<unknown>): string =>
  `${status} ${JSON.stringify(body).slice(0, 200)} (life ${life}${broken > 0 ? `, after ${broken} broken tries` : ''})`;

/** Everybody outside the platform who has to do with one order: its customer, the warehouse, the courier. */
const makeActors = ({ gate, ledger, keys }: Deps, story: Story, plan: Plan) => {
  const note = (line: string): void => void story.log.push(`${new Date().toISOString()} ${line}`);
  const orderId = (): string => story.placed?.orderId ?? '';
  const url = (apiUrl: string, path = ''): string => `${apiUrl}/orders/${orderId()}${path}`;

  const expect = <Body>(answer: Insisted<Body>, wanted: number, what: string): Insisted<Body> => {
    note(`${what} → ${describe(answer)}`);
    if (answer.status !== wanted) throw new Wrong(`${what} answered ${describe(answer)} instead of ${wanted}`);
    return answer;
  };

  const place = async (): Promise<void> => {
    const send = () =>
      gate.insist<Placed>((platform) =>
        placeOrder(platform, story.shopper, plan.wishes, {
          idempotencyKey: plan.key,
          ...(plan.course === 'decline' && { payment: { method: 'card', token: 'tok_declined' } }),
        }),
      );
    const { body, life } = expect(await send(), 201, 'placing');
    story.placed = body;
    ledger.acknowledge({ what: 'order', life, story });
    if (!plan.insistent) return;
    const again = expect(await send(), 201, 'placing again');
    if (again.body.orderId !== body.orderId)
      throw new Wrong(`placing again made ${again.body.orderId} beside ${body.orderId}`);
  };

  const look = async (): Promise<string> => {
    const answer = await gate.insist<{ status: string }>(({ apiUrl }) =>
      call(url(apiUrl), { token: story.shopper.token }),
    );
    if (answer.status !== 200) throw new Wrong(`the order answered ${describe(answer)}`);
    const { status } = answer.body;
    if (story.seen?.status !== status) note(`is ${status} (life ${answer.life})`);
    story.seen = { status, life: answer.life };
    return status;
  };

  /** Until the order is as far, or further; another end than that is wrong. */
  const reach = async (wanted: string): Promise<void> => {
    for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 1.5, LAST_LOOK_MS)) {
      const status = await look();
      if (status === wanted || (RANKS.includes(wanted) && RANKS.indexOf(status) > RANKS.indexOf(wanted))) return;
      if (FINAL.has(status)) throw new Wrong(`is ${status}, and should have become ${wanted}`);
      await pause(wait);
    }
  };

  const report = async (action: Action, held = false): Promise<void> => {
    const body = {
      ...(plan.withIds && { callbackId: `${plan.key}-${action}` }),
      ...(action === 'shipped' && { carrier: 'Crash Express', trackingNumber: `CX-${story.index}` }),
    };
    const key = action === 'packed' ? keys.warehouse : keys.courier;
    const send = () =>
      gate.insist<CallbackAnswer>((platform) => callBack(platform, `order${action}`, orderId(), key, body));
    const answer = expect(await send(), held ? 202 : 200, action);
    const { result, status } = answer.body;
    // A try whose connection broke may have counted: without an id the next one is a duplicate then.
    const fits =
      result === (held ? 'held' : 'applied') || (!plan.withIds && result === 'duplicate' && answer.broken > 0);
    if (!fits) throw new Wrong(`${action} answered ${describe(answer)}`);
    story.seen = { status, life: answer.life };
    ledger.acknowledge({ what: 'callback', life: answer.life, story, action, result: held ? 'held' : 'applied' });
    if (!plan.insistent) return;
    const again = expect(await send(), answer.status, `${action} again`);
    const same = plan.withIds || held ? result : 'duplicate';
    if (again.body.result !== same) throw new Wrong(`${action} again answered ${describe(again)}`);
  };

  const cancel = async (): Promise<void> => {
    const send = () =>
      gate.insist(({ apiUrl }) => call(url(apiUrl, '/cancellation'), { token: story.shopper.token, body: {} }));
    const { life } = expect(await send(), 200, 'cancelling');
    story.seen = { status: 'cancelled', life };
    ledger.acknowledge({ what: 'cancellation', life, story });
    if (plan.insistent) expect(await send(), 200, 'cancelling again');
  };

  const move = async (): Promise<void> => {
    const street = `Neuer Weg ${story.index}`;
    const answer = await gate.insist(({ apiUrl }) =>
      call(url(apiUrl, '/shipping-address'), {
        method: 'PUT',
        token: story.shopper.token,
        body: { ...ADDRESS, street },
      }),
    );
    const { life } = expect(answer, 200, 'another address');
    ledger.acknowledge({ what: 'address', life, story, street });
  };

  return { note, place, reach, report, cancel, move };
};

type Actors = ReturnType<typeof makeActors>;

const perform = async ({ reach, report, cancel }: Actors, { course }: Plan): Promise<void> => {
  switch (course) {
    case 'cancel-at-once':
      return cancel();
    case 'decline':
    case 'sell-out':
      return reach('rejected');
    case 'wait-confirmed':
      return reach('confirmed');
    case 'cancel-confirmed':
      await reach('confirmed');
      return cancel();
    case 'cancel-packed':
      await reach('confirmed');
      await report('packed');
      return cancel();
    case 'wait-packed':
      await reach('confirmed');
      return report('packed');
    case 'deliver-unannounced':
      await reach('confirmed');
      await report('packed');
      return report('delivered');
    case 'deliver-early':
      await reach('confirmed');
      await report('shipped', true);
      await report('packed');
      await reach('shipped');
      return report('delivered');
    case 'deliver':
      await reach('confirmed');
      await report('packed');
      await report('shipped');
      return report('delivered');
  }
};

/** Takes one order along its course, through every restart. What must not be is told; nothing is thrown. */
export const runStory = async (deps: Deps, story: Story, plan: Plan): Promise<void> => {
  const actors = makeActors(deps, story, plan);
  try {
    await actors.place();
    if (plan.moves) await actors.move();
    await perform(actors, plan);
    await actors.reach(COURSES[plan.course]);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    actors.note(`✗ ${what}`);
    deps.onViolation(what, story);
  }
  story.done = true;
};
