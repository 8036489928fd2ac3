import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { loadModel } from './load-model.ts';
import { lambda, OPTIONS } from './testing/snippets.ts';

const root = mkdtempSync(join(tmpdir(), 'packages-'));
afterAll(() => rmSync(root, { recursive: true }));

const compose = { services: { shop: { path: 'services/shop' } } };
const folder = join(root, 'services/shop/.serverless');

const write = (name: string, content: unknown): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(content));
};

describe('a service', () => {
  it('that was never packaged is named, with the next step', () => {
    const load = () => loadModel({ ...OPTIONS, servicesDirectory: root, compose });
    expect(load).toThrow(/^shop: is not packaged .* Run `npm run package`\.$/);
  });

  it('is read from what Serverless wrote: names, keys and zips', () => {
    write('serverless-state.json', {
      service: {
        service: 'orderwire-shop',
        functions: { place: { name: 'orderwire-shop-local-place', package: { artifact: '.serverless/place.zip' } } },
      },
    });
    write('cloudformation-template-update-stack.json', {
      Resources: {
        HttpApi: { Type: 'AWS::ApiGatewayV2::Api', Properties: { ProtocolType: 'HTTP' } },
        PlaceLambdaFunction: lambda('place'),
      },
      Outputs: { ApiUrl: { Value: { 'Fn::GetAtt': ['HttpApi', 'ApiEndpoint'] } } },
    });
    const { functions, outputs } = loadModel({ ...OPTIONS, servicesDirectory: root, compose });
    expect(functions).toMatchObject([{ service: 'shop', key: 'place', zipPath: join(folder, 'place.zip') }]);
    expect(outputs).toEqual({ 'shop.ApiUrl': 'http://127.0.0.1:3000' });
  });
});
