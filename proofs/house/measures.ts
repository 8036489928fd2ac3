import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packagedIn } from '@orderwire/local-cloud/dev/packaging/packaged';
import { runTool, scriptArguments, toolFile } from '@orderwire/local-cloud/dev/tool';
import { definedRoutes, deployedRoutes } from './routes.ts';

/** What the house promises about its own shape. Lines are counted as `wc -l` counts them. */
export const LIMITS = { lambdaLines: 250, resourceLines: 550, scriptLines: 3_000, fileLines: 400 } as const;

/** Files that may be as long as they like: tables of data, one row a line. */
const DATA = /\.data\.ts$/;

const filesOf = (root: string): readonly string[] =>
  execFileSync('git', ['ls-files', '-z'], { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean);

const linesOf = (root: string, file: string): number => readFileSync(join(root, file), 'utf8').split('\n').length - 1;

interface Cruised {
  readonly summary: {
    readonly violations: readonly {
      readonly rule: { readonly name: string };
      readonly from: string;
      readonly cycle?: readonly { readonly name: string }[];
    }[];
  };
}

/** Asks the tool that `npm run check:dependencies` runs, with the same arguments. */
const circlesOf = async (root: string): Promise<readonly string[]> => {
  const file = toolFile(root, 'dependency-cruiser', 'depcruise');
  const { output } = await runTool(file, [...scriptArguments(root, 'check:dependencies'), '--output-type', 'json'], {
    root,
  });
  const { summary } = JSON.parse(output.slice(output.indexOf('{'))) as Cruised;
  return summary.violations
    .filter(({ rule }) => rule.name === 'no-circles')
    .map(({ from, cycle = [] }) => [from, ...cycle.map(({ name }) => name)].join(' → '));
};

/** How many routes there are, and which are defined and not deployed, or the other way round. */
const routesIn = async (root: string) => {
  const services = packagedIn(root);
  const defined = (await Promise.all(services.map((service) => definedRoutes(root, service)))).flat();
  const deployed = services.flatMap(deployedRoutes);
  return {
    defined: defined.length,
    deployed: deployed.length,
    differences: [
      ...defined.filter((one) => !deployed.includes(one)).map((one) => `not deployed: ${one}`),
      ...deployed.filter((one) => !defined.includes(one)).map((one) => `not defined: ${one}`),
    ],
  };
};

/**
 * Measures what lies in a checkout: lines of all lambda.ts, of all resources.yml and of scripts/, each together; circles of
 * files that import each other (`a → b → a`); TypeScript of over 400 lines that is no table of data; routes. Needs its services
 * to be packaged.
 */
export const measure = async (root: string) => {
  const files = filesOf(root);
  const together = (pattern: RegExp): number =>
    files.filter((file) => pattern.test(file)).reduce((sum, file) => sum + linesOf(root, file), 0);
  return {
    lambdaLines: together(/^services\/[^/]+\/src\/lambda\.ts$/),
    resourceLines: together(/^services\/[^/]+\/resources\.yml$/),
    scriptLines: together(/^scripts\//),
    circles: await circlesOf(root),
    longFiles: files
      .filter((file) => file.endsWith('.ts') && !DATA.test(file) && linesOf(root, file) > LIMITS.fileLines)
      .map((file) => `${file}: ${linesOf(root, file)}`),
    routes: await routesIn(root),
  };
};

export type Measures = Awaited<ReturnType<typeof measure>>;

/** What does not hold, in words; empty when all does. */
export const faultsIn = ({ lambdaLines, resourceLines, scriptLines, circles, longFiles, routes }: Measures) => [
  ...(lambdaLines > LIMITS.lambdaLines ? [`lambda.ts files have over ${LIMITS.lambdaLines} lines`] : []),
  ...(resourceLines > LIMITS.resourceLines ? [`resources.yml files have over ${LIMITS.resourceLines} lines`] : []),
  ...(scriptLines > LIMITS.scriptLines ? [`scripts/ has over ${LIMITS.scriptLines} lines`] : []),
  ...circles.map((circle) => `a circle: ${circle}`),
  ...longFiles.map((file) => `a long file: ${file}`),
  ...(routes.defined === 0 ? ['no route is defined'] : routes.differences),
];
