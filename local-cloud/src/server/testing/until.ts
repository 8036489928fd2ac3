/** Waits for a condition and not for a time; Jest's own limit ends a test whose condition never comes. */
export const until = async (condition: () => boolean | Promise<boolean>): Promise<void> => {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 2));
};
