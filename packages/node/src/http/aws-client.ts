/** The SDK's switch for its warning of an old Node (aws/aws-sdk-js-v3, `emitWarningIfUnsupportedVersion` of `@aws-sdk/core`). */
const SWITCH = 'AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED';

/**
 * Makes a client of the AWS SDK without its eight lines about the version of Node, which nobody who runs a command can
 * change. It warns once a process, when its first client is made; the switch is set for that moment alone, so no
 * program that is started from here has it.
 */
export function awsClient<Client>(make: () => Client): Client {
  const before = process.env[SWITCH];
  process.env[SWITCH] = 'true';
  try {
    return make();
  } finally {
    if (before === undefined) delete process.env[SWITCH];
    else process.env[SWITCH] = before;
  }
}
