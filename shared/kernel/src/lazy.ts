/** Makes a thing at its first use and keeps it. */
export const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

/**
 * A Lambda handler that is composed at its first call. All functions of a service share one lambda.ts; each composes
 * only its own part, so it makes no client and needs no environment variable that only another one uses.
 */
export const lazyHandler = <Event, Answer, Context = unknown>(
  make: () => (event: Event, context?: Context) => Promise<Answer>,
) => {
  const handler = once(make);
  return async (event: Event, context?: Context): Promise<Answer> => handler()(event, context);
};
