/** One of the bench's parts: what can be asked for by name. */
export type Part =
  'simulator' | 'bundles' | 'publisher' | 'placing' | 'bill' | 'edge' | 'throughput' | 'memory' | 'restart' | 'growth';

/** Held against the baseline's figure (`ratio`) or against a number (`value`). */
export interface Goal {
  readonly of: 'ratio' | 'value';
  readonly limit: 'at least' | 'at most';
  readonly goal: number;
  readonly stretch?: number;
}

export interface Measure {
  readonly part: Part;
  readonly unit: string;
  /** For people: what is measured. */
  readonly what: string;
  /** Only what issue or design asks for has one; the others explain these. */
  readonly goal?: Goal;
}

const timesAtLeast = (goal: number, stretch: number): Goal => ({ of: 'ratio', limit: 'at least', goal, stretch });
const timesAtMost = (goal: number, stretch?: number): Goal => ({
  ...{ of: 'ratio', limit: 'at most', goal },
  ...(stretch !== undefined && { stretch }),
});
const atMost = (goal: number, stretch?: number): Goal => ({ ...timesAtMost(goal, stretch), of: 'value' });

/** Everything that is measured, in the order of the page. */
export const MEASURES = {
  'delivered-orders': {
    ...{ part: 'throughput', unit: 'orders/s', goal: timesAtLeast(3, 5) },
    what: 'delivered orders over HTTP: from the first order to the last delivery',
  },
  'settled-orders': {
    ...{ part: 'throughput', unit: 'orders/s' },
    what: 'the same until nothing is left to do: invoices, mails and stock are through',
  },
  'cpu-per-order': {
    ...{ part: 'throughput', unit: 'ms', goal: timesAtMost(0.33, 0.2) },
    what: 'CPU per order, all threads, until nothing is left to do',
  },
  'cpu-main': { part: 'throughput', unit: 'ms', what: 'of it in main threads: the engine and HTTP' },
  'cpu-workers': { part: 'throughput', unit: 'ms', what: 'of it in worker threads: the functions' },
  'cpu-helpers': { part: 'throughput', unit: 'ms', what: 'of it in V8’s helpers: compiling, collecting garbage' },
  'confirmed-p50': { part: 'throughput', unit: 'ms', what: 'placed to confirmed, half of the orders' },
  'confirmed-p95': { part: 'throughput', unit: 'ms', what: 'placed to confirmed, 95 % of the orders' },
  'delivered-p50': { part: 'throughput', unit: 'ms', what: 'placed to delivered, half of the orders' },
  'delivered-p95': { part: 'throughput', unit: 'ms', what: 'placed to delivered, 95 % of the orders' },
  'operations-driven': { part: 'throughput', unit: 'per order', what: 'billable operations of these orders' },
  'usd-driven': { part: 'throughput', unit: 'USD', what: 'a million of these orders, without mails' },
  'lambda-usd': {
    part: 'throughput',
    unit: 'USD',
    what: 'Lambda’s time of a million of these orders, as measured here',
  },
  'rss-at-start': { part: 'memory', unit: 'MB', what: 'resident memory when the platform is ready' },
  rss: { part: 'memory', unit: 'MB', goal: timesAtMost(0.4, 0.25), what: 'resident memory after 1,000 orders' },
  'snapshot-per-order': {
    ...{ part: 'memory', unit: 'kB', goal: timesAtMost(0.4) },
    what: 'snapshot per settled order, 25 h after 1,000 of them',
  },
  'snapshot-fresh': { part: 'memory', unit: 'kB', what: 'the same at once, with the streams of the last 24 h' },
  restart: { part: 'restart', unit: 's', goal: timesAtMost(0.3), what: 'start after `kill -9` at 2,500 orders' },
  'restart-cpu': { part: 'restart', unit: 's', what: 'CPU of that start' },
  'snapshot-growth': {
    ...{ part: 'restart', unit: 'kB', goal: timesAtMost(0.4) },
    what: 'what each order from 1,000 to 2,500 adds to the snapshot, 25 h later',
  },
  items: { part: 'edge', unit: 'requests/s', goal: timesAtLeast(8, 15), what: '`GET /items`' },
  health: { part: 'edge', unit: 'requests/s', what: '`GET /health`' },
  'bare-http': { part: 'edge', unit: 'requests/s', what: 'a bare node:http in the same run, for comparison' },
  'usd-busy': { part: 'bill', unit: 'USD', goal: atMost(78, 62), what: 'a million orders without mails, busy shop' },
  'usd-quiet': { part: 'bill', unit: 'USD', goal: atMost(88, 72), what: 'a million orders without mails, quiet shop' },
  'operations-busy': {
    part: 'bill',
    unit: 'per order',
    goal: atMost(160, 140),
    what: 'billable operations, busy shop',
  },
  'operations-quiet': {
    ...{ part: 'bill', unit: 'per order', goal: atMost(180, 155) },
    what: 'billable operations, quiet shop',
  },
  simulator: { part: 'simulator', unit: 'seeds/s', goal: timesAtLeast(2.5, 5), what: 'simulated runs of 20 orders' },
  'simulator-cpu': { part: 'simulator', unit: 'ms', what: 'CPU of one such run' },
  'bundle-largest': {
    ...{ part: 'bundles', unit: 'kB', goal: atMost(300, 250) },
    what: 'the largest bundle, but for the invoice’s with its PDF',
  },
  'bundle-invoice': { part: 'bundles', unit: 'kB', what: 'the invoice’s bundle' },
  import: {
    ...{ part: 'bundles', unit: '× bare', goal: atMost(1.2, 1) },
    what: 'CPU of importing orders’ bundle ÷ that of one with the DynamoDB client only',
  },
  publisher: {
    ...{ part: 'publisher', unit: '× floor' },
    what: 'CPU of the stream publisher ÷ parsing the batch and building the entries',
  },
  'publisher-floor': { part: 'publisher', unit: 'ms', what: 'that floor, for 100 records of 2 kB' },
  placing: { part: 'placing', unit: 'ms', what: 'CPU of `placeOrder` for an order of two lines' },
} as const satisfies Readonly<Record<string, Measure>>;

export type MeasureName = keyof typeof MEASURES;

export const MEASURE_NAMES = Object.keys(MEASURES) as readonly MeasureName[];

/** Without a name: all but `growth`, which takes hours and has no measure of its own. */
export const PARTS: readonly Part[] = [...new Set(MEASURE_NAMES.map((name): Part => MEASURES[name].part))];
