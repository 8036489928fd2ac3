import { setTimeout as pause } from 'node:timers/promises';
import type { Platform, Response } from '../actors/platform.ts';

/** What came of a call that somebody insisted on. */
export interface Insisted<Body> extends Response<Body> {
  /** The life of the platform that gave the answer. */
  readonly life: number;
  /** How often the connection broke before: each of those tries may have had its effect. */
  readonly broken: number;
}

/** The way to a platform that is there now and gone the next moment. */
export interface Gate {
  /** The platform and which life of it this is, as soon as it is up. */
  readonly opened: () => Promise<{ readonly platform: Platform; readonly life: number }>;
  readonly open: (platform: Platform, life: number) => void;
  readonly close: () => void;
  /**
   * Calls until there is an answer: again after a broken connection or a failure of the server's, in whichever life. What
   * is sent must bear being sent twice.
   */
  readonly insist: <Body>(send: (platform: Platform) => Promise<Response<Body>>) => Promise<Insisted<Body>>;
  readonly counts: () => { readonly brokenConnections: number; readonly serverFailures: readonly string[] };
}

const AGAIN_MS = 40;

const codeOf = (body: unknown): string =>
  typeof body === 'object' && body !== null && 'code' in body ? String(body.code) : JSON.stringify(body).slice(0, 120);

export const makeGate = (): Gate => {
  let now: { readonly platform: Platform; readonly life: number } | undefined;
  let waiting: (() => void)[] = [];
  let brokenConnections = 0;
  const serverFailures: string[] = [];

  const opened: Gate['opened'] = async () => {
    while (now === undefined) await new Promise<void>((resolve) => waiting.push(resolve));
    return now;
  };
  return {
    opened,
    open: (platform, life) => {
      now = { platform, life };
      const all = waiting;
      waiting = [];
      for (const resume of all) resume();
    },
    close: () => {
      now = undefined;
    },
    insist: async (send) => {
      let broken = 0;
      for (;;) {
        const { platform, life } = await opened();
        const answer = await send(platform).catch(() => undefined);
        if (answer !== undefined && answer.status < 500) return { ...answer, life, broken };
        broken += 1;
        if (answer === undefined) brokenConnections += 1;
        else serverFailures.push(`${answer.status} ${codeOf(answer.body)}`);
        await pause(AGAIN_MS);
      }
    },
    counts: () => ({ brokenConnections, serverFailures }),
  };
};
