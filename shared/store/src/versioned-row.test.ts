import { unmarshall } from '@aws-sdk/util-dynamodb';
import { describe, expect, it } from '@jest/globals';
import { makeDynamoDb } from '@orderwire/local-cloud/engine/dynamodb/dynamodb';
import { makeMeter } from '@orderwire/local-cloud/engine/meter';
import { makeEngineClient } from '@orderwire/testing/engine-client';
import { tableFrom } from '@orderwire/testing/table-definition';
import { putNextVersion } from './versioned-row.ts';

interface Row {
  readonly id: string;
  readonly version: number;
  readonly note: string;
}

const aRow = (version: number, note = `version ${version}`): Row => ({ id: 'r-1', version, note });

const aTable = () => {
  const definition = tableFrom('services/notification/resources.yml', 'MailsTable');
  const meter = makeMeter();
  const { operations } = makeDynamoDb({
    ...{ environment: { now: () => 0, random: () => 0 }, meter, ownerOf: () => 'test', tables: [definition] },
  });
  const { client: dynamo, sent } = makeEngineClient(operations);
  const table = { dynamo, tableName: definition.name, key: 'id' } as const;
  return {
    sent,
    put: async (row: Row, outbox?: string) => {
      const inTheWay = await putNextVersion<Row>(table, row, outbox);
      return inTheWay && unmarshall(inTheWay);
    },
    item: () => operations.Scan({ TableName: definition.name }).Items?.[0],
  };
};

describe('the first version of a row', () => {
  it('is written once; who comes second is shown it and writes nothing', async () => {
    const { put, item } = aTable();
    expect(await put(aRow(1))).toBeUndefined();
    expect(await put(aRow(1, 'mine'))).toEqual(aRow(1));
    expect(item()).toMatchObject({ note: { S: 'version 1' } });
  });
});

describe('a later version of a row', () => {
  it('takes the place of the one before it, and of no other', async () => {
    const { put } = aTable();
    await put(aRow(1));
    expect(await put(aRow(3))).toEqual(aRow(1));
    expect(await put(aRow(2))).toBeUndefined();
    expect(await put(aRow(2, 'late'))).toEqual(aRow(2));
    expect(await put(aRow(1, 'very late'))).toEqual(aRow(2));
  });

  it('replaces the row whole', async () => {
    const { put, item } = aTable();
    await put(aRow(1));
    await put({ ...aRow(2), more: true } as Row);
    await put(aRow(3));
    expect(item()).toEqual({ id: { S: 'r-1' }, version: { N: '3' }, note: { S: 'version 3' } });
  });

  it('of a row that is not there is an error: nobody was faster', async () => {
    const { put, item } = aTable();
    await expect(put(aRow(2))).rejects.toMatchObject({ name: 'ConditionalCheckFailedException' });
    expect(item()).toBeUndefined();
  });
});

describe('the outbox of a row', () => {
  it('is that of the last write, and of no other', async () => {
    const { put, item } = aTable();
    await put(aRow(1), 'events of 1');
    expect(item()?.['outbox']).toEqual({ S: 'events of 1' });
    await put(aRow(2));
    expect(item()).not.toHaveProperty('outbox');
  });
});

describe('a write', () => {
  it('is all it takes, won or lost', async () => {
    const { put, sent } = aTable();
    await put(aRow(1));
    await put(aRow(1));
    expect(sent).toHaveLength(2);
  });

  it('that is refused for another reason is an error', async () => {
    const { put } = aTable();
    await expect(put({ ...aRow(1), id: '' })).rejects.toMatchObject({ name: 'ValidationException' });
  });
});
