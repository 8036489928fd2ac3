import type { Part } from '../measures.ts';
import type { BillReport } from '../parts/bill.ts';
import type { Row } from '../verdict.ts';

/** What one run of the bench found. */
export interface Report {
  /** A day. */
  readonly at: string;
  readonly commit: string;
  /** Its commit. */
  readonly baseline: string | null;
  readonly node: string;
  readonly machine: {
    readonly cpu: string;
    readonly cores: number;
    readonly memoryGb: number;
    readonly system: string;
  };
  readonly measures: readonly Row[];
  readonly bill?: BillReport;
  readonly billOfBaseline?: BillReport;
}

/** The last report of each part: parts may be measured one by one. */
export type Saved = Readonly<Partial<Record<Part, Report>>>;
