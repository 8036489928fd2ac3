const DOCS = 'https://docs.aws.amazon.com';

const guideOf =
  (guide: string) =>
  (page: string): string =>
    `${DOCS}/${guide}/${page}.html`;

const pagesOf = (reference: string, guide: string) => ({
  /** `('SendMessage')`: what the reference says of this operation or type. */
  api: (name: string): string => `${DOCS}/${reference}/API_${name}.html`,
  /** `('sqs-delay-queues')`: a page of the developer's guide. */
  guide: guideOf(guide),
});

/** The pages of AWS's that the cases follow, by service. DynamoDB's are in `dynamodb/sources.ts`. */
export const API_GATEWAY = { guide: guideOf('apigateway/latest/developerguide') };
export const COGNITO = pagesOf('cognito-user-identity-pools/latest/APIReference', 'cognito/latest/developerguide');
export const EVENT_BRIDGE = pagesOf('eventbridge/latest/APIReference', 'eventbridge/latest/userguide');
export const LAMBDA = pagesOf('lambda/latest/api', 'lambda/latest/dg');
export const S3 = pagesOf('AmazonS3/latest/API', 'AmazonS3/latest/userguide');
export const SECRETS = pagesOf('secretsmanager/latest/apireference', 'secretsmanager/latest/userguide');
export const SES = pagesOf('ses/latest/APIReference', 'ses/latest/dg');
export const SQS = pagesOf(
  'AWSSimpleQueueService/latest/APIReference',
  'AWSSimpleQueueService/latest/SQSDeveloperGuide',
);
