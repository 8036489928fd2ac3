/**
 * A plugin of osls that takes the names of roles away, so that CloudFormation gives each one that fits. A role's name has
 * at most 64 characters and is one for all regions of an account: service, stage, function and region together are longer.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-iam-role.html
 *
 * It stands in `plugins` behind serverless-iam-roles-per-function, which makes the roles at the same moment of packaging.
 */
module.exports = class UnnamedRoles {
  constructor(serverless) {
    const { naming } = serverless.getProvider('aws');
    // That plugin counts the letters of the name it makes from this one, and refuses more than 64.
    naming.getRoleName = () => ({ 'Fn::Join': ['-', ['a', 'role']] });
    this.hooks = {
      'before:package:finalize': () => {
        const { Resources } = serverless.service.provider.compiledCloudFormationTemplate;
        for (const { Type, Properties } of Object.values(Resources)) {
          if (Type === 'AWS::IAM::Role') delete Properties.RoleName;
        }
      },
    };
  }
};
