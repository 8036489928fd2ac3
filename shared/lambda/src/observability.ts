import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { CountMetric, Log } from '@orderwire/kernel/log';

/**
 * The service's log and counters, made once in lambda.ts. Service name, level and metrics namespace come from the
 * Powertools environment variables of the template. A counter is written at once, as one EMF line: nothing is lost when
 * the function is frozen or killed.
 */
export const makeObservability = (): { readonly log: Log; readonly count: CountMetric } => {
  const logger = new Logger();
  const metrics = new Metrics();
  return {
    log: {
      info: (message, attributes = {}) => logger.info(message, attributes),
      warn: (message, attributes = {}) => logger.warn(message, attributes),
      error: (message, attributes = {}) => logger.error(message, attributes),
    },
    count: (name, amount = 1) => {
      metrics.addMetric(name, MetricUnit.Count, amount);
      metrics.publishStoredMetrics();
    },
  };
};
