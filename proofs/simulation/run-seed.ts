import type { SigningKey } from '@orderwire/local-cloud/engine/users/tokens';
import { drawFaults, planFaults } from '@orderwire/local-cloud/simulator/faults';
import { makeSimulator } from '@orderwire/local-cloud/simulator/simulator';
import type { Simulator } from '@orderwire/local-cloud/simulator/simulator';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import { coldStartsOf } from './cold-starts.ts';
import { makeChecks } from './checks.ts';
import type { Job, SeedResult } from './job.ts';
import { makeLedger } from './ledger.ts';
import { namesOf } from './names.ts';
import { ratesOf } from './rates.ts';
import { checkAudit } from './rest/audit.ts';
import { holdsCallbacks } from './rest/callbacks.ts';
import { hasParked } from './rest/queues.ts';
import { checkReplay } from './rest/replay.ts';
import { checkRest } from './rest/rest.ts';
import { both, makeTracer } from './trace.ts';
import { watchAll } from './watch/all.ts';
import { beginCustomers } from './world/customers.ts';
import { beginClosing } from './world/discounts.ts';
import { noteKeys } from './world/keys.ts';
import { beginOperators, goDeaf, redriveAll } from './world/operators.ts';
import { beginLeavers } from './world/leavers.ts';
import { receiveWebhook } from './world/partners.ts';
import { setScene } from './world/scene.ts';
import { deployedBy, shopOf } from './world/shops.ts';
import { beginShelf, orderRetired } from './world/shelf.ts';
import { beginShopkeepers } from './world/shopkeepers.ts';
import { beginStaff, tidyUp } from './world/staff.ts';
import { beginVisitors } from './world/visitors.ts';
import { habitsOf } from './world/world.ts';
import type { World } from './world/world.ts';

export interface Deployment {
  readonly model: CloudModel;
  readonly signingKey: SigningKey;
}

/** Every so manieth run goes over the change of a year, in which each series of numbers ends. */
const YEARS_END = 8;

/** An ordinary working day, or the last two minutes of a year. */
const startOf = (seed: number): number =>
  Date.parse(seed % YEARS_END === 3 ? '2026-12-31T23:58:00Z' : '2026-03-02T09:00:00Z');

const FAULTY_MS = 5 * 60_000;
/** As long as orders come in, and a little longer. */
const REPRICED_MS = 40_000;
const HOUR_MS = 3_600_000;
/** "Typically within a few days", AWS says of what expired. */
const LATEST_TTL_MS = 48 * HOUR_MS;
const HEALING_MS = 90 * 60_000;
/** Longer than a held callback waits unseen, with a clock that is slow. */
const HELD_MS = 30 * 60_000;
/** What was parked in the bad time must pass when an operator redrives it; a little of it may meet a race. */
const REDRIVES = 3;
/** Every so manieth run has visitors. */
const VISITED = 5;
/** In every so manieth run a service of ours hears nothing for more than a day. A prime, so that it befalls every kind of shop. */
const DEAF = 41;
const FIRST_DEAF = 9;
/** Every so manieth run has everything come once more at its end: that takes as long as the run itself. */
const REPLAYED = 16;

/** Everything that one run consists of. */
const prepare = async (deployment: Deployment, job: Job) => {
  const { seed } = job;
  const shop = shopOf(seed);
  const { signingKey } = deployment;
  const model = deployedBy(shop, deployment.model);
  const services = await coldStartsOf(model);
  const faults = job.plan === undefined ? drawFaults(seed, ratesOf(seed, job.kinds)) : planFaults(job.plan);
  const lateTtl = faults.at('run/late-ttl', ['late-ttl']);
  const isTrimmed = faults.at('run/stream-trim', ['stream-trim']) !== undefined;
  const position = () => ({ step: simulator.steps(), at: simulator.now() - startAt });
  const names = namesOf(model);
  const startAt = startOf(seed);
  const ledger = makeLedger();
  const checks = makeChecks(position);
  const watched = watchAll({ checks, ledger, names, model, shop, now: () => simulator.now() }, faults, () => simulator);
  const tracer = job.traced === true ? makeTracer(position) : undefined;
  const asked = new Set<string>();
  let failure: unknown;

  const simulator: Simulator = makeSimulator({
    model,
    services,
    seed,
    faults,
    observer: tracer === undefined ? watched.observer : both(watched.observer, tracer.observer),
    signingKey,
    post: (request) => receiveWebhook(world, asked, request),
    startAt,
    timeToLiveLagMs: lateTtl === undefined ? HOUR_MS : Math.floor(lateTtl.value * LATEST_TTL_MS),
  });
  const world: World = {
    simulator,
    names,
    ledger,
    checks,
    model,
    begin: (act) => {
      void act().catch((error: unknown) => {
        failure ??= error;
      });
    },
    isEarly: (orderId) => simulator.strike(`early/${orderId}`, ['partner-early']) !== undefined,
    habits: habitsOf(seed),
    shop,
  };
  return { ...watched, world, faults, isTrimmed, tracer, failure: () => failure };
};

type Run = Awaited<ReturnType<typeof prepare>>;

/** Good times, bad times, healing. @returns how many orders rest in which state; none once something is broken */
const play = async (run: Run, { seed, orders, visited, replayed }: Job): Promise<SeedResult['states']> => {
  const { world, accounting, outboxes, staffWrites } = run;
  const { simulator, checks } = world;
  const isBroken = (): boolean => run.failure() !== undefined || checks.violations.length > 0;
  // Who hears nothing is told for a day; a partner that is down for hours is called about once an hour, until it is up again.
  const rest = (): Promise<void> =>
    simulator.run(
      Math.max(simulator.now(), world.ledger.deafUntil, ...world.ledger.downUntil.values()) + HEALING_MS,
      isBroken,
    );
  /** People are told of a callback that waits for a quarter of an hour. */
  const waitForHeld = async (): Promise<void> => {
    if (isBroken() || !holdsCallbacks(world)) return;
    world.begin(() => simulator.sleep(HELD_MS));
    await rest();
  };

  noteKeys(world);
  await setScene(world, orders);
  simulator.setFaulty(true);
  const happening = beginOperators(world, FAULTY_MS);
  if (seed % DEAF === FIRST_DEAF) goDeaf(world);
  beginCustomers(world, orders);
  beginLeavers(world);
  beginShopkeepers(world, orders, REPRICED_MS);
  beginShelf(world, orders, REPRICED_MS);
  beginClosing(world, REPRICED_MS);
  beginStaff(world);
  if (visited ?? seed % VISITED === 0) beginVisitors(world);
  await simulator.run(simulator.now() + FAULTY_MS, isBroken);
  simulator.setFaulty(false);
  await rest();
  for (let times = 0; times < REDRIVES && !isBroken() && hasParked(world, accounting.look); times += 1) {
    redriveAll(world);
    await rest();
  }
  await waitForHeld();
  if (isBroken()) return {};
  tidyUp(world);
  orderRetired(world);
  await rest();
  // An order that staff let go only now may have partners who tell too early, too.
  await waitForHeld();
  if (isBroken()) return {};
  const states = checkRest(world, orders, happening.has('poison'), accounting);
  outboxes.checkRest();
  checkAudit(world, staffWrites);
  if (!isBroken() && (replayed ?? seed % REPLAYED === 0)) await checkReplay(world, run.isTrimmed);
  return states;
};

/** Plays one seed to the end, or to the first violation. Throws when the simulator itself breaks. */
export const runSeed = async (deployment: Deployment, job: Job): Promise<SeedResult> => {
  const run = await prepare(deployment, job);
  const { world, faults, tracer, consequences } = run;
  const { simulator, ledger, checks } = world;
  const states = await play(run, job);
  const failure = run.failure();
  if (failure !== undefined) throw failure as Error;
  return {
    seed: job.seed,
    orders: ledger.placed.size,
    steps: simulator.steps(),
    deliveries: ledger.deliveries,
    traceHash: simulator.traceHash(),
    faults: faults.struck,
    consequences: { ...consequences.counts, 'given-up-after-a-day': run.waiting.givenUpAfterADay() },
    checks: checks.counts,
    violations: checks.violations,
    states,
    ...(tracer && { trace: tracer.lines }),
    ...(job.counted === true && { passed: Object.fromEntries(faults.passed) }),
  };
};
