/**
 * What a partner is to the stacks, for each one of shared/partners/src/partners.json. osls calls these functions where a
 * serverless.yml says ${file(../partners.cjs):…}. Values in ${…} are resolved by osls afterwards.
 */
const partners = require('../shared/partners/src/partners.json');

const capitalized = (text) => text.charAt(0).toUpperCase() + text.slice(1);
const secretArn = ({ name }) => `\${param:${name}SecretArn}`;
const secretVariable = ({ name }) => `${name.toUpperCase()}_SECRET_ARN`;
const byName = (partners, entry) => Object.fromEntries(partners.map(entry));

const secretOf = ({ name }) => ({
  Type: 'AWS::SecretsManager::Secret',
  // See `Bus` in services/platform/resources.yml.
  DeletionPolicy: 'RetainExceptOnCreate',
  UpdateReplacePolicy: 'Retain',
  Properties: {
    Name: `orderwire-\${sls:stage}/partners/${name}`,
    Description: `The ${name}’s keys: {"keys":[{"kid","key","notBefore","notAfter"}]}. The first is generated.`,
    GenerateSecretString: {
      SecretStringTemplate: '{"kid":"initial"}',
      GenerateStringKey: 'key',
      PasswordLength: 48,
      ExcludePunctuation: true,
    },
  },
});

/** For the platform: a secret for each partner, and its ARN. */
exports.secrets = () => ({
  Resources: byName(partners, (partner) => [`${capitalized(partner.name)}Secret`, secretOf(partner)]),
  Outputs: byName(partners, ({ name }) => [
    `${capitalized(name)}SecretArn`,
    { Value: { Ref: `${capitalized(name)}Secret` } },
  ]),
});

/** For orders, which takes callbacks. All secrets are read on every route: a key of another partner is answered as such. */
exports.callbackEnvironment = () => ({
  ORDERS_TABLE: { Ref: 'OrdersTable' },
  ...byName(partners, (partner) => [secretVariable(partner), secretArn(partner)]),
});

const mayRead = (secrets) => ({ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: secrets });

exports.mayReadAllSecrets = () => mayRead(partners.map(secretArn));

/**
 * The partners that a service tells. Each has a queue and a function of its own, so that one that is down keeps no other
 * one waiting. Those of the first have plain names (`Inbox`, `consume`); those of another begin or end with its name.
 */
const toldBy = async (resolveConfigurationProperty) => {
  const service = await resolveConfigurationProperty(['service']);
  const told = partners.filter((partner) => `orderwire-${partner.toldBy}` === service);
  return told.map((partner, index) => ({ partner, mark: index === 0 ? '' : capitalized(partner.name) }));
};

/** A copy in which the resources that are `named` have the mark before their names, and so have references to them. */
const marked = (value, named, mark) => {
  const mine = (name) => (named.includes(name) ? `${mark}${name}` : name);
  if (Array.isArray(value)) return value.map((one) => marked(one, named, mark));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === 'Ref') return [key, mine(inner)];
      if (key === 'Fn::GetAtt') return [key, [mine(inner[0]), ...inner.slice(1)]];
      return [mine(key), marked(inner, named, mark)];
    }),
  );
};

const queueResources = async (resolveVariable) => (await resolveVariable('file(../consumer.yml):resources')).Resources;

/** For a service that tells partners: the function `consume` of services/webhooks.yml, for each of them. */
exports.consumers = async ({ resolveVariable, resolveConfigurationProperty }) => {
  const consume = await resolveVariable('file(../webhooks.yml):consume');
  const named = Object.keys(await queueResources(resolveVariable));
  return byName(await toldBy(resolveConfigurationProperty), ({ partner, mark }) => [
    `consume${mark}`,
    {
      ...marked(consume, named, mark),
      environment: {
        ...marked(consume.environment, named, mark),
        PARTNER: partner.name,
        WEBHOOK_URL: `\${param:${partner.name}WebhookUrl}`,
        [secretVariable(partner)]: secretArn(partner),
      },
      iamRoleStatements: [...marked(consume.iamRoleStatements, named, mark), mayRead(secretArn(partner))],
    },
  ]);
};

/** For the same service: the rule and the queues of services/consumer.yml, for each of them. */
exports.queues = async ({ resolveVariable, resolveConfigurationProperty }) => {
  const resources = await queueResources(resolveVariable);
  const told = await toldBy(resolveConfigurationProperty);
  const each = told.map(({ mark }) => marked(resources, Object.keys(resources), mark));
  return { Resources: Object.assign({}, ...each) };
};
