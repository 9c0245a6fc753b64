// A job of hours: now and then it lets AWS judge the token that is in the file by then, and asks AWS who it is, as a program does
// that was started once, with credentials that the SDK gets anew when it sees fit. A line of JSON for each look; `hours` in argv.
import { readFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  AssumeRoleWithWebIdentityCommand,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';

const { env, argv, ppid } = process;
const client = new STSClient({ maxAttempts: 1 });
const end = Date.now() + Number(argv[2]) * 3_600_000;

const assume = async () => {
  const WebIdentityToken = await readFile(env.AWS_WEB_IDENTITY_TOKEN_FILE, 'utf8');
  const asked = {
    RoleArn: env.AWS_ROLE_ARN,
    RoleSessionName: env.AWS_ROLE_SESSION_NAME,
    WebIdentityToken,
  };
  await client.send(new AssumeRoleWithWebIdentityCommand(asked));
  return 'good';
};
const whoami = async () => (await client.send(new GetCallerIdentityCommand({}))).Arn;
const name = (fault) => fault.name;

for (let next = Date.now(); ; next += 360_000) {
  while (Date.now() < next) {
    await sleep(10);
    // Whoever started it was killed.
    if (process.ppid !== ppid) process.exit(1);
  }
  const token = await assume().catch(name);
  const arn = await whoami().catch(name);
  const { expiration: until } = await client.config.credentials().catch(() => ({}));
  console.log(JSON.stringify({ at: new Date().toISOString(), token, arn, until }));
  if (next >= end) break;
}
