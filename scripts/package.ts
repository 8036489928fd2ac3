import { bundleSizes } from '@orderwire/local-cloud/dev/packaging/bundle-sizes';
import { packageServices } from '@orderwire/local-cloud/dev/packaging/package-services';
import { packagedStage } from '@orderwire/local-cloud/dev/packaging/stage';
import { proof } from './lib/command.ts';

const HELP = `npm run package -- [--stage local] [--service name …] [--list-sizes] [--json]

Packages the services into services/*/.serverless, without network or credentials; unchanged ones are kept.
  --stage       the stage they are packaged for (local)
  --service     only this service; may be given several times
  --list-sizes  prints the size of each function's bundle, in bytes
  --json        prints one JSON object instead
`;

const OPTIONS = {
  stage: { type: 'string', default: 'local' },
  service: { type: 'string', multiple: true },
  'list-sizes': { type: 'boolean', default: false },
} as const;

export const main = proof(HELP, OPTIONS, async ({ values, root, terminal }) => {
  const stage = packagedStage(values.stage);
  const only = values.service === undefined ? {} : { only: values.service };
  const { compose, fresh } = await packageServices({ root, stage, terminal, ...only });
  const services = Object.keys(compose.services);
  const sizes = values['list-sizes'] ? bundleSizes(root, compose) : undefined;
  const current = fresh.length === 0 ? [`${services.length} services, all packaged and unchanged`] : [];
  return {
    holds: true,
    report: { stage, services, fresh, ...(sizes && { sizes }) },
    lines: () => sizes?.map((size) => `${String(size.bytes).padStart(9)}  ${size.service}.${size.function}`) ?? current,
  };
});
