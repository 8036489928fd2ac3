/**
 * What cannot pass however often it is tried (a bad schema, an unknown version). The queue consumer parks such a
 * message in the dead-letter queue at once, with `code` as the reason; everything else that throws is retried.
 */
export class TerminalError extends Error {
  override readonly name = 'TerminalError';
  readonly code: string;

  /** `message` is shown to operators and must hold no personal data. */
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}
