import type { Cloud, ConformanceCase } from './case.ts';

/** A case as its area writes it down. `run` gets what every case of the area starts from, and the cloud. */
export interface AreaCase<Given extends readonly unknown[] = []> extends Partial<
  Pick<ConformanceCase, 'source' | 'only' | 'why'>
> {
  /** Unique in its area: `condition-fails`. */
  readonly name: string;
  readonly rule: string;
  readonly run: (...given: readonly [...Given, Cloud]) => Promise<void>;
}

/** The cases of one area. They follow the page `source`, unless a case names its own. */
export const casesOf = (area: string, source: string, cases: readonly AreaCase[]): readonly ConformanceCase[] =>
  cases.map(({ name, ...rest }) => ({ id: `${area}/${name}`, source, ...rest }));

/** The cases of a service's areas that start from something of their own, which `give` makes anew for each case. */
export const casesGiven =
  <Given>(give: (cloud: Cloud) => Given, service: string) =>
  (area: string, source: string, cases: readonly AreaCase<[Given]>[]): readonly ConformanceCase[] =>
    casesOf(
      `${service}/${area}`,
      source,
      cases.map((one) => ({ ...one, run: (cloud) => one.run(give(cloud), cloud) })),
    );
