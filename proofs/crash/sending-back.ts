import { setTimeout as pause } from 'node:timers/promises';
import { type CallbackAnswer, callBack } from '../actors/order.ts';
import { call } from '../actors/platform.ts';
import type { StockLine } from '@orderwire/events-schema/common';
import type { Plan } from './courses.ts';
import { orderIdOf, type Story } from './ledger.ts';
import { type Deps, describeAnswer, type Witness, Wrong } from './witness.ts';

interface Return {
  readonly returnId: string;
  readonly status: string;
  readonly refunded: number;
}

interface Returns {
  readonly returns?: readonly Return[];
  readonly returnable?: readonly StockLine[];
}

const LOOK_MS = 150;

/** What the warehouse hears of goods that come in; `held` where the order has not heard of the approval yet. */
const TAKEN: ReadonlySet<string> = new Set(['applied', 'held', 'duplicate']);

/** An order that arrived goes back as a whole: asked for, approved, come in, refunded. */
export const makeReturn = ({ gate, ledger, keys }: Deps, story: Story, plan: Plan, { expect, url }: Witness) => {
  const { shopper } = story;
  /** Until the returns of the order are so: another service hears of everything later. */
  const returnsWhen = async (isSo: (returns: Returns) => boolean): Promise<Returns> => {
    for (;;) {
      const { status, body } = await gate.insist<Returns>(({ apiUrl }) =>
        call(url(apiUrl, '/returns'), { token: shopper.token }),
      );
      if (status !== 200 && status !== 404) throw new Wrong(`the returns answered ${status} ${JSON.stringify(body)}`);
      if (status === 200 && isSo(body)) return body;
      await pause(LOOK_MS);
    }
  };
  const ask = (lines: readonly StockLine[]) =>
    gate.insist<Return>(({ apiUrl }) =>
      call(url(apiUrl, '/returns'), {
        ...{ token: shopper.token, headers: { 'idempotency-key': `${plan.key}-return` } },
        body: { lines: lines.map(({ itemId, count }) => ({ itemId, count })), reason: 'does not fit' },
      }),
    );
  const approve = (returnId: string) =>
    gate.insist<Return>(({ apiUrl }) =>
      call(`${apiUrl}/returns/${returnId}/approval`, { token: ledger.staff.token, body: {} }),
    );
  const comeIn = (orderId: string, returnId: string) =>
    gate.insist<CallbackAnswer>((platform) =>
      callBack(platform, 'orderreturned', orderId, keys.warehouse, {
        ...{ returnId, condition: 'good' },
        ...(plan.withIds && { callbackId: `${plan.key}-in` }),
      }),
    );

  return {
    sendBack: async (): Promise<void> => {
      const { returnable = [] } = await returnsWhen((found) => (found.returnable ?? []).length > 0);
      const { returnId } = expect(await ask(returnable), 201, 'asking to send it back').body;
      if (plan.insistent) {
        const again = expect(await ask(returnable), 201, 'asking again').body;
        if (again.returnId !== returnId) throw new Wrong(`asking again made ${again.returnId} beside ${returnId}`);
      }
      expect(await approve(returnId), 200, 'approving the return');
      const taken = await comeIn(orderIdOf(story), returnId);
      if (taken.status >= 300 || !TAKEN.has(taken.body.result))
        throw new Wrong(`the goods of ${returnId} are answered ${describeAnswer(taken)}`);
      await returnsWhen(({ returns = [] }) =>
        returns.some((one) => one.returnId === returnId && one.status === 'received' && one.refunded > 0),
      );
    },
  };
};
