/** An answer of our own API; `body` is its JSON. */
export interface OwnAnswer {
  readonly status: number;
  readonly body: unknown;
}

/** A GET on our own API in the name of whoever has the access token: each service decides what they may see. */
export type CallOwnApi = (path: string, accessToken: string) => Promise<OwnAnswer>;

/** So long one answer may take: less than a function's time. */
const TIMEOUT_MS = 5_000;

/**
 * @param apiUrl without a slash at its end
 * @throws Error when no answer came in time, or one that is no JSON
 */
export const makeCallOwnApi =
  (apiUrl: string): CallOwnApi =>
  async (path, accessToken) => {
    const answer = await fetch(`${apiUrl}${path}`, {
      headers: { authorization: `Bearer ${accessToken}` },
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: answer.status, body: await answer.json() };
  };
