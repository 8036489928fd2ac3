import { describe, expect, it } from '@jest/globals';
import { makeConfig } from './config.ts';
import { makeObservability } from './observability.ts';

const at = Date.parse('2026-03-01T12:00:00.000Z');

const aService = (environment: Readonly<Record<string, string>> = {}) => {
  const lines: string[] = [];
  const config = makeConfig({ SERVICE_NAME: 'orderwire-orders', METRICS_NAMESPACE: 'orderwire-dev', ...environment });
  return { lines, ...makeObservability({ config, clock: () => at, write: (line) => void lines.push(line) }) };
};

describe('a log', () => {
  it.each(['info', 'warn', 'error'] as const)('writes a line of %s', (level) => {
    const { log, lines } = aService();
    log[level]('Refused', { code: 'SOLD_OUT', left: undefined });
    expect(lines).toEqual([
      `{"level":"${level.toUpperCase()}","message":"Refused","timestamp":"2026-03-01T12:00:00.000Z",` +
        '"service":"orderwire-orders","code":"SOLD_OUT"}\n',
    ]);
  });

  it('lets no attribute stand for what the line is', () => {
    const { log, lines } = aService();
    log.error('Failed', { level: 'INFO', message: 'fine', service: 'other' });
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'ERROR',
      message: 'Failed',
      service: 'orderwire-orders',
    });
  });

  it('names the trace of the invocation', () => {
    const { log, lines } = aService({ _X_AMZN_TRACE_ID: 'Root=1-5759e988-bd862e3fe1be46a994272793;Sampled=1' });
    log.info('Refused');
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ xray_trace_id: '1-5759e988-bd862e3fe1be46a994272793' });
  });
});

it('counts in the embedded metric format, a line at once', () => {
  const { count, lines } = aService();
  count('MessageParked');
  count('PublishFailed', 3);
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual(
    [
      ['MessageParked', 1],
      ['PublishFailed', 3],
    ].map(([name, amount]) => ({
      _aws: {
        Timestamp: at,
        CloudWatchMetrics: [
          { Namespace: 'orderwire-dev', Dimensions: [['service']], Metrics: [{ Name: name, Unit: 'Count' }] },
        ],
      },
      service: 'orderwire-orders',
      [name as string]: amount,
    })),
  );
});
