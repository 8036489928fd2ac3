import { describe, expect, it } from '@jest/globals';
import { packagingParameters, readCompose, settingsOf } from '@orderwire/local-cloud/dev/packaging/compose';
import { runTool, toolFile } from '@orderwire/local-cloud/dev/tool';

const root = process.cwd();

interface Printed {
  readonly functions: Readonly<Record<string, { readonly environment?: Readonly<Record<string, string>> }>>;
}

/** A service's serverless.yml as osls resolves it for a stage: what would be packaged and deployed. */
const printed = async (service: string, stage: string): Promise<Printed> => {
  const definition = readCompose(root).services[service];
  if (!definition) throw new Error(`There is no service ${service}.`);
  const settings = stage === 'local' ? undefined : settingsOf(root, stage, {});
  const parameters = Object.entries(packagingParameters(definition, stage, settings));
  const { code, output } = await runTool(
    toolFile(root, 'serverless'),
    ['print', '--format=json', `--stage=${stage}`, ...parameters.map(([name, value]) => `--param=${name}=${value}`)],
    { root: `${root}/${definition.path}`, env: { ...process.env, SLS_ANALYTICS_DISABLE: '1' } },
  );
  if (code !== 0) throw new Error(output);
  return JSON.parse(output.slice(output.indexOf('{'))) as Printed;
};

describe('an order that does not say how it is paid', () => {
  const DEFAULT = 'tok_ok';

  it('is paid by the simulated provider’s good card on a developer’s own machine', async () => {
    const { functions } = await printed('orders', 'local');
    expect(functions['placeOrder']?.environment?.['DEFAULT_PAYMENT_TOKEN']).toBe(DEFAULT);
  }, 60_000);

  it.each(['dev', 'prod'])(
    'is paid by nothing on the stage %s',
    async (stage) => {
      const { functions } = await printed('orders', stage);
      expect(functions['placeOrder']?.environment?.['DEFAULT_PAYMENT_TOKEN']).toBe('none');
      expect(JSON.stringify(functions)).not.toContain(DEFAULT);
    },
    60_000,
  );
});
