/** The caller's own access token, as the authorizer took it: with `Bearer` before it or without. */
export const accessTokenIn = (headers: Readonly<Record<string, string | undefined>>): string =>
  (headers['authorization'] ?? '').replace(/^Bearer /i, '');
