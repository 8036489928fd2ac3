import { unmarshall } from '@aws-sdk/util-dynamodb';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { tableFrom } from '@orderwire/testing/table-definition';
import type { Account } from '../adapters/simulated-ledger.ts';

/** The simulated provider's own world: its table, as it is deployed, where payments never look. */
export const makeAccounts = () => {
  const table = tableFrom(`${__dirname}/../../resources.yml`, 'SimulatedProviderTable');
  const { operations } = makeDynamoDb({
    environment: { now: () => 0, random: () => 0.5 },
    tables: [table],
    meter: makeMeter(),
    ownerOf: () => 'provider',
  });
  return {
    table: { dynamo: makeEngineClient(operations).client, tableName: table.name },
    accounts: () => (operations.Scan({ TableName: table.name }).Items ?? []).map((row) => unmarshall(row) as Account),
  };
};
