/** The message of whatever was thrown, for logs and dead letters. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** The AWS-style name of whatever was thrown (`ConditionalCheckFailedException`), or `Error`. */
export const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'Error');
