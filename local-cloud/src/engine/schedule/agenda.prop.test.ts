import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { makeAgenda, makeAgendaState } from './agenda.ts';

const command = fc.record({
  what: fc.constantFrom('put', 'put', 'remove'),
  id: fc.integer({ min: 0, max: 9 }).map(String),
  at: fc.nat(20),
});

describe('the agenda', () => {
  it('lists what a sorted list would, whatever was put and removed', () => {
    fc.assert(
      fc.property(fc.array(command, { maxLength: 40 }), fc.nat(20), (commands, now) => {
        const agenda = makeAgenda(makeAgendaState(), () => undefined);
        const model = new Map<string, { at: number; order: number }>();
        for (const [order, { what, id, at }] of commands.entries()) {
          if (what === 'remove') {
            agenda.remove(id);
            model.delete(id);
          } else {
            agenda.put({ id, kind: 'schedule', subject: id, at });
            if (model.get(id)?.at !== at) model.set(id, { at, order });
          }
        }
        const sorted = [...model].sort(([, a], [, b]) => a.at - b.at || a.order - b.order);
        expect(agenda.due(now, () => 0).map(({ id }) => id)).toEqual(
          sorted.filter(([, { at }]) => at <= now).map(([id]) => id),
        );
        expect(agenda.countDue(now, new Set())).toBe(sorted.filter(([, { at }]) => at <= now).length);
        expect(agenda.dueAt(now, 0, new Set())?.id).toBe(sorted.find(([, { at }]) => at <= now)?.[0]);
        expect(agenda.nextAfter(now)).toBe(sorted.find(([, { at }]) => at > now)?.[1].at);
      }),
    );
  });

  it('keeps its order while thousands come and go', () => {
    const state = makeAgendaState();
    const agenda = makeAgenda(state, () => undefined);
    for (let number = 0; number < 5000; number += 1) {
      agenda.put({ id: `${number}`, kind: 'schedule', subject: '', at: number });
      if (number >= 10) agenda.remove(`${number - 10}`);
    }
    expect(agenda.due(5000, () => 0).map(({ id }) => Number(id))).toEqual(
      Array.from({ length: 10 }, (_, n) => 4990 + n),
    );
    expect(state.entries.length).toBeLessThan(1100);
    expect(makeAgenda(structuredClone(state), () => undefined).due(5000, () => 0)).toEqual(agenda.due(5000, () => 0));
  });

  it('lists no more work of a function than may run', () => {
    const agenda = makeAgenda(makeAgendaState(), () => undefined);
    for (const id of ['a', 'b', 'c'])
      agenda.put({ id, kind: 'queue-batch', subject: id, at: 0, functionName: id === 'c' ? 'other' : 'one' });
    expect(agenda.due(0, () => 1).map(({ id }) => id)).toEqual(['a', 'c']);
  });

  it('counts and finds what of it may start, one by one', () => {
    const agenda = makeAgenda(makeAgendaState(), () => undefined);
    for (const id of ['a', 'b', 'c', 'd'])
      agenda.put({ id, kind: 'queue-batch', subject: id, at: 0, functionName: id < 'c' ? 'one' : 'other' });
    agenda.put({ id: 'e', kind: 'schedule', subject: 'e', at: 0 });
    agenda.put({ id: 'f', kind: 'schedule', subject: 'f', at: 1 });
    const listed = (...busy: string[]) =>
      Array.from({ length: 6 }, (_, index) => agenda.dueAt(0, index, new Set(busy))?.id ?? '-').join('');
    expect(listed()).toBe('abcde-');
    expect(listed('one')).toBe('cde---');
    expect(listed('one', 'other')).toBe('e-----');
    expect(agenda.countDue(0, new Set(['one']))).toBe(3);
  });
});
