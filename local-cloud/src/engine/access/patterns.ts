/**
 * Wildcards of IAM: `*` is any run of characters, `?` exactly one. Policies are compiled once, so the result is a test.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
export type Test = (text: string) => boolean;

const quote = (text: string): string => text.replace(/[\\^$.|+()[\]{}]/g, '\\$&');

const hasWildcard = (pattern: string): boolean => pattern.includes('*') || pattern.includes('?');

export const wildcard = (pattern: string, flags = ''): Test => {
  if (pattern === '*') return () => true;
  const source = quote(pattern).replaceAll('*', '[\\s\\S]*').replaceAll('?', '[\\s\\S]');
  const expression = new RegExp(`^${source}$`, flags);
  return (text) => expression.test(text);
};

/** The six parts of an ARN; the last one keeps its own colons. */
const partsOf = (arn: string): readonly string[] => {
  const parts = arn.split(':');
  return parts.length <= 6 ? parts : [...parts.slice(0, 5), parts.slice(5).join(':')];
};

/** Each of the six parts is compared by itself: a `*` in one never reaches into the next. */
export const arnLike = (pattern: string): Test => {
  if (pattern === '*') return () => true;
  if (!hasWildcard(pattern)) return (arn) => arn === pattern;
  const tests = partsOf(pattern).map((part) => wildcard(part));
  return (arn) => {
    const parts = partsOf(arn);
    return parts.length === tests.length && tests.every((test, index) => test(parts[index] ?? ''));
  };
};
