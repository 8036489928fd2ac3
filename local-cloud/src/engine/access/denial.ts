import { AwsError, type ServiceName } from '../contract.ts';

/** Every service has its own name and status for the same refusal; these are what the JavaScript SDK shows. */
const SHAPES: Readonly<Record<ServiceName, { readonly name: string; readonly status: number }>> = {
  dynamodb: { name: 'AccessDeniedException', status: 400 },
  events: { name: 'AccessDeniedException', status: 400 },
  secretsmanager: { name: 'AccessDeniedException', status: 400 },
  'cognito-idp': { name: 'AccessDeniedException', status: 400 },
  lambda: { name: 'AccessDeniedException', status: 403 },
  sqs: { name: 'AccessDenied', status: 403 },
  ses: { name: 'AccessDenied', status: 403 },
  s3: { name: 'AccessDenied', status: 403 },
};

export interface Denial {
  readonly service: ServiceName;
  readonly action: string;
  /** As the service shows it: the ARN, or what the caller passed; `*` for an action without resources. */
  readonly resource: string;
  /** `arn:aws:sts::…:assumed-role/<role>/<function>`, or a service's principal. */
  readonly user: string;
  readonly explicit: boolean;
  /** Which kind of policy was looked at. */
  readonly policy: 'identity-based' | 'resource-based';
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html */
const sentence = ({ action, resource, user, explicit, policy }: Denial): string => {
  const where = resource === '*' ? '' : ` on resource: ${resource}`;
  const article = policy === 'identity-based' ? 'an' : 'a';
  const why = explicit
    ? ` with an explicit deny in ${article} ${policy} policy`
    : ` because no ${policy} policy allows the ${action} action`;
  return `User: ${user} is not authorized to perform: ${action}${where}${why}`;
};

/** SES still words it in its own way, without the reason. */
const sesSentence = ({ action, resource, user }: Denial): string =>
  `User \`${user}' is not authorized to perform \`${action}' on resource \`${resource}'`;

const messageOf = (denial: Denial): string => {
  switch (denial.service) {
    case 'ses':
      return sesSentence(denial);
    case 'sqs':
      return sentence({ ...denial, action: denial.action.toLowerCase() });
    case 's3':
      return sentence({ ...denial, resource: `"${denial.resource}"` });
    default:
      return sentence(denial);
  }
};

export const accessDenied = (denial: Denial): AwsError => {
  const { name, status } = SHAPES[denial.service];
  return new AwsError(name, messageOf(denial), status);
};

/** An unsigned call of an operation that must be signed. S3 takes it for a public read, which no bucket here allows. */
export const notSigned = (service: ServiceName): AwsError =>
  service === 's3'
    ? new AwsError('AccessDenied', 'Access Denied', 403)
    : new AwsError('MissingAuthenticationTokenException', 'Missing Authentication Token', 403);
