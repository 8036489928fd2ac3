import type { MeasureName } from './measures.ts';

export type Side = 'baseline' | 'ours';

export type Values = Readonly<Record<Side, readonly number[]>>;

/** What the parts measured, run by run. */
export interface Samples {
  readonly add: (name: MeasureName, side: Side, value: number) => void;
  readonly of: (name: MeasureName) => Values | undefined;
}

export const makeSamples = (): Samples => {
  const taken = new Map<MeasureName, Record<Side, number[]>>();
  return {
    add: (name, side, value) => {
      if (!Number.isFinite(value)) throw new Error(`${name} of ${side} is ${value}: it was not measured.`);
      const values = taken.get(name) ?? { baseline: [], ours: [] };
      values[side].push(value);
      taken.set(name, values);
    },
    of: (name) => taken.get(name),
  };
};
