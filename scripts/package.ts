import { parseArgs } from 'node:util';
import { bundleSizes } from '@orderwire/local-cloud/dev/packaging/bundle-sizes';
import type { Compose } from '@orderwire/local-cloud/dev/packaging/compose';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { packagedStage } from '@orderwire/local-cloud/dev/packaging/stage';
import { guarded } from '@orderwire/local-cloud/dev/problem';
import { makeTerminal } from '@orderwire/local-cloud/dev/terminal';

const printSizes = (root: string, compose: Compose, asJson: boolean): void => {
  const sizes = bundleSizes(root, compose);
  if (asJson) {
    process.stdout.write(`${JSON.stringify(sizes)}\n`);
    return;
  }
  for (const size of sizes) {
    process.stdout.write(`${String(size.bytes).padStart(9)}  ${size.service}.${size.function}\n`);
  }
};

const HELP = `npm run package -- [--stage local] [--service name …] [--list-sizes] [--json]

Packages the services into services/*/.serverless, without network or credentials; unchanged ones are kept.
  --stage       the stage they are packaged for (local)
  --service     only this service; may be given several times
  --list-sizes  prints the size of each function's bundle, in bytes
  --json        prints one JSON object instead
`;

export const main = (args: readonly string[], root: string): Promise<number> =>
  guarded(async () => {
    const { values } = parseArgs({
      args: [...args],
      options: {
        stage: { type: 'string', default: 'local' },
        service: { type: 'string', multiple: true },
        'list-sizes': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(HELP);
      return 0;
    }
    const terminal = makeTerminal();
    const stage = packagedStage(values.stage);
    const { compose, fresh } = await packageServices({
      root,
      stage,
      terminal,
      ...(values.service === undefined ? {} : { only: values.service }),
    });
    const services = Object.keys(compose.services);
    if (values['list-sizes']) printSizes(root, compose, values.json);
    else if (values.json) process.stdout.write(`${JSON.stringify({ stage, services, fresh })}\n`);
    else if (fresh.length === 0) terminal.line(`${services.length} services, all packaged and unchanged`);
    return 0;
  });
