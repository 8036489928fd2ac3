import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { tableFrom } from '@orderwire/testing/table-definition';
import { join } from 'node:path';
import { NOW } from './builders.ts';

/** The Orders table as it is deployed, in the local cloud's engine. */
export const aTable = () => {
  let now = NOW;
  const meter = makeMeter();
  const table = tableFrom(join(__dirname, '../../resources.yml'), 'OrdersTable');
  const database = makeDynamoDb({
    environment: { now: () => now, random: () => 0.5 },
    tables: [table],
    meter,
    ownerOf: () => 'orders',
  });
  const { client, sent } = makeEngineClient(database.operations);
  return {
    dynamo: client,
    sent,
    tableName: table.name,
    clock: () => now,
    advance: (milliseconds: number) => {
      now += milliseconds;
    },
    item: (pk: string) => database.operations.GetItem({ TableName: table.name, Key: { pk: { S: pk } } }).Item,
    /** Billing units since the last look. */
    spent: () => {
      const spent = meter.totals()['orders'];
      meter.reset();
      return spent;
    },
  };
};
