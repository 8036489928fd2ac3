import type { SigningKey } from '@orderwire/local-cloud/engine/users/tokens';
import { drawFaults, FAULT_KINDS, planFaults } from '@orderwire/local-cloud/simulator/faults';
import type { FaultKind, FaultRates } from '@orderwire/local-cloud/simulator/faults';
import type { Observer, Run } from '@orderwire/local-cloud/simulator/observer';
import { makeRandom } from '@orderwire/local-cloud/simulator/random';
import { makeSimulator } from '@orderwire/local-cloud/simulator/simulator';
import type { CloudModel } from '@orderwire/local-cloud/template/model';
import { coldStarts } from './cold-starts.ts';
import { makeChecks } from './invariants.ts';
import type { Job, SeedResult, TraceLine } from './job.ts';
import { makeLedger } from './ledger.ts';
import { namesOf } from './names.ts';
import { holdsCallbacks } from './rest/callbacks.ts';
import { hasParked } from './rest/queues.ts';
import { checkReplay } from './rest/replay.ts';
import { checkRest } from './rest/rest.ts';
import { watchAccounting } from './watch/accounting.ts';
import { watchBus } from './watch/bus.ts';
import { watchCallbacks } from './watch/callbacks.ts';
import { watchConsequences } from './watch/consequences.ts';
import { watchCanaries } from './watch/canaries.ts';
import { watchInvoices } from './watch/invoices.ts';
import { watchMails } from './watch/mails.ts';
import { watchOrders } from './watch/orders.ts';
import { watchOutboxes } from './watch/outboxes.ts';
import { watchStock } from './watch/stock.ts';
import { watchWebhooks } from './watch/webhooks.ts';
import type { Watch } from './watch/watch.ts';
import { noteKeys } from './world/keys.ts';
import { beginCustomers } from './world/customers.ts';
import { beginOperators, ONCE, redriveAll } from './world/operators.ts';
import { receiveWebhook } from './world/partners.ts';
import { setScene } from './world/scene.ts';
import { beginVisitors } from './world/visitors.ts';
import { habitsOf } from './world/world.ts';
import type { World } from './world/world.ts';

export interface Deployment {
  readonly model: CloudModel;
  readonly signingKey: SigningKey;
}

/** An ordinary working day; not close to the change of a year or a day. */
const START = Date.parse('2026-03-02T09:00:00Z');
const FAULTY_MS = 5 * 60_000;
const HOUR_MS = 3_600_000;
/** "Typically within a few days", AWS says of what expired. */
const LATEST_TTL_MS = 48 * HOUR_MS;
const HEALING_MS = 90 * 60_000;
/** Longer than a held callback waits unseen, with a clock that is slow. */
const HELD_MS = 30 * 60_000;
/** What has one chance or few in a run must take it now and then. */
const OFTEN = new Set<FaultKind>([...ONCE, 'partner-early', 'late-ttl', 'stream-trim', 'clock-skew']);
/** The call is done, and who made it does not hear of it in time. */
const LOSING = new Set<string>(['crash-after', 'timeout-applied', 'lost-answer', 'slow']);
/** What was parked in the bad time must pass when an operator redrives it; a little of it may meet a race. */
const REDRIVES = 3;
/** Every so manieth run has visitors. */
const VISITED = 5;
/** Every so manieth run has everything come once more at its end: that takes as long as the run itself. */
const REPLAYED = 16;

/** Each run has its own mixture: what always happens together hides what happens alone. */
const ratesOf = (seed: number, kinds: readonly FaultKind[] | undefined): FaultRates => {
  const random = makeRandom(seed, 'rates');
  const strength = random.pick([0, 0.3, 1, 1, 3]);
  return Object.fromEntries(
    FAULT_KINDS.map((kind) => {
      const draws = random.chance(0.45);
      const rate = OFTEN.has(kind) ? 0.3 : 0.002 + random.next() ** 2 * 0.04;
      // Who names the kinds wants them often.
      if (kinds !== undefined) return [kind, kinds.includes(kind) ? rate * 2.5 : 0];
      return [kind, draws ? rate * strength : 0];
    }),
  );
};

/** Plays one seed to the end, or to the first violation. Throws when the simulator itself breaks. */
export const runSeed = async ({ model, signingKey }: Deployment, job: Job): Promise<SeedResult> => {
  const { seed, orders } = job;
  const names = namesOf(model);
  const ledger = makeLedger();
  const checks = makeChecks(() => ({ step: simulator.steps(), at: simulator.now() - START }));
  const faults = job.plan === undefined ? drawFaults(seed, ratesOf(seed, job.kinds)) : planFaults(job.plan);
  const lateTtl = faults.at('run/late-ttl', ['late-ttl']);
  const isTrimmed = faults.at('run/stream-trim', ['stream-trim']) !== undefined;
  const over = new Set<Run>();
  let lastFaultAt = -1;
  const watch: Watch = { checks, ledger, names, model, now: () => simulator.now() };
  const onOrder = watchOrders(watch);
  const onStock = watchStock(watch);
  const onBus = watchBus(watch);
  const onInvoice = watchInvoices(watch);
  const outboxes = watchOutboxes(watch);
  const callbacks = watchCallbacks(watch);
  const accounting = watchAccounting(
    watch,
    (table, key) => simulator.engine().state.dynamodb.tables[names.table(table)]?.rows.get(key)?.[0]?.item,
  );
  const onWebhook = watchWebhooks(watch, accounting);
  const consequences = watchConsequences();
  const canaries = watchCanaries(watch);
  const mails = watchMails(
    watch,
    (run) => over.has(run),
    () => LOSING.has(faults.struck.at(-1)?.kind ?? '') && lastFaultAt === simulator.steps(),
    canaries.onMail,
  );
  const lines: TraceLine[] = [];
  const isTraced = job.traced === true;
  const trace = (text: string): void => void lines.push({ at: simulator.now() - START, step: simulator.steps(), text });
  const asked = new Set<string>();

  const observer: Observer = {
    onItemChange: (table, before, after, run) => {
      onOrder(table, before as never, after as never);
      onStock(table, before as never, after as never);
      onInvoice(table, before as never, after as never);
      outboxes.onItemChange(before as never, after as never);
      callbacks.onItemChange(table, after, run);
      mails.onItemChange(table, after as never, run);
      if (isTraced) trace(`  item ${table} ${JSON.stringify(after ?? before)}`);
    },
    onCall: (call, output, run) => {
      if (run === undefined) ledger.deliveries += 1;
      else if (call.operation === 'PutEvents') onBus(call.input as never, output as never);
      else if (call.operation === 'SendEmail') mails.onSendEmail(call.input as never, run);
      else accounting.onCall(call, run);
      if (isTraced) trace(`  ${run?.functionName ?? 'aws'} ${call.operation}`);
    },
    onEnd: (run, end) => {
      over.add(run);
      consequences.onEnd(run, end.ok);
      accounting.onEnd(run, end);
      callbacks.onEnd(run, end);
      if (end.ok) canaries.onAnswer(run, end.payload);
      if (isTraced)
        trace(
          `${run.functionName} ${run.id} ended ${end.ok ? 'well' : (end.why ?? '')} ${JSON.stringify(end.payload)}`,
        );
    },
    onPost: ({ url, body }, answer) => {
      const { type, data } = JSON.parse(body) as { type: string; data: { orderId: string } };
      const partner = url.pathname.includes('courier') ? 'courier' : 'warehouse';
      onWebhook(partner, type, data.orderId);
      ledger.webhooks.push({ partner, type, orderId: data.orderId, status: answer?.status, at: simulator.now() });
      if (isTraced) trace(`  webhook ${type} ${data.orderId} → ${String(answer?.status)}`);
    },
    onLog: (_run, level, message, attributes) => {
      canaries.onLog(message, attributes);
      if (isTraced) trace(`  ${level} ${message} ${JSON.stringify(attributes)}`);
    },
    // A tick that failed three times is made good by the next one; an alarm counts the errors.
    onDrop: (dropped) =>
      dropped.subject.endsWith('-expire') ||
      checks.that('12-accounting', false, () => `dropped: ${JSON.stringify(dropped)}`),
    onFault: (fault) => {
      lastFaultAt = simulator.steps();
      if (fault.kind === 'clock-skew') ledger.skewed.add(fault.site.slice('environment/'.length));
      if (isTraced) trace(`fault ${JSON.stringify(fault)}`);
    },
    onStart: (run) => {
      consequences.onStart(run);
      if (isTraced) trace(`${run.functionName} ${run.id} begins`);
    },
  };

  const simulator = makeSimulator({
    model,
    services: coldStarts,
    seed,
    faults,
    observer,
    signingKey,
    post: (request) => receiveWebhook(world, asked, request),
    startAt: START,
    timeToLiveLagMs: lateTtl === undefined ? HOUR_MS : Math.floor(lateTtl.value * LATEST_TTL_MS),
  });
  let failure: unknown;
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
    features: { addressChange: model.functions.some(({ key }) => key === 'changeAddress') },
  };

  noteKeys(world);
  await setScene(world, orders);
  simulator.setFaulty(true);
  const happening = beginOperators(world, FAULTY_MS);
  beginCustomers(world, orders);
  if (job.visited ?? seed % VISITED === 0) beginVisitors(world);
  const isBroken = (): boolean => failure !== undefined || checks.violations.length > 0;
  const rest = (): Promise<void> => simulator.run(simulator.now() + HEALING_MS, isBroken);
  await simulator.run(simulator.now() + FAULTY_MS, isBroken);
  simulator.setFaulty(false);
  await rest();
  for (let times = 0; times < REDRIVES && !isBroken() && hasParked(world); times += 1) {
    redriveAll(world);
    await rest();
  }
  if (!isBroken() && holdsCallbacks(world)) {
    // People are told of a callback that waits for a quarter of an hour.
    world.begin(() => simulator.sleep(HELD_MS));
    await rest();
  }
  const states = isBroken() ? {} : checkRest(world, orders, happening.has('poison'), accounting);
  if (!isBroken()) outboxes.checkRest();
  if (!isBroken() && (job.replayed ?? seed % REPLAYED === 0)) await checkReplay(world, isTrimmed);
  if (failure !== undefined) throw failure;
  return {
    seed,
    orders: ledger.placed.size,
    steps: simulator.steps(),
    deliveries: ledger.deliveries,
    traceHash: simulator.traceHash(),
    faults: faults.struck,
    consequences: consequences.counts,
    checks: checks.counts,
    violations: checks.violations,
    states,
    ...(isTraced && { trace: lines }),
    ...(job.counted === true && { passed: Object.fromEntries(faults.passed) }),
  };
};
