import { describe, expect, it } from '@jest/globals';
import { kindsOf, parseStat } from './proc.ts';

const line = (name: string): string =>
  `8446 (${name}) S 8438 8438 30660 0 -1 4194304 2177 0 0 0 17 3 40 2 20 0 7 0 2333760 745713664 10090 18446744073709551615`;

describe('a line of /proc/<pid>/stat', () => {
  it('says whose it is, and the CPU of user and system in milliseconds', () => {
    expect(parseStat(line('node'))).toEqual({ id: 8446, name: 'node', parent: 8438, cpuMs: 200, childrenMs: 420 });
  });

  it('may have a name with spaces and brackets', () => {
    expect(parseStat(line('a) R (b'))).toMatchObject({ name: 'a) R (b', parent: 8438, cpuMs: 200 });
  });

  it('is refused when it is something else', () => {
    expect(() => parseStat('nothing of the kind')).toThrow('no line of /proc');
  });
});

const threads = (...names: readonly string[]) => names.map((name, index) => ({ id: 100 + index, name }));

describe('the threads of a process', () => {
  it('are told apart by their names where Node gives them some', () => {
    const named = threads('node', 'DelayedTaskSche', 'V8Worker', 'SignalInspector', 'libuv-worker', 'node');
    expect(kindsOf(named)).toEqual(['main', 'helper', 'helper', 'worker', 'worker', 'worker']);
  });

  it('are told apart by their order where all have one name', () => {
    const kinds = kindsOf(threads(...Array<string>(8).fill('node')));
    expect(kinds).toEqual(['main', 'helper', 'helper', 'helper', 'helper', 'helper', 'worker', 'worker']);
  });
});
