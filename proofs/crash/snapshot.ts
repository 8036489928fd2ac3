import { DynamoDBClient, paginateListTables, paginateScan } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Mail } from '../actors/customer.ts';
import { call, LOCAL_OPERATOR, type Platform } from '../actors/platform.ts';
import {
  type Books,
  booksOf,
  type OrderRow,
  ordersIn,
  type Row,
  TABLES,
  timelineIn,
  type TimelineRow,
} from '../invariants/books.ts';

interface QueueDepth {
  readonly name: string;
  readonly deadLetter: boolean;
  readonly visible: number;
  readonly inFlight: number;
  readonly delayed: number;
}

/** All that the platform holds about orders, at rest. */
export interface Snapshot {
  readonly books: Books;
  /** What SES took. */
  readonly sent: readonly Mail[];
  readonly queues: readonly QueueDepth[];
}

export interface Reader {
  readonly orders: () => Promise<readonly OrderRow[]>;
  readonly timeline: () => Promise<readonly TimelineRow[]>;
  readonly snapshot: () => Promise<Snapshot>;
  readonly close: () => void;
}

type Part = keyof typeof TABLES;

/** Reads tables as an operator would, over the port that speaks AWS's protocols. One try: it fails when the platform dies. */
export const makeReader = ({ awsUrl }: Pick<Platform, 'awsUrl'>): Reader => {
  const client = new DynamoDBClient({
    region: 'eu-central-1',
    endpoint: awsUrl,
    credentials: LOCAL_OPERATOR,
    maxAttempts: 1,
  });
  const nameOf = async (part: string): Promise<string> => {
    for await (const { TableNames = [] } of paginateListTables({ client }, {})) {
      const name = TableNames.find((one) => one.includes(part));
      if (name !== undefined) return name;
    }
    throw new Error(`There is no table ${part}.`);
  };
  const scan = async (part: Part): Promise<readonly Row[]> => {
    const rows: Row[] = [];
    const TableName = await nameOf(TABLES[part]);
    for await (const page of paginateScan({ client }, { TableName, ConsistentRead: true }))
      rows.push(...(page.Items ?? []).map((item) => unmarshall(item)));
    return rows;
  };

  const snapshot = async (): Promise<Snapshot> => {
    const parts = Object.keys(TABLES) as Part[];
    const tables = await Promise.all(parts.map(async (part) => [part, await scan(part)] as const));
    const sent = await call<readonly Mail[]>(`${awsUrl}/_local/mails.json`);
    const info = await call<{ readonly queues: readonly QueueDepth[] }>(`${awsUrl}/_local/info.json`);
    const books = booksOf(Object.fromEntries(tables) as Record<Part, readonly Row[]>);
    return { books, sent: sent.body, queues: info.body.queues };
  };
  return {
    orders: async () => ordersIn(await scan('orders')),
    timeline: async () => timelineIn(await scan('timeline')),
    snapshot,
    close: () => client.destroy(),
  };
};
