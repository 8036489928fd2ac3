import { join } from 'node:path';
import type { Cause } from '@orderwire/events-schema/cause';
import { makeDynamoDb, type ItemObserver } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { tableFrom } from '@orderwire/testing/table-definition';
import type { Item } from '../adapters/order-item.ts';
import type { OrderLists, Orders } from '../application/ports.ts';
import type { Order, OrderEvent } from '../domain/order.ts';
import { reviewDueAt } from '../domain/review-order.ts';
import { NOW } from './builders.ts';

/** The Orders table as it is deployed, in the local cloud's engine. */
export const aTable = ({
  more = [],
  onItemChange = () => undefined,
}: { readonly more?: readonly ReturnType<typeof tableFrom>[]; readonly onItemChange?: ItemObserver } = {}) => {
  let now = NOW;
  const meter = makeMeter();
  const table = tableFrom(join(__dirname, '../../resources.yml'), 'OrdersTable');
  const { operations } = makeDynamoDb({
    environment: { now: () => now, random: () => 0.5 },
    tables: [table, ...more],
    meter,
    ownerOf: () => 'orders',
    onItemChange,
  });
  const { client, sent } = makeEngineClient(operations);
  return {
    dynamo: client,
    sent,
    tableName: table.name,
    clock: () => now,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    item: (pk: string) => operations.GetItem({ TableName: table.name, Key: { pk: { S: pk } } }).Item,
    put: (Item: Item, TableName = table.name) => void operations.PutItem({ TableName, Item }),
    /** Billing units since the last look. */
    spent: () => {
      const spent = meter.totals()['orders'];
      meter.reset();
      return spent;
    },
  };
};

interface Written {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
  readonly cause: Cause;
}

/** Orders in memory that keep the port's promises: of two writes of one version one wins, and versions have no gap. */
export const ordersInMemory = (...initial: readonly Order[]) => {
  const rows = new Map(initial.map((order) => [order.orderId, order]));
  const written: Written[] = [];
  let beforeWrite: (() => Promise<void>) | undefined;

  const orders: Pick<Orders, 'find' | 'save'> = {
    find: (orderId) => Promise.resolve(rows.get(orderId)),
    save: async ({ order, events }, cause) => {
      const interruption = beforeWrite;
      beforeWrite = undefined;
      await interruption?.();
      if (rows.get(order.orderId)?.version !== order.version - 1) return 'overtaken';
      rows.set(order.orderId, order);
      written.push({ order, events, cause });
      return 'saved';
    },
  };

  const dueForReview: OrderLists['dueForReview'] = async function* (at) {
    await Promise.resolve();
    const due = [...rows.values()].filter((order) => (reviewDueAt(order) ?? Infinity) <= at);
    for (let start = 0; start < due.length; start += 2) yield due.slice(start, start + 2).map((order) => order.orderId);
  };

  const placedAfter: OrderLists['placedAfter'] = ({ orderId }) =>
    Promise.resolve([...rows.values()].filter((order) => order.orderId > orderId && order.status === 'confirmed'));

  return {
    orders,
    lists: { dueForReview, placedAfter },
    written,
    /** Something that happens between the next decision and its write. */
    beforeNextWrite: (interruption: () => Promise<void>) => {
      beforeWrite = interruption;
    },
    eventTypes: (): readonly string[] => written.flatMap(({ events }) => events.map(({ type }) => type)),
  };
};
