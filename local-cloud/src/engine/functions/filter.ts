import { oncePer } from '../memo.ts';
import { compilePattern } from '../event-bus/pattern.ts';
import type { EventPattern } from '../../template/model.ts';

/** Whether a record passes: any pattern is enough, and without patterns everything passes. */
export const makeFilter: (patterns: readonly EventPattern[]) => (record: unknown) => boolean = oncePer((patterns) => {
  const matchers = patterns.map((pattern) => compilePattern(pattern));
  return (record) => matchers.length === 0 || matchers.some((matches) => matches(record));
});

/**
 * A queue record for the filter: its body is parsed when it is JSON and stays a string when not, so that a pattern for
 * the one kind never matches the other. https://docs.aws.amazon.com/lambda/latest/dg/with-sqs-filtering.html
 */
export const forFilter = (record: { readonly body: string }): unknown => {
  try {
    const body: unknown = JSON.parse(record.body);
    return typeof body === 'object' && body !== null ? { ...record, body } : record;
  } catch {
    return record;
  }
};
