import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { once } from '@orderwire/kernel/lazy';
import { dynamo, eventBridge, s3, secretsManager, sqs } from '@orderwire/lambda/clients';
import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

const signer = once(s3);

export const { downloadInvoice, openInvoiceLink, consume, publish } = compose({
  ...onLambda({ dynamo, eventBridge, s3, secretsManager, sqs }),
  presign: (command, options) => getSignedUrl(signer(), command, options),
});
