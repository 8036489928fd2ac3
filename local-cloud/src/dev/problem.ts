/** Something that went wrong and that the reader can put right: what, and the next step. Printed without a stack. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly nextStep: string;

  constructor(message: string, nextStep: string) {
    super(message);
    this.nextStep = nextStep;
  }
}

/**
 * Runs a command and says what went wrong in words. What is no `Problem` is a bug of ours: that one shows its stack.
 * @returns the exit code.
 */
export const guarded = async (command: () => Promise<number>): Promise<number> => {
  try {
    return await command();
  } catch (error) {
    if (error instanceof Problem) {
      process.stderr.write(`\n${error.message}\n\nNext step: ${error.nextStep}\n`);
    } else if ((error as NodeJS.ErrnoException).code?.startsWith('ERR_PARSE_ARGS') === true) {
      process.stderr.write(`${(error as Error).message}\n\nNext step: --help lists the options.\n`);
    } else {
      process.stderr.write(`\n${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    }
    return 1;
  }
};
