import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeReport } from './report.ts';

let lines: string[] = [];
const report = makeReport({ line: (text = '') => lines.push(text), live: () => undefined, paint: (_, text) => text });
beforeEach(() => {
  lines = [];
});

/** A mistake as esbuild reports it. */
const mistake = (file: string) => ({
  id: '',
  pluginName: '',
  text: 'Unexpected "}"',
  notes: [],
  detail: undefined,
  location: { file, namespace: '', line: 3, column: 4, length: 1, lineText: '  a }', suggestion: '' },
});

describe('what an edit came to', () => {
  it('is one line with services, time and files', () => {
    report.takenUp('reloaded', ['orders', 'catalog'], ['shared/a.ts', 'shared/b.ts', 'shared/c.ts'], 432);
    report.takenUp('mended', ['orders'], ['shared/a.ts'], 1_000);
    expect(lines).toEqual([
      '  reloaded orders, catalog (0.4 s): shared/a.ts and 2 more',
      '  mended orders (1.0 s): shared/a.ts',
    ]);
  });

  it('is not spoken of when it is nothing', () => {
    report.takenUp('reloaded', [], ['shared/a.ts'], 432);
    report.needsRestart([]);
    expect(lines).toEqual([]);
  });

  it('is the compiler’s message with file, line and column when it cannot be bundled, once for all services', async () => {
    const shared = mistake('shared/a.ts');
    await report.cannotBeBundled(['orders', 'catalog'], [shared, { ...shared }, mistake('services/orders/src/b.ts')]);
    const text = lines.join('\n');
    expect(text.match(/shared\/a\.ts:3:4/g)).toHaveLength(1);
    expect(text).toContain('services/orders/src/b.ts:3:4');
    expect(text).toContain('Unexpected "}"');
    expect(lines.at(-1)).toBe('  broken orders, catalog: still running the code from before');
  });
});
