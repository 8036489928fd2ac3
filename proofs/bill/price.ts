import type { BillableUnit } from '@orderwire/local-cloud/engine/contract';

export type Totals = Readonly<Record<string, Partial<Record<BillableUnit, number>>>>;

/**
 * US dollars per million units, list prices of us-east-1 without free tiers: https://aws.amazon.com/pricing, as of
 * November 2026. Reads of a DynamoDB stream by Lambda are free. Lambda's duration is shown apart: a laptop's milliseconds are
 * not AWS's.
 */
const USD_PER_MILLION: Readonly<Record<BillableUnit, number>> = {
  'http-request': 1,
  'lambda-request': 0.2,
  'lambda-ms': 0,
  wru: 0.625,
  rru: 0.125,
  'stream-read': 0,
  'event-64kb': 1,
  'sqs-request': 0.4,
  mail: 100,
  's3-put': 5,
  's3-get': 0.4,
  'secret-call': 5,
  'log-byte': 0.5 / 1_000,
  'cognito-call': 0,
};

/** A millisecond of a function with 512 MB (services/common.yml) on arm64, a million times: 0.0000133334 USD a GB and second. */
const USD_PER_MILLION_MS = ((0.0000133334 * 512) / 1024 / 1000) * 1_000_000;

/** Counted in time or bytes, not in calls; and reads of a stream by Lambda, for which AWS bills nothing. */
const NO_OPERATION: ReadonlySet<string> = new Set<BillableUnit>(['lambda-ms', 'log-byte', 'stream-read']);

export interface Bill {
  /** Billable operations per order. */
  readonly operations: number;
  readonly usdPerMillionOrders: number;
  readonly usdPerMillionOrdersWithoutMails: number;
  /** Beside the others: what the functions' measured time would cost; 0 where nothing was measured. */
  readonly usdPerMillionOrdersForLambdaTime: number;
  /** service → what a million orders cost there, and its units per order. */
  readonly byService: Readonly<
    Record<
      string,
      {
        readonly usdPerMillionOrders: number;
        readonly usdPerMillionOrdersWithoutMails: number;
        readonly perOrder: Readonly<Record<string, number>>;
      }
    >
  >;
}

const cents = (usd: number): number => Math.round(usd * 100) / 100;

/** Prices what the meter counted while `orders` were served. */
export const billOf = (totals: Totals, orders: number): Bill => {
  const rows = Object.entries(totals).flatMap(([service, units]) =>
    Object.entries(units).map(([unit, amount]) => ({ service, unit: unit as BillableUnit, perOrder: amount / orders })),
  );
  const usd = (some: typeof rows): number =>
    cents(some.reduce((sum, { unit, perOrder }) => sum + perOrder * USD_PER_MILLION[unit], 0));
  const services = [...new Set(rows.map(({ service }) => service))].sort();
  const withoutMails = (some: typeof rows): typeof rows => some.filter(({ unit }) => unit !== 'mail');
  return {
    operations: cents(
      rows.filter(({ unit }) => !NO_OPERATION.has(unit)).reduce((sum, { perOrder }) => sum + perOrder, 0),
    ),
    usdPerMillionOrders: usd(rows),
    usdPerMillionOrdersWithoutMails: usd(withoutMails(rows)),
    usdPerMillionOrdersForLambdaTime: cents(
      rows
        .filter(({ unit }) => unit === 'lambda-ms')
        .reduce((sum, { perOrder }) => sum + perOrder * USD_PER_MILLION_MS, 0),
    ),
    byService: Object.fromEntries(
      services.map((service) => {
        const own = rows.filter((row) => row.service === service);
        const perOrder = Object.fromEntries(own.map(({ unit, perOrder: amount }) => [unit, cents(amount)]));
        return [
          service,
          { usdPerMillionOrders: usd(own), usdPerMillionOrdersWithoutMails: usd(withoutMails(own)), perOrder },
        ];
      }),
    ),
  };
};
