import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ARROWS, follow, nameOf as nameOfArrow } from '../../proofs/story/arrows.ts';
import { CELLS, nameOf as nameOfCell } from '../../proofs/story/cells.ts';
import type { Stage } from '../../proofs/story/stage.ts';
import { type Story, tellStory } from '../../proofs/story/tell.ts';
import { startWorld, type World } from './world.ts';

const LIMIT_MS = 300_000;

let world: World;
let stage: Stage;
let story: Story;
const reached = new Set<string>();

beforeAll(async () => {
  world = await startWorld();
  const items = [await world.item(1_000, { priceMinor: 999 }), await world.item(1_000, { priceMinor: 450 })] as const;
  stage = { ...world, customer: await world.customer(), items, scarce: await world.item(1) };
  story = await tellStory(stage, (name) => reached.add(name));
}, LIMIT_MS);

afterAll(async () => {
  process.stderr.write(`reached over HTTP:\n${[...reached].map((name) => `  ${name}\n`).join('')}`);
  await world.stop();
});

describe('over HTTP on the packaged bundles', () => {
  it.each(CELLS.map(nameOfCell))('a partner reports %s', (name) => {
    expect(story.faults.filter((fault) => fault.startsWith(name))).toEqual([]);
    expect(reached).toContain(name);
  });

  it.each(ARROWS.map(nameOfArrow))('an order goes %s', (name) => {
    expect(story.faults.filter((fault) => fault.startsWith(name))).toEqual([]);
    expect(reached).toContain(name);
  });

  it('one order is short-picked, sent in two parcels, fails once, is delivered and partly returned; all books agree', () => {
    expect(story.differences).toEqual([]);
    expect(story.money).toEqual({
      ordered: 3 * 999 + 2 * 450 + 490,
      captured: 3 * 999 + 450 + 490,
      refunded: 999,
      kept: 2 * 999 + 450 + 490,
    });
    expect(story.ledger).toEqual({ captured: story.money.captured, refunded: story.money.refunded });
  });

  it('misses an arrow that leads elsewhere', async () => {
    const [arrow] = ARROWS.filter(({ from, to }) => from === 'confirmed' && to === 'packed');
    expect(await follow(stage, { ...arrow!, to: 'shipped' })).toHaveLength(1);
  });
});
