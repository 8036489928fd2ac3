import type { Parts } from '@orderwire/local-cloud/server/testing/hostile/envelopes';
import type { Terminal } from '@orderwire/local-cloud/dev/terminal';
import type { Verdict } from '@orderwire/local-cloud/dev/verdict';
import type { Shot } from './plan.ts';
import type { Ended } from './send.ts';

/** A request that got an answer it may not get, or none. */
export interface Finding extends Shot {
  readonly status: Ended['status'];
  readonly request: { readonly line: string; readonly headers: Parts['headers']; readonly body: string };
  readonly repeat: string;
}

/** What the object says beside the verdict, of which `skipped` are operations and routes that got no request. */
export interface Report {
  readonly seed: number;
  /** Of the AWS port, and routes of the API. */
  readonly operations: number;
  readonly requests: number;
  readonly answers5xx: readonly Finding[];
  /** Refused, dropped, or without an answer for 40 s. */
  readonly unanswered: readonly Finding[];
  readonly kills: number;
  /** What each start that failed said. */
  readonly restartsRefused: readonly string[];
  /** After each restart the row was there, and an order could be placed. */
  readonly canaryRead: boolean;
  readonly violations: readonly string[];
  /** The data directory, where something was wrong with a restart. */
  readonly kept?: string;
}

const SHOWN_BYTES = 400;

export const shown = ({ method, path, headers, body }: Parts): Finding['request'] => {
  const text = body.toString('utf8');
  const whole = text.length <= SHOWN_BYTES && Buffer.from(text).equals(body);
  return {
    line: `${method} ${path.slice(0, SHOWN_BYTES)}`,
    headers: headers.map(([name, value]) => [name, value.slice(0, SHOWN_BYTES)]),
    body: whole ? text : `${body.length} bytes, base64: ${body.subarray(0, SHOWN_BYTES).toString('base64')}`,
  };
};

export const reportLines = (report: Report, verdict: Verdict, paint: Terminal['paint']): readonly string[] => {
  const { ok, seconds, skipped } = verdict;
  const { requests, operations, kills, answers5xx, unanswered, restartsRefused, violations } = report;
  return [
    `${paint(ok ? 'green' : 'red', ok ? 'held' : 'failed')}: ${requests} broken requests to ${operations} operations and ` +
      `routes, ${kills} kills, ${seconds} s (seed ${report.seed})`,
    ...skipped.map((name) => `  no request to ${name}`),
    ...[...answers5xx, ...unanswered].flatMap(({ name, status, request, repeat }) => [
      `  ${paint('red', String(status))} ${name}`,
      `    ${request.line}`,
      ...request.headers.map(([header, value]) => `    ${header}: ${value}`),
      `    ${request.body}`,
      `    again: ${repeat}`,
    ]),
    ...restartsRefused.map((said) => `  a start was refused: ${said}`),
    ...violations.map((what) => `  ${what}`),
    ...(report.kept === undefined ? [] : [`  the data is kept in ${report.kept}`]),
  ];
};
