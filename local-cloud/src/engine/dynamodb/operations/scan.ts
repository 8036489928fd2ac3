import type { ScanInput, ScanOutput } from '@aws-sdk/client-dynamodb';
import type { Context } from '../context.ts';
import { refuseUnknown } from '../input.ts';
import { countUpTo } from '../rows.ts';
import type { Row } from '../state.ts';
import { compareText } from '../values.ts';
import { answerPage, openReading, PAGE_PARAMETERS, type Reading } from './page.ts';

const KNOWN = new Set<string>(PAGE_PARAMETERS);

/**
 * Partitions in the order of their encoded keys. AWS has another order; neither is promised. The order is computed for
 * each page, so that a scan goes on correctly although the table changes. That is slow, but only the operator scans.
 */
function* allRows({ partitions, start }: Reading): Iterable<Row> {
  for (const hash of [...partitions.keys()].sort(compareText)) {
    const order = start === undefined ? 1 : compareText(hash, start.hash);
    if (order < 0) continue;
    const rows = partitions.get(hash) ?? [];
    const first = order === 0 && start !== undefined ? countUpTo(rows, start) : 0;
    for (let at = first; at < rows.length; at += 1) yield rows[at] as Row;
  }
}

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_Scan.html */
export const makeScan =
  (context: Context) =>
  (input: ScanInput): ScanOutput => {
    refuseUnknown('Scan', input, KNOWN);
    const reading = openReading(context, input, []);
    return answerPage(context, input, reading, allRows(reading));
  };
