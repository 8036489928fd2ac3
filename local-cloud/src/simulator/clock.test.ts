import { describe, expect, it } from '@jest/globals';
import { makeVirtualClock } from './clock.ts';

describe('a virtual clock', () => {
  it('stands still until it is moved, and never goes back', () => {
    const clock = makeVirtualClock(100);
    clock.moveTo(50);
    expect(clock.now()).toBe(100);
    clock.moveTo(150);
    expect(clock.now()).toBe(150);
  });

  it('wakes in the order of times, and of asking where they are equal', () => {
    const clock = makeVirtualClock(0);
    const woken: string[] = [];
    clock.at(20, () => woken.push('late'));
    clock.at(10, () => woken.push('first'));
    clock.at(10, () => woken.push('second'));
    expect(clock.nextAt()).toBe(10);
    clock.moveTo(10);
    clock.wake();
    expect(woken).toEqual(['first', 'second']);
    clock.moveTo(30);
    clock.wake();
    expect([woken.at(-1), clock.nextAt()]).toEqual(['late', undefined]);
  });

  it('wakes also what was asked for while waking', () => {
    const clock = makeVirtualClock(0);
    const woken: number[] = [];
    clock.at(5, () => clock.at(5, () => woken.push(clock.now())));
    clock.moveTo(5);
    clock.wake();
    expect(woken).toEqual([5]);
  });

  it('knows whole milliseconds only, and wakes nobody too early', () => {
    const clock = makeVirtualClock(0);
    clock.at(1.5, () => undefined);
    expect(clock.nextAt()).toBe(2);
    clock.moveTo(1.2);
    expect(clock.now()).toBe(2);
  });
});
