import { describe, expect, it } from '@jest/globals';
import { begin, changeRow, claim, isHeld, type LeasedRow, settle, stop, type TryOutcome, UNWRITTEN } from './lease.ts';

const NOW = Date.parse('2026-03-01T12:00:00.000Z');
const LEASE = 60_000;
const at = { now: NOW, leaseMs: LEASE };

interface Row extends LeasedRow {
  readonly id: string;
  readonly answer?: number;
}

const fresh: Row = { id: 'm-1', ...UNWRITTEN };
const held: Row = {
  ...{ id: 'm-1', status: 'pending', attempts: 1, leaseUntil: NOW + LEASE, version: 1 },
  updatedAt: '2026-03-01T12:00:00.000Z',
};

/** A row whose last try has ended. */
const free = (more: Partial<Row>): Row => {
  const { leaseUntil: _leaseUntil, ...rest } = held;
  return { ...rest, version: 2, ...more };
};

describe('claiming a row', () => {
  it('makes its first version when there is none', () => {
    expect(claim(fresh, at)).toEqual({ do: 'send', row: held });
  });

  it('waits while another try may be in flight, to the last millisecond', () => {
    expect(claim(held, { ...at, now: NOW + LEASE - 1 })).toEqual({ do: 'wait' });
  });

  it('takes over when the lease is over', () => {
    const row = {
      ...held,
      attempts: 2,
      version: 2,
      leaseUntil: NOW + 2 * LEASE,
      updatedAt: '2026-03-01T12:01:00.000Z',
    };
    expect(claim(held, { ...at, now: NOW + LEASE })).toEqual({ do: 'send', row });
  });

  it.each(['sent', 'stopped'] as const)('does nothing when it is %s', (status) => {
    expect(claim(free({ status }), at)).toEqual({ do: 'nothing' });
  });

  it('begins again when it failed: somebody has redriven it', () => {
    expect(claim(free({ status: 'failed' }), at)).toMatchObject({ do: 'send', row: { status: 'pending', version: 3 } });
  });

  it('waits for the end of a pause, unless no further try will come', () => {
    const pausing = free({ notBefore: NOW + 1 });
    expect(claim(pausing, at)).toEqual({ do: 'wait', untilMs: NOW + 1 });
    expect(claim(pausing, { ...at, now: NOW + 1 })).toMatchObject({ do: 'send' });
    const last = claim(pausing, { ...at, last: true });
    expect(last).toMatchObject({ do: 'send', row: { attempts: 2 } });
    expect(last).not.toHaveProperty('row.notBefore');
  });
});

describe('settling a try', () => {
  const sent: TryOutcome = { status: 'sent' };
  const failures: readonly TryOutcome[] = [{ status: 'failed' }, { status: 'pending', notBefore: NOW + 5 }];
  const by = { now: NOW, note: { answer: 200 } };
  const taken = { ...held, version: 2, attempts: 2, leaseUntil: NOW + 2 * LEASE };

  it('notes what was sent, and gives the lease back', () => {
    expect(settle(held, held, sent, by)).toEqual(free({ status: 'sent', answer: 200 }));
  });

  it('notes what was sent even after another try took over', () => {
    expect(settle(taken, held, sent, by)).toMatchObject({ status: 'sent', attempts: 2, version: 3 });
  });

  it('leaves a row alone that says sent', () => {
    for (const outcome of [sent, ...failures])
      expect(settle(free({ status: 'sent' }), held, outcome, by)).toBeUndefined();
  });

  it('notes a failure, and until when the next try waits', () => {
    expect(failures.map((outcome) => settle(held, held, outcome, by))).toEqual([
      free({ status: 'failed', answer: 200 }),
      free({ status: 'pending', answer: 200, notBefore: NOW + 5 }),
    ]);
  });

  it('says nothing of a failure once another try has taken over', () => {
    for (const outcome of failures) expect(settle(taken, held, outcome, by)).toBeUndefined();
  });

  it('leaves what was stopped meanwhile stopped, unless it has arrived', () => {
    const stopped = stop(held, NOW) ?? held;
    expect(settle(stopped, held, sent, by)).toMatchObject({ status: 'sent' });
    for (const outcome of failures)
      expect(settle(stopped, held, outcome, by)).toEqual(free({ status: 'stopped', version: 3, answer: 200 }));
  });
});

describe('stopping', () => {
  it('writes a row without attempts where there is none', () => {
    expect(stop(fresh, NOW)).toMatchObject({ status: 'stopped', attempts: 0, version: 1 });
  });

  it('leaves its lease to a try in flight', () => {
    const stopped = stop(held, NOW);
    expect(stopped).toMatchObject({ status: 'stopped', leaseUntil: NOW + LEASE, version: 2 });
    expect(stopped && isHeld(stopped, NOW)).toBe(true);
  });

  it('ends a pause', () => {
    expect(stop(free({ notBefore: NOW + 1 }), NOW)).not.toHaveProperty('notBefore');
  });

  it.each(['sent', 'stopped'] as const)('changes nothing of what is %s', (status) => {
    expect(stop(free({ status }), NOW)).toBeUndefined();
  });
});

/** A table with one row, which somebody else changes before each of the first writes. */
const aTable = (stored?: Row, others: readonly Row[] = []) => {
  const left = [...others];
  const table = { row: stored };
  const save = (row: Row): Promise<Row | undefined> => {
    table.row = left.shift() ?? table.row;
    if ((table.row?.version ?? 0) !== row.version - 1) return Promise.resolve(table.row);
    table.row = row;
    return Promise.resolve(undefined);
  };
  return { table, save };
};

describe('changing a row', () => {
  const fail = (row: Row) => settle(row, row, { status: 'failed' }, { now: NOW });

  it('writes at once what is decided on the row as it is known', async () => {
    const { save, table } = aTable(held);
    expect(await changeRow('m-1', held, fail, save)).toEqual({ row: table.row, isWritten: true });
    expect(table.row).toEqual(free({ status: 'failed' }));
  });

  it('decides again on what was in the way', async () => {
    const { save } = aTable(held, [{ ...held, attempts: 2, version: 2 }]);
    expect(await changeRow('m-1', held, fail, save)).toMatchObject({
      row: { attempts: 2, version: 3 },
      isWritten: true,
    });
  });

  it('answers the row as it is when nothing is to be written any more', async () => {
    const sent = free({ status: 'sent' });
    const { save } = aTable(held, [sent]);
    expect(await changeRow('m-1', held, fail, save)).toEqual({ row: sent, isWritten: false });
  });

  it('gives up when others are faster every time', async () => {
    const others = [2, 3, 4, 5, 6].map((version): Row => ({ ...held, version }));
    const { save } = aTable(held, others);
    await expect(changeRow('m-1', held, fail, save)).rejects.toMatchObject({ name: 'ContentionError' });
  });
});

describe('beginning a try', () => {
  const beginning = ({ save }: Pick<ReturnType<typeof aTable>, 'save'>) =>
    begin({
      ...{ what: 'm-1', row: fresh, save, clock: () => NOW },
      claiming: (row, now) => claim(row, { now, leaseMs: LEASE }),
    });

  it('answers the row that it has claimed', async () => {
    expect(await beginning(aTable())).toEqual(held);
    expect(await beginning(aTable(free({ status: 'failed' })))).toMatchObject({ attempts: 2, version: 3 });
  });

  it('answers nothing when there is nothing to send', async () => {
    expect(await beginning(aTable(free({ status: 'sent' })))).toBeUndefined();
  });

  it('throws while another try may be in flight', async () => {
    await expect(beginning(aTable(held))).rejects.toThrow('m-1 may be in flight.');
  });

  it('throws during a pause, and says how long it lasts', async () => {
    const pausing = aTable(free({ notBefore: NOW + 7 }));
    await expect(beginning(pausing)).rejects.toMatchObject({ name: 'RetryLaterError', afterMs: 7 });
  });
});
