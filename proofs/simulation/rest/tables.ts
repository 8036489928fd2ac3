import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { World } from '../world/world.ts';

export type Row = Readonly<Record<string, unknown>>;

/** All rows of a table, read as an operator would. */
export const rowsOf = ({ simulator, names }: Pick<World, 'simulator' | 'names'>, part: string): readonly Row[] => {
  const { tables } = simulator.engine().state.dynamodb;
  const table = tables[names.table(part)];
  if (table === undefined) throw new Error(`There is no table ${part}.`);
  return [...table.rows.values()].flatMap((rows) => rows.map(({ item }) => unmarshall(item)));
};
