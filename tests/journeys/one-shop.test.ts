/**
 * Journeys that do not mind each other share a platform: to start one and to warm it up takes longer than most of them. So each
 * also happens beside what the others have left behind.
 */
import { afterAll, describe, expect, it } from '@jest/globals';
import { sharedWorld } from './shared-world.ts';
import './delivered.ts';
import './change-address.ts';
import './discounts.ts';
import './catalogue.ts';
import './customers.ts';
import './clients.ts';
import './callbacks.ts';

afterAll(async () => {
  await (await sharedWorld()).stop();
});

describe('the platform of all these journeys', () => {
  it('stops at Ctrl-C', async () => {
    expect(await (await sharedWorld()).stop()).toBe(0);
  });
});
