/**
 * What code may say to operators. Attributes are ids, codes and counts: never a body, a name, an address, a key or a
 * token. In Lambda it writes lines of JSON; in tests it records.
 */
export interface Log {
  readonly info: (message: string, attributes?: Readonly<Record<string, unknown>>) => void;
  readonly warn: (message: string, attributes?: Readonly<Record<string, unknown>>) => void;
  readonly error: (message: string, attributes?: Readonly<Record<string, unknown>>) => void;
}

/** Counts that alarms stand on, by name (`PoisonParked`, `PublishFailed`). */
export type CountMetric = (name: string, amount?: number) => void;
