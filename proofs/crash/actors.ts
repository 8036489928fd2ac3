import { ADDRESS } from '../actors/address.ts';
import {
  type CallbackAnswer,
  type CallbackPath,
  callBack,
  callBackSigned,
  type Placed,
  placeOrder,
} from '../actors/order.ts';
import { call } from '../actors/platform.ts';
import { type Course, COURSES, type Plan, sentWith } from './courses.ts';
import type { Action } from '../invariants/outside.ts';
import { orderIdOf, type Story } from './ledger.ts';
import { makeReturn } from './sending-back.ts';
import { type Deps, describeAnswer, makeWitness, type Witness, Wrong } from './witness.ts';

/** The one who ordered. */
const makeCustomer = ({ gate, ledger }: Deps, story: Story, plan: Plan, { expect, url }: Witness) => {
  const sendOrder = () =>
    gate.insist<Placed>((platform) => placeOrder(platform, story.shopper, plan.wishes, sentWith(plan)));
  const sendCancellation = () =>
    gate.insist(({ apiUrl }) => call(url(apiUrl, '/cancellation'), { token: story.shopper.token, body: {} }));

  return {
    place: async (): Promise<void> => {
      const { body, life } = expect(await sendOrder(), 201, 'placing');
      story.placed = body;
      ledger.acknowledge({ what: 'order', orderId: body.orderId, total: body.totals.total, life, story });
      if (!plan.insistent) return;
      const again = expect(await sendOrder(), 201, 'placing again');
      if (again.body.orderId !== body.orderId)
        throw new Wrong(`placing again made ${again.body.orderId} beside ${body.orderId}`);
    },
    cancel: async (): Promise<void> => {
      const { life } = expect(await sendCancellation(), 200, 'cancelling');
      story.seen = { status: 'cancelled', life };
      ledger.acknowledge({ what: 'cancellation', orderId: orderIdOf(story), life, story });
      if (plan.insistent) expect(await sendCancellation(), 200, 'cancelling again');
    },
    move: async (): Promise<void> => {
      const street = `Neuer Weg ${story.index}`;
      const answer = await gate.insist(({ apiUrl }) =>
        call(url(apiUrl, '/shipping-address'), {
          ...{ method: 'PUT', token: story.shopper.token, body: { ...ADDRESS, street } },
        }),
      );
      const { life } = expect(answer, 200, 'another address');
      ledger.acknowledge({ what: 'address', orderId: orderIdOf(story), life, story, street });
    },
  };
};

const PATHS: Readonly<Record<Action, CallbackPath>> = {
  packed: 'orderpacked',
  shipped: 'ordershipped',
  delivered: 'orderdelivered',
  delivery_failed: 'orderdeliveryfailed',
  returned: 'orderreturned',
};

/** What the courier calls the two parcels of an order. */
type Parcel = 'A' | 'B';

interface Reporting {
  readonly held?: boolean;
  readonly parcel?: Parcel;
}

/** What a partner hears that tells something again; superseded, where a callback that was held has moved the order on. */
const KNOWN: ReadonlySet<string> = new Set(['duplicate', 'superseded']);

/** The warehouse and the courier, with their own keys. */
const makePartners = ({ gate, ledger, keys }: Deps, story: Story, plan: Plan, { expect }: Witness) => {
  const send = (action: Action, parcel?: Parcel) => {
    const id = `${plan.key}-${action}${parcel ?? ''}`;
    const told = { ...TOLD[action]?.(story), ...(parcel && partOf(action, story, parcel)) };
    const key = action === 'packed' ? keys.warehouse : keys.courier;
    const orderId = story.placed?.orderId ?? '';
    return gate.insist<CallbackAnswer>((platform) =>
      plan.withIds && plan.signs
        ? callBackSigned(platform, PATHS[action], orderId, { key, id }, { ...told })
        : callBack(platform, PATHS[action], orderId, key, { ...(plan.withIds && { callbackId: id }), ...told }),
    );
  };

  return {
    /** @param held it comes too early and is kept for later */
    report: async (action: Action, { held = false, parcel }: Reporting = {}): Promise<void> => {
      const answer = expect(await send(action, parcel), held ? 202 : 200, action);
      const { result, status } = answer.body;
      const wanted = held ? 'held' : 'applied';
      // A try whose connection broke may have counted: without an id the next one is known already then.
      const counted = !plan.withIds && KNOWN.has(result) && answer.broken > 0;
      if (result !== wanted && !counted) throw new Wrong(`${action} answered ${describeAnswer(answer)}`);
      story.seen = { status, life: answer.life };
      ledger.acknowledge({
        what: 'callback',
        orderId: orderIdOf(story),
        life: answer.life,
        story,
        action,
        result: wanted,
      });
      if (!plan.insistent) return;
      const again = expect(await send(action, parcel), answer.status, `${action} again`);
      const same = plan.withIds || held ? again.body.result === result : KNOWN.has(again.body.result);
      if (!same) throw new Wrong(`${action} again answered ${describeAnswer(again)}`);
    },
  };
};

type Actors = ReturnType<typeof makeCustomer> &
  ReturnType<typeof makePartners> &
  ReturnType<typeof makeReturn> &
  Pick<Witness, 'reach'>;

/** What the courier says beside the bare fact. An attempt is named: two failures without it would be two. */
const TOLD: Readonly<Partial<Record<Action, (story: Story) => object>>> = {
  shipped: ({ index }) => ({ carrier: 'Crash Express', trackingNumber: `CX-${index}` }),
  delivery_failed: () => ({ attempt: 1, reason: 'nobody at home' }),
  returned: () => ({ reason: 'refused' }),
};

/** The first piece of the first item goes alone. */
const partOf = (action: Action, { index, wishes: [first] }: Story, parcel: Parcel): object => ({
  parcelId: parcel,
  ...(action === 'shipped' && { trackingNumber: `CX-${index}-${parcel}` }),
  ...(action === 'shipped' && parcel === 'A' && first && { lines: [{ itemId: first.id, count: 1 }] }),
});

const cancelling = ({ cancel }: Actors) => cancel();
const reaching =
  (status: string) =>
  ({ reach }: Actors) =>
    reach(status);
const reporting =
  (action: Action, how: Reporting = {}) =>
  ({ report }: Actors) =>
    report(action, how);
const SHIPPED_IN_TWO = [
  ...[reaching('confirmed'), reporting('packed')],
  ...[reporting('shipped', { parcel: 'A' }), reporting('shipped', { parcel: 'B' })],
];
const DELIVERED = [reaching('confirmed'), reporting('packed'), reporting('shipped'), reporting('delivered')];

/** What is done in each course, one step after the other. */
const STEPS: Readonly<Record<Course, readonly ((actors: Actors) => Promise<void>)[]>> = {
  'cancel-at-once': [cancelling],
  decline: [reaching('rejected')],
  'sell-out': [reaching('rejected')],
  'wait-confirmed': [reaching('confirmed')],
  'cancel-confirmed': [reaching('confirmed'), cancelling],
  'cancel-packed': [reaching('confirmed'), reporting('packed'), cancelling],
  'wait-packed': [reaching('confirmed'), reporting('packed')],
  'deliver-unannounced': [reaching('confirmed'), reporting('packed'), reporting('delivered')],
  'deliver-early': [
    ...[reaching('confirmed'), reporting('shipped', { held: true }), reporting('packed')],
    ...[reaching('shipped'), reporting('delivered')],
  ],
  'fail-once': [
    ...[reaching('confirmed'), reporting('packed'), reporting('shipped')],
    ...[reporting('delivery_failed'), reporting('delivered')],
  ],
  refuse: [reaching('confirmed'), reporting('packed'), reporting('shipped'), reporting('returned')],
  'fail-and-return': [
    ...[reaching('confirmed'), reporting('packed'), reporting('shipped')],
    ...[reporting('delivery_failed'), reporting('returned')],
  ],
  'two-parcels': [
    ...SHIPPED_IN_TWO,
    ...[reporting('delivered', { parcel: 'B' }), reporting('delivered', { parcel: 'A' })],
  ],
  'one-parcel-back': [
    ...SHIPPED_IN_TWO,
    ...[reporting('delivered', { parcel: 'A' }), reporting('returned', { parcel: 'B' })],
  ],
  'send-back': [...DELIVERED, ({ sendBack }) => sendBack()],
  deliver: DELIVERED,
};

const perform = async (actors: Actors, { course }: Plan): Promise<void> => {
  for (const step of STEPS[course]) await step(actors);
};

/** Takes one order along its course, through every restart. What must not be is told; nothing is thrown. */
export const runStory = async (deps: Deps, story: Story, plan: Plan): Promise<void> => {
  const witness = makeWitness(deps.gate, story);
  const actors = {
    ...witness,
    ...makeCustomer(deps, story, plan, witness),
    ...makePartners(deps, story, plan, witness),
    ...makeReturn(deps, story, plan, witness),
  };
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
