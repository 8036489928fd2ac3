import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { makeRandom } from '@orderwire/local-cloud/simulator/random';
import { makeRequests } from '@orderwire/local-cloud/server/testing/hostile/requests';
import type { Parts } from '@orderwire/local-cloud/server/testing/hostile/envelopes';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import { signIn } from '../actors/customer.ts';
import { call, describePlatform, partnerKey, type Platform } from '../actors/platform.ts';
import { type Life, type Ports, type Ready, startLife } from '../crash/life.ts';
import { type Canary, makeCanary } from './canary.ts';
import { type PlanOptions, type Shot, planOf } from './plan.ts';
import { type Finding, shown } from './report.ts';
import { type Ground, makeRouteRequest } from './routes.ts';
import { type Ended, isWrong, send } from './send.ts';
import { shrink } from './shrink.ts';

export interface HostileOptions extends Omit<PlanOptions, 'parts'> {
  readonly root: string;
  readonly folder: string;
  readonly ports: Ports;
  readonly model: CloudModel;
  readonly kills: number;
  readonly onProgress: (text: string) => void;
}

export interface Outcome {
  readonly sent: ReadonlyMap<string, number>;
  readonly findings: readonly Finding[];
  readonly kills: number;
  readonly restartsRefused: readonly string[];
  readonly violations: readonly string[];
}

const AT_ONCE = 6;
/** Sent without waiting, so that the kill comes in their midst. */
const IN_FLIGHT = 12;
const LONGEST_WAIT_FOR_KILL_MS = 40;
const MOST_FINDINGS = 8;
const START_LIMIT_MS = 120_000;

const start = async (options: HostileOptions): Promise<{ life: Life; ready: Ready } | string> => {
  const { root, folder, ports } = options;
  const life = startLife({ root, ports, store: ['--data', join(folder, 'data')] });
  const limit = setTimeout(() => void life.kill(), START_LIMIT_MS);
  const ready = await life.ready;
  clearTimeout(limit);
  return ready ? { life, ready } : life.said().slice(-2_000);
};

const groundOf = async (platform: Platform, ready: Ready, orderId: string, itemId: string): Promise<Ground> => {
  const tokens = await Promise.all(
    [ready.staff, ready.customer].map(({ email, password }) => signIn(platform, email, password)),
  );
  const keys = [await partnerKey(platform, 'warehouse'), await partnerKey(platform, 'courier')];
  return { tokens, partnerKeys: keys, orderId, itemId };
};

/** Does something for each, so many at once. */
const each = async <T>(items: readonly T[], act: (item: T) => Promise<void>): Promise<void> => {
  const queue = items.values();
  const work = async (): Promise<void> => {
    for (const item of queue) await act(item);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
};

/** The requests of one life: what is sent where, and what came of it. */
const makeAttack = (options: HostileOptions, findings: Finding[], sent: Map<string, number>) => {
  const { seed, ports } = options;
  const ofPort = makeRequests(options.model, { sparesSecrets: true });
  const isRoute = (name: string): boolean => name.includes(' ');
  const portOf = (name: string): number => (isRoute(name) ? ports.api : ports.aws);
  const repeat = (name: string): string => `npm run test:hostile -- --seed ${seed} --only '${name}'`;

  const partsOf = ({ name, number }: Shot, ground: Ground): Parts => {
    const random = makeRandom(seed + number, name);
    return isRoute(name) ? makeRouteRequest(ground)(name, random) : ofPort(name, random);
  };

  const note = async (shot: Shot, parts: Parts, { status }: Ended): Promise<void> => {
    if (findings.length >= MOST_FINDINGS) return;
    const known = findings.some((one) => one.name === shot.name && one.status === status);
    if (known) return;
    const placeholder = { ...shot, status, request: shown(parts), repeat: repeat(shot.name) };
    const at = findings.push(placeholder) - 1;
    if (status === 'hung' || status === 'refused') return;
    const smallest = await shrink(parts, async (fewer) => (await send(portOf(shot.name), fewer)).status === status);
    findings[at] = { ...placeholder, request: shown(smallest) };
  };

  return {
    fire: async (shot: Shot, ground: Ground): Promise<void> => {
      const parts = partsOf(shot, ground);
      const ended = await send(portOf(shot.name), parts);
      sent.set(shot.name, (sent.get(shot.name) ?? 0) + 1);
      if (isWrong(ended)) await note(shot, parts, ended);
    },
    /** Nobody waits for the answer: a kill is to come first. */
    let: (shot: Shot, ground: Ground): void => void send(portOf(shot.name), partsOf(shot, ground)),
  };
};

/** Sends every request of the plan while the platform is killed again and again, and looks after each restart. */
export const runHostile = async (options: HostileOptions): Promise<Outcome> => {
  const findings: Finding[] = [];
  const sent = new Map<string, number>();
  const restartsRefused: string[] = [];
  const violations: string[] = [];
  const plan = planOf({ ...options, parts: options.kills });
  const total = plan.flat().length;
  const attack = makeAttack(options, findings, sent);
  const { below } = makeRandom(options.seed, 'kills');
  let itemId = '';
  const canary: Canary = makeCanary(options.model, () => itemId);
  let kills = 0;
  let done = 0;

  const look = async (platform: Platform, ready: Ready): Promise<void> => {
    const faults = await canary.look(platform, ready.customer).catch((error: unknown) => [String(error)]);
    violations.push(...faults.map((what) => `After ${kills} kills: ${what}`));
  };

  /** One life, up to its kill. @returns whether there is another one */
  const live = async (shots: readonly Shot[], first: boolean): Promise<boolean> => {
    const started = await start(options);
    if (typeof started === 'string') {
      restartsRefused.push(started);
      return false;
    }
    const { life, ready } = started;
    const platform = await describePlatform(ready.apiUrl);
    const { body } = await call<{ items: readonly { id: string }[] }>(`${ready.apiUrl}/items`);
    itemId = body.items[0]?.id ?? '';
    if (first) await canary.write(platform);
    await look(platform, ready);
    const ground = await groundOf(platform, ready, canary.lastOrder() ?? 'ord_none', itemId);
    await each(shots, async (shot) => {
      await attack.fire(shot, ground);
      done += 1;
      options.onProgress(`  ${done} of ${total} requests, ${kills} kills, ${findings.length} findings`);
    });
    if (!life.alive()) violations.push(`The platform ended by itself: ${life.said().slice(-2_000)}`);
    for (const shot of shots.slice(0, IN_FLIGHT)) attack.let(shot, ground);
    await pause(below(LONGEST_WAIT_FOR_KILL_MS));
    await life.kill();
    if (shots.length > 0) kills += 1;
    return true;
  };

  for (const [part, shots] of plan.entries()) if (!(await live(shots, part === 0))) break;
  // The last kill was no other than the ones before: it is looked at, too.
  if (restartsRefused.length === 0) await live([], false);
  return { sent, findings, kills, restartsRefused, violations };
};
