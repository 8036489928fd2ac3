/**
 * Others were faster at every try. It will pass: a queue's message comes again, and an HTTP caller is asked to come again
 * (503), where any other error is a fault of ours (500).
 */
export class ContentionError extends Error {
  override readonly name = 'ContentionError';
}
