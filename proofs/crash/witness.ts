import { setTimeout as pause } from 'node:timers/promises';
import { call } from '../actors/platform.ts';
import type { Gate, Insisted } from './gate.ts';
import type { Ledger, Story } from './ledger.ts';

/** What those who act have to do with. */
export interface Deps {
  readonly gate: Gate;
  readonly ledger: Ledger;
  readonly keys: { readonly warehouse: string; readonly courier: string };
  /** What an answer was that must not be; the order's run ends. */
  readonly onViolation: (what: string, story: Story) => void;
}

/** What must not be: ends the run of one order, and is told. */
export class Wrong extends Error {}

/** An order on its straight way; what ended early has no rank. */
const RANKS = ['placed', 'confirmed', 'packed', 'shipped', 'delivered'];
const FINAL = new Set(['delivered', 'returned', 'rejected', 'cancelled']);
const FIRST_LOOK_MS = 60;
const LAST_LOOK_MS = 600;

export const describeAnswer = ({ status, body, life, broken }: Insisted<unknown>): string =>
  `${status} ${JSON.stringify(body).slice(0, 200)} (life ${life}${broken > 0 ? `, after ${broken} broken tries` : ''})`;

/** Watches one order from outside and keeps what it saw. */
export interface Witness {
  readonly note: (line: string) => void;
  readonly url: (apiUrl: string, path?: string) => string;
  /** @throws Wrong for another status */
  readonly expect: <Body>(answer: Insisted<Body>, wanted: number, what: string) => Insisted<Body>;
  /** Until the order is as far, or further. @throws Wrong when it ends elsewhere */
  readonly reach: (wanted: string) => Promise<void>;
}

export const makeWitness = (gate: Gate, story: Story): Witness => {
  const note = (line: string): void => void story.log.push(`${new Date().toISOString()} ${line}`);
  const url = (apiUrl: string, path = ''): string => `${apiUrl}/orders/${story.placed?.orderId ?? ''}${path}`;

  const look = async (): Promise<string> => {
    const answer = await gate.insist<{ status: string }>(({ apiUrl }) =>
      call(url(apiUrl), { token: story.shopper.token }),
    );
    if (answer.status !== 200) throw new Wrong(`the order answered ${describeAnswer(answer)}`);
    const { status } = answer.body;
    if (story.seen?.status !== status) note(`is ${status} (life ${answer.life})`);
    story.seen = { status, life: answer.life };
    return status;
  };

  return {
    note,
    url,
    expect: (answer, wanted, what) => {
      note(`${what} → ${describeAnswer(answer)}`);
      if (answer.status !== wanted) throw new Wrong(`${what} answered ${describeAnswer(answer)} instead of ${wanted}`);
      return answer;
    },
    reach: async (wanted) => {
      for (let wait = FIRST_LOOK_MS; ; wait = Math.min(wait * 1.5, LAST_LOOK_MS)) {
        const status = await look();
        const passed = RANKS.includes(wanted) && RANKS.indexOf(status) > RANKS.indexOf(wanted);
        if (status === wanted || passed) return;
        if (FINAL.has(status)) throw new Wrong(`is ${status}, and should have become ${wanted}`);
        await pause(wait);
      }
    },
  };
};
