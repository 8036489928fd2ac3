import type { Customer } from './customer.ts';
import type { Wish } from './order.ts';
import type { Platform } from './platform.ts';
import { type Journey, problemsOf } from './journey.ts';
import { type Percentiles, percentilesOf } from './statistics.ts';

export interface Summary {
  readonly orders: number;
  readonly delivered: number;
  readonly failed: number;
  /** From the first order to the last delivery. */
  readonly orderingSeconds: number;
  readonly ordersPerSecond: number;
  readonly latencyMs: {
    readonly placedToConfirmed: Percentiles;
    readonly placedToDelivered: Percentiles;
    readonly callbackToEvent: Percentiles;
  };
  readonly mails: number;
  readonly invoices: number;
  readonly problems: readonly string[];
}

interface Run {
  readonly journey: (customer: Customer, wishes: readonly Wish[]) => Promise<Journey>;
  /** One per worker: as many orders are under way at once. */
  readonly customers: readonly Customer[];
  readonly orders: number;
  readonly wishesOf: (index: number) => readonly Wish[];
  readonly onProgress: (done: number) => void;
}

interface Travelled {
  readonly customer: Customer;
  readonly journey: Journey;
  readonly wishes: readonly Wish[];
}

export interface Outcome {
  readonly journeys: readonly Travelled[];
  readonly problems: readonly string[];
  readonly seconds: number;
}

/** Runs the journeys, as many at once as there are customers. What fails is a problem, not an end. */
export const runJourneys = async ({ journey, customers, orders, wishesOf, onProgress }: Run): Promise<Outcome> => {
  const journeys: Travelled[] = [];
  const problems: string[] = [];
  let next = 0;
  const startedAt = performance.now();
  await Promise.all(
    customers.map(async (customer) => {
      for (let index = next++; index < orders; index = next++) {
        try {
          const wishes = wishesOf(index);
          journeys.push({ customer, wishes, journey: await journey(customer, wishes) });
        } catch (error) {
          problems.push(error instanceof Error ? error.message : String(error));
        }
        onProgress(journeys.length + problems.length);
      }
    }),
  );
  return { journeys, problems, seconds: (performance.now() - startedAt) / 1000 };
};

/** Holds every delivered order against what its owner sees, and adds everything up. */
export const summarise = async (platform: Platform, orders: number, outcome: Outcome): Promise<Summary> => {
  const problems = [...outcome.problems];
  for (const { customer, journey } of outcome.journeys)
    problems.push(...(await problemsOf(platform, customer, journey)));
  const all = outcome.journeys.map(({ journey }) => journey);
  const delivered = all.length;
  return {
    orders,
    delivered,
    failed: orders - delivered,
    orderingSeconds: Number(outcome.seconds.toFixed(3)),
    ordersPerSecond: Number((delivered / outcome.seconds).toFixed(2)),
    latencyMs: {
      placedToConfirmed: percentilesOf(all.map(({ placedToConfirmedMs }) => placedToConfirmedMs)),
      placedToDelivered: percentilesOf(all.map(({ placedToDeliveredMs }) => placedToDeliveredMs)),
      callbackToEvent: percentilesOf(all.flatMap(({ callbackToEventMs }) => callbackToEventMs)),
    },
    mails: all.reduce((sum, { mails }) => sum + mails, 0),
    invoices: all.reduce((sum, { invoices }) => sum + invoices, 0),
    problems,
  };
};
