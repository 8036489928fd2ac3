import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { lock } from './lock.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'lock-'));
});

afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('a data directory', () => {
  it('belongs to one at a time, and the other learns to whom', async () => {
    const unlock = await lock(directory);
    await expect(lock(directory)).rejects.toMatchObject({
      code: 'IN_USE',
      message: `${directory} is in use by another Orderwire (process ${process.pid}).`,
    });
    await unlock();
    await (
      await lock(directory)
    )();
  });

  it('is free again when its owner was killed, lock and all', async () => {
    const path = join(directory, 'lock');
    const script = `require('node:net').createServer().listen(${JSON.stringify(path)}, () => console.log('held'))`;
    const owner = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    await once(owner.stdout, 'data');
    owner.kill('SIGKILL');
    await once(owner, 'exit');
    expect(existsSync(path)).toBe(true);
    await (
      await lock(directory)
    )();
  });
});
