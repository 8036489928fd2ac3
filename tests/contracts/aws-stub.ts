import { createHash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Parked {
  readonly body: string;
  readonly reason: string;
}

/**
 * An AWS endpoint that takes messages into a dead-letter queue and refuses everything else at once. Consumers that are
 * driven against it show what they do with an event up to their first call.
 */
export const startAwsStub = async () => {
  const parked: Parked[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      response.setHeader('content-type', 'application/x-amz-json-1.0');
      if (request.headers['x-amz-target'] !== 'AmazonSQS.SendMessage') {
        response.writeHead(400).end(JSON.stringify({ __type: 'StubRefusesEverything', message: 'not here' }));
        return;
      }
      const message = JSON.parse(Buffer.concat(chunks).toString('utf8')) as {
        MessageBody: string;
        MessageAttributes: { reason: { StringValue: string } };
      };
      parked.push({ body: message.MessageBody, reason: message.MessageAttributes.reason.StringValue });
      const md5 = createHash('md5').update(message.MessageBody).digest('hex');
      response.writeHead(200).end(JSON.stringify({ MessageId: 'm', MD5OfMessageBody: md5 }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    parked,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};
