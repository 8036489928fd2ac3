import { parseArgs, type ParseArgsOptionsConfig } from 'node:util';
import { guarded } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal, type Terminal } from '@orderwire/local-cloud/dev/terminal';
import { type Found, verdictOf } from '@orderwire/local-cloud/dev/verdict';

/** What `npm run …` calls. @returns the exit code */
export type Main = (args: readonly string[], root: string) => Promise<number>;

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<typeof parseArgs<{ options: Options }>>['values'];

interface Given<Options extends ParseArgsOptionsConfig> {
  readonly values: Values<Options>;
  /** What was given beside the options; only a command that takes names gets any. */
  readonly names: readonly string[];
  /** The absolute folder of the repository. */
  readonly root: string;
  /** For progress: standard error. */
  readonly terminal: Terminal;
}

interface Takes {
  /** Words without dashes are names of what is to be done; otherwise they are refused. */
  readonly takesNames?: boolean;
}

/**
 * A command behind npm: prints its help when asked, and says in words what went wrong.
 * @param perform what it does with its options. @returns the exit code
 */
export const command =
  <const Options extends ParseArgsOptionsConfig>(
    help: string,
    options: Options,
    perform: (given: Given<Options>) => Promise<number>,
    { takesNames = false }: Takes = {},
  ): Main =>
  (args, root) =>
    guarded(async () => {
      const all: ParseArgsOptionsConfig = { ...options, help: { type: 'boolean' } };
      const { values, positionals } = parseArgs({ args: [...args], options: all, allowPositionals: takesNames });
      if (values['help'] !== true)
        return perform({ values: values as Values<Options>, names: positionals, root, terminal: makeTerminal() });
      process.stdout.write(help);
      return 0;
    });

const JSON_OPTION = { json: { type: 'boolean', default: false } } as const;

/** Where a proof shows what it sees: standard output, which belongs to the object alone with `--json`. */
interface Shown {
  readonly shown: Terminal;
}

/**
 * A command that proves something. What it found is one object on standard output with `--json`, lines otherwise.
 * It ends with 0 only if all holds and nothing was skipped.
 */
export const proof = <const Options extends ParseArgsOptionsConfig>(
  help: string,
  options: Options,
  prove: (given: Given<Options & typeof JSON_OPTION> & Shown) => Promise<Found>,
  takes: Takes = {},
): Main => {
  const perform = async (given: Given<Options & typeof JSON_OPTION>): Promise<number> => {
    const begunAt = performance.now();
    const isJson = (given.values as { readonly json: boolean }).json;
    const { holds, skipped, report, lines } = await prove({
      ...given,
      shown: makeTerminal(isJson ? process.stderr : process.stdout),
    });
    const verdict = verdictOf(given.root, begunAt, holds, skipped);
    const out = makeTerminal(process.stdout);
    if (isJson) process.stdout.write(`${JSON.stringify({ ...report, ...verdict })}\n`);
    else for (const line of lines(verdict, out.paint)) out.line(line);
    return verdict.ok ? 0 : 1;
  };
  return command(help, { ...options, ...JSON_OPTION }, perform, takes);
};
