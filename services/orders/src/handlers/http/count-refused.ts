import type { HttpFunction } from '@orderwire/http/serve';
import type { CountMetric } from '@orderwire/kernel/log';

/** A refused call leaves a log line and this count, and nothing else. */
export const countRefused =
  (handle: HttpFunction, count: () => CountMetric): HttpFunction =>
  async (event) => {
    const answer = await handle(event);
    const status = answer.statusCode ?? 0;
    if (status >= 400 && status < 500) count()('CallbackRefused');
    return answer;
  };
