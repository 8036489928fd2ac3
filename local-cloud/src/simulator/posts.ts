import type { Core, Running } from './core.ts';
import { RECEIVER_FAULTS, type FaultKind } from './faults.ts';
import type { PostAnswer, PostRequest } from './sandbox.ts';

const PARTNER: readonly FaultKind[] = ['crash-before', 'crash-after', ...RECEIVER_FAULTS];

/** A key that is being changed, a deployment that is half done, a proxy, and a partner that wants nothing any more. */
const REFUSALS = [400, 401, 403, 404, 410];

/** As makeHttpPost gives up: its own time-out. */
const WEBHOOK_TIMEOUT_MS = 15_000;

const noAnswer = (): Error => Object.assign(new Error('The partner did not answer.'), { code: 'ETIMEDOUT' });

/** Webhooks leave the house: the world outside answers them, or misbehaves. */
export const makePosts = (core: Core, die: (run: Running) => void) => {
  const { clock, options, strike, ready } = core;

  const perform = (
    run: Running,
    request: PostRequest,
    resolve: (answer: PostAnswer) => void,
    reject: (error: unknown) => void,
  ): void => {
    const tell = (answer: PostAnswer | undefined): void => options.observer.onPost?.(request, answer, run);
    const answer = (given: PostAnswer, after = 0): void => {
      tell(given);
      if (after === 0) resolve(given);
      else clock.at(clock.now() + after, () => resolve(given));
    };
    const silence = (): void => {
      clock.at(clock.now() + WEBHOOK_TIMEOUT_MS, () => reject(noAnswer()));
    };
    const struck = core.isFaulty ? strike(`post${request.url.pathname}`, PARTNER, run) : undefined;
    switch (struck?.kind) {
      case 'crash-before':
        die(run);
        return;
      case 'crash-after':
        tell(options.post(request));
        die(run);
        return;
      case 'partner-500':
        answer({ status: struck.value < 0.5 ? 500 : 503 });
        return;
      case 'partner-429':
        answer({ status: 429, retryAfter: String(1 + Math.floor(struck.value * 60)) });
        return;
      case 'partner-redirect':
        answer({ status: 302 });
        return;
      case 'partner-refuses':
        answer({ status: REFUSALS[Math.floor(struck.value * REFUSALS.length)] ?? 404 });
        return;
      case 'partner-silent':
        tell(undefined);
        silence();
        return;
      case 'partner-lost-answer':
        tell(options.post(request));
        silence();
        return;
      case 'partner-slow':
        answer(options.post(request), Math.floor(struck.value * WEBHOOK_TIMEOUT_MS));
        return;
      default:
        answer(options.post(request));
    }
  };

  return (run: Running, request: PostRequest): Promise<PostAnswer> =>
    new Promise((resolve, reject) => {
      ready.push({ site: 'post', running: run, go: () => perform(run, request, resolve, reject) });
    });
};
