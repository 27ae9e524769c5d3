// Looks at what is being deployed, and tells CodeDeploy whether to go on.
const { CodeDeployClient, PutLifecycleEventHookExecutionStatusCommand } = require("@aws-sdk/client-codedeploy");

exports.handler = async ({ DeploymentId, LifecycleEventHookExecutionId }) => {
  const status = (await looksRight()) ? "Succeeded" : "Failed";
  await new CodeDeployClient().send(new PutLifecycleEventHookExecutionStatusCommand({
    deploymentId: DeploymentId,
    lifecycleEventHookExecutionId: LifecycleEventHookExecutionId,
    status,
  }));
};

const looksRight = async () => {
  const answer = await fetch("https://test.shop.example.com/health");
  return answer.ok;
};
