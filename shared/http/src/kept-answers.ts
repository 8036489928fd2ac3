import type { Clock } from '@orderwire/kernel/clock';
import type { APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type { HttpFunction } from './serve.ts';

/** Each is a page of a list at most: some megabytes. */
const MOST_KEPT = 50;

interface Kept {
  readonly at: number;
  readonly answer: APIGatewayProxyStructuredResultV2;
}

/**
 * Gives the same answer to the same question, path and query, for a while: everybody asks for the first page of what is on
 * sale. Each environment keeps its own. Only successes are kept, and none longer than `keptMs` after it was asked for.
 */
export const keepAnswers = (call: HttpFunction, clock: Clock, keptMs: number): HttpFunction => {
  const kept = new Map<string, Kept>();
  return async (event) => {
    const question = JSON.stringify([event.rawPath, event.rawQueryString, event.queryStringParameters]);
    const at = clock();
    const known = kept.get(question);
    // A clock that was set back makes nothing last longer.
    if (known !== undefined && at >= known.at && at < known.at + keptMs) return known.answer;
    const answer = await call(event);
    kept.delete(question);
    if (answer.statusCode !== 200) return answer;
    const [oldest] = kept.keys();
    if (oldest !== undefined && kept.size === MOST_KEPT) kept.delete(oldest);
    kept.set(question, { at, answer });
    return answer;
  };
};
