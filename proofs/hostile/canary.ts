import { DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { CloudModel, TableDefinition } from '@orderwire/local-cloud/template/model';
import { signIn } from '../actors/customer.ts';
import { placeOrder } from '../actors/order.ts';
import { call, LOCAL_OPERATOR, type Platform } from '../actors/platform.ts';

export interface Canary {
  /** @throws Error when it cannot be written */
  readonly write: (platform: Platform) => Promise<void>;
  /** What is wrong: the row is gone, an order of before, or no new one can be placed. */
  readonly look: (platform: Platform, customer: User) => Promise<readonly string[]>;
  readonly lastOrder: () => string | undefined;
}

export interface User {
  readonly email: string;
  readonly password: string;
}

const attributesOf = ({ hashKey, rangeKey }: TableDefinition): Record<string, { S: string }> =>
  Object.fromEntries([hashKey, ...(rangeKey ? [rangeKey] : [])].map(({ name }) => [name, { S: 'canary' }]));

/** A row in a table that is written to meanwhile, and orders of a customer. */
export const makeCanary = (model: CloudModel, itemId: () => string): Canary => {
  const table = model.tables.find(({ stream }) => stream === undefined) ?? model.tables[0];
  if (table === undefined) throw new Error('The platform has no table.');
  const Key = attributesOf(table);
  const Item = { ...Key, sings: { S: 'yes' } };
  let lastOrder: string | undefined;

  const ask = async <T>(platform: Platform, act: (client: DynamoDBClient) => Promise<T>): Promise<T> => {
    const client = new DynamoDBClient({
      ...{ region: model.region, endpoint: platform.awsUrl, credentials: LOCAL_OPERATOR },
    });
    try {
      return await act(client);
    } finally {
      client.destroy();
    }
  };

  const isThere = async (platform: Platform): Promise<boolean> => {
    const { Item: found } = await ask(platform, (client) =>
      client.send(new GetItemCommand({ TableName: table.name, Key })),
    );
    return found?.['sings']?.S === 'yes';
  };

  return {
    write: async (platform) => {
      await ask(platform, (client) => client.send(new PutItemCommand({ TableName: table.name, Item })));
    },
    look: async (platform, { email, password }) => {
      const faults: string[] = [];
      if (!(await isThere(platform))) faults.push('The row that was written before is gone.');
      const token = await signIn(platform, email, password);
      if (lastOrder !== undefined) {
        const { status } = await call(`${platform.apiUrl}/orders/${lastOrder}`, { token });
        if (status !== 200) faults.push(`The order ${lastOrder} of before is answered with ${status}.`);
      }
      const { status, body } = await placeOrder(platform, { token }, [{ id: itemId(), count: 1 }]);
      if (status === 201) lastOrder = body.orderId;
      else faults.push(`An order cannot be placed: ${status} ${JSON.stringify(body)}`);
      return faults;
    },
    lastOrder: () => lastOrder,
  };
};
