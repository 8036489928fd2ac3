import type { Clock } from '@orderwire/kernel/clock';
import type { CountMetric, Log } from '@orderwire/kernel/log';
import type { Config } from './config.ts';

interface Deps {
  readonly config: Pick<Config, 'required' | 'optional'>;
  readonly clock: Clock;
  /** Takes whole lines. It is not `console`, round whose text Lambda's runtime would put a record of its own. */
  readonly write: (line: string) => void;
}

/** https://docs.aws.amazon.com/xray/latest/devguide/xray-concepts.html#xray-concepts-tracingheader */
const traceOf = (header: string | undefined) => /Root=([^;]+)/.exec(header ?? '')?.[1];

/**
 * The service's log and counters: a JSON object a line, and a counter at once as one line of the embedded metric format, so that nothing
 * is lost when the function is frozen or killed. Lambda drops what is below the level that the template asks for.
 * https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
 * https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
 */
export const makeObservability = ({
  config,
  clock,
  write,
}: Deps): { readonly log: Log; readonly count: CountMetric } => {
  const service = config.required('SERVICE_NAME');
  const namespace = config.required('METRICS_NAMESPACE');
  const say =
    (level: 'INFO' | 'WARN' | 'ERROR'): Log['info'] =>
    (message, attributes = {}) => {
      const xray_trace_id = traceOf(config.optional('_X_AMZN_TRACE_ID'));
      const fixed = { level, message, timestamp: new Date(clock()).toISOString(), service, xray_trace_id };
      // First in the line, and not to be replaced.
      write(`${JSON.stringify({ ...fixed, ...attributes, ...fixed })}\n`);
    };
  return {
    log: { info: say('INFO'), warn: say('WARN'), error: say('ERROR') },
    count: (name, amount = 1) => {
      const metrics = { Namespace: namespace, Dimensions: [['service']], Metrics: [{ Name: name, Unit: 'Count' }] };
      const _aws = { Timestamp: clock(), CloudWatchMetrics: [metrics] };
      write(`${JSON.stringify({ _aws, service, [name]: amount })}\n`);
    },
  };
};
