import { describe, expect, it } from '@jest/globals';
import { CALLBACKS, type CallbackAction } from './callback-table.ts';
import { type OrderStatus, canBecome } from './lifecycle.ts';

/** The table as the domain's description has it, line by line. */
const LAW = `
  callback         placed   confirmed  packed     shipped     delivery_failed  delivered   returned    ended
  packed           held     applied    duplicate  superseded  superseded       superseded  superseded  stop
  shipped          held     held       applied    duplicate   applied          superseded  superseded  stop
  delivered        held     held       applied    applied     applied          duplicate   conflict    conflict
  delivery_failed  held     held       held       applied     applied          conflict    superseded  conflict
  returned         refused  refused    refused    applied     applied          conflict    duplicate   conflict`;

const [[, ...columns] = [], ...rows] = LAW.trim()
  .split('\n')
  .map((line) => line.trim().split(/ +/));

const cells = rows.flatMap(([action, ...results]) =>
  results.flatMap((result, index) => {
    const column = columns[index] ?? '';
    const statuses = column === 'ended' ? ['cancelled', 'rejected'] : [column];
    return statuses.map((status) => [action as CallbackAction, status as OrderStatus, result] as const);
  }),
);

describe('the callback table', () => {
  it('has a cell for every callback in every status', () => {
    expect(cells).toHaveLength(Object.values(CALLBACKS).flatMap((row) => Object.keys(row)).length);
  });

  it.each(cells)('answers "%s" on an order that is %s with %s', (action, status, result) => {
    expect(CALLBACKS[action][status]).toBe(result);
  });

  it.each(cells.filter(([, , result]) => result === 'applied'))(
    'applies "%s" to %s as the lifecycle allows, by an inferred pick-up where that is missing',
    (action, status) => {
      const way = status === 'packed' && action === 'delivered' ? ['shipped', 'delivered'] : [action];
      const moves = way.map((to, index) => canBecome([status, ...way][index] as OrderStatus, to as OrderStatus));
      expect(moves).toEqual(way.map(() => true));
    },
  );
});
