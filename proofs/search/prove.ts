import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Found } from '@orderwire/local-cloud/dev/verdict';
import { ACCENTS, COMPOUNDS } from './german.ts';
import { queriesFor, SLIPS } from './queries.ts';
import { makeShop, type Product } from './shop.ts';

/** What a search that forgives must find, and in how much CPU: it waits for nothing here, and a busy machine does not disturb it. */
const LIMITS = { recall: 0.97, p95Ms: 15 };

/** A busy machine only ever adds: the quickest of so many counts. */
const TIMES = 3;

const foodsIn = (root: string): readonly Product[] =>
  readFileSync(join(root, 'proofs/search/foods.tsv'), 'utf8')
    .split('\n')
    .flatMap((line) => {
      const [title = '', category = ''] = line.split('\t');
      return title === '' ? [] : [{ title, category: category.slice(0, 100) || 'food' }];
    });

const share = (found: number, of: number): number => Math.round((found / of) * 10_000) / 10_000;

const at95 = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.95)] ?? NaN;

const tenths = (milliseconds: number): number => Math.round(milliseconds * 10) / 10;

/**
 * Asks for items of a shop of 10,000 real names, and of some German ones.
 * @param bytes of the bundle that searches
 */
export const proveSearch = async (root: string, cases: number, seed: number, bytes: number): Promise<Found> => {
  const foods = foodsIn(root);
  const german = [...COMPOUNDS, ...ACCENTS];
  const shop = await makeShop(root, [...foods, ...german.map(({ title }) => ({ title, category: 'german' }))]);
  shop.billed();
  const cold = await shop.start()('chocolate');
  const coldBilled = shop.billed();
  const ask = shop.start();
  await ask('chocolate');
  const times: number[] = [];
  const isFound = async (text: string, meant: number): Promise<boolean> => {
    const answers = [];
    for (let time = 0; time < TIMES; time += 1) answers.push(await ask(text));
    times.push(Math.min(...answers.map(({ tookMs }) => tookMs)));
    return answers.every(({ ids }) => ids.includes(meant));
  };
  const missed: string[] = [];
  const recallOf = async (queries: readonly { readonly text: string; readonly meant: number }[]): Promise<number> => {
    let found = 0;
    for (const { text, meant } of queries)
      if (await isFound(text, meant)) found += 1;
      else missed.push(`${text} for ${foods[meant]?.title ?? german[meant - foods.length]?.title ?? ''}`);
    return share(found, queries.length);
  };
  const names = foods.map(({ title }) => title);
  const recall: Record<string, number> = {};
  for (const slip of SLIPS) recall[slip] = await recallOf(queriesFor(names, slip, cases, seed));
  const meantBy = (from: number, list: typeof COMPOUNDS) =>
    list.flatMap(({ typed }, at) => typed.map((text) => ({ text, meant: foods.length + from + at })));
  const more = {
    compounds: await recallOf(meantBy(0, COMPOUNDS)),
    accents: await recallOf(meantBy(COMPOUNDS.length, ACCENTS)),
  };
  const p95Ms = tenths(at95(times));
  const shares = [...Object.entries(recall), ...Object.entries(more)];
  return {
    holds:
      foods.length >= 10_000 &&
      shares.every(([, found]) => found >= LIMITS.recall) &&
      p95Ms <= LIMITS.p95Ms &&
      bytes > 0,
    report: {
      items: foods.length + german.length,
      ...{ recall, ...more, p95Ms, coldMs: tenths(cold.tookMs), bytes, coldBilled, queries: times.length },
      missed: missed.slice(0, 20),
    },
    lines: () => [
      ...shares.map(([kind, found]) => `  ${kind.padEnd(12)} ${(found * 100).toFixed(2)} % are on the first page`),
      `  95 % are answered within ${p95Ms} ms of CPU; a new environment takes ${tenths(cold.tookMs)} ms for its first answer`,
      `  the bundle has ${bytes} bytes`,
      ...missed.slice(0, 10).map((one) => `  not found: ${one}`),
    ],
  };
};
