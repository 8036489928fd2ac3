import { join } from 'node:path';
import { expect, it } from '@jest/globals';
import { startThread } from './thread.ts';

const given = {
  ...{ directory: __dirname, handler: 'nowhere.handler', functionName: 'f', memoryMb: 64, environment: {} },
  functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:f',
};

it('closes an environment once, however often that is asked: a second limit would end its neighbours', async () => {
  const thread = startThread({
    runtime: join(__dirname, 'runtime.cjs'),
    memoryMb: 64,
    serve: () => Promise.reject(new Error('Nothing is asked here.')),
    onDeath: () => undefined,
  });
  const [timedOut, neighbour] = [thread.open(given, () => undefined), thread.open(given, () => undefined)];
  const closed = timedOut.close();
  expect(timedOut.close()).toBe(closed);
  await closed;
  expect(thread.alive()).toBe(true);
  await neighbour.close();
  expect(thread.alive()).toBe(false);
});
