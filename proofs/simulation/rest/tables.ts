import { unmarshall } from '@aws-sdk/util-dynamodb';
import type { Row } from '../../invariants/books.ts';
import type { World } from '../world/world.ts';

/** All rows of a table, read as an operator would. */
export const rowsOf = ({ simulator, names }: Pick<World, 'simulator' | 'names'>, part: string): readonly Row[] => {
  const { tables } = simulator.engine().state.dynamodb;
  const table = tables[names.table(part)];
  if (table === undefined) throw new Error(`There is no table ${part}.`);
  return [...table.rows.values()].flatMap((rows) => rows.map(({ item }) => unmarshall(item)));
};
