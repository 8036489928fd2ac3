import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What a bundle of a probe needs in its environment, wherever AWS is. */
export const PROBED = {
  ...{ AWS_REGION: 'eu-central-1', AWS_ACCESS_KEY_ID: 'bench', AWS_SECRET_ACCESS_KEY: 'bench', AWS_MAX_ATTEMPTS: '2' },
  ...{ SERVICE_NAME: 'bench', METRICS_NAMESPACE: 'bench' },
  // As the baseline calls them.
  ...{ POWERTOOLS_SERVICE_NAME: 'bench', POWERTOOLS_METRICS_NAMESPACE: 'bench' },
} as const;

/**
 * In place of AWS, in this process, whose CPU does not count.
 * @param answer what a call is answered with, by its parsed input and the operation (`BatchGetItem`)
 */
export const startStub = async (answer: (input: unknown, operation: string) => object) => {
  const operationOf = ({ 'x-amz-target': target }: IncomingHttpHeaders) => String(target).split('.').at(-1) ?? '';
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const input: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      const text = JSON.stringify(answer(input, operationOf(request.headers)));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1' }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, stop: () => server.close() };
};
