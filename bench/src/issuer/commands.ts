import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenTestIssuer } from '@drawbridge/testing/node';
import { COMMAND } from '../harness/drawbridge-command.ts';
import type { Commands } from '../harness/command-figures.ts';
import { startStsEndpoint } from '../harness/sts-endpoint.ts';

/** The commands that are compared. */
type Name = 'assume' | 'awsCli' | 'verify' | 'node';

const ROLE = 'arn:aws:iam::111122223333:role/deploy';

/** Makes a token, its issuer, and an endpoint of STS on loopback. */
export async function setUpCommands(): Promise<Commands<Name>> {
  const issuer = await listenTestIssuer({ audience: 'sts.amazonaws.com' });
  const sts = await startStsEndpoint();
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-bench-issuer-'));
  const token = join(folder, 'id.jwt');
  writeFileSync(token, await issuer.issue({ sub: 'project:42' }));
  const env = { HOME: folder, AWS_EC2_METADATA_DISABLED: 'true', AWS_DEFAULT_REGION: 'us-east-1' };
  const drawbridge = (...args: string[]) => ({
    program: process.execPath,
    args: [COMMAND, ...args],
    env: { HOME: folder, AWS_ENDPOINT_URL_STS: sts.url },
  });
  const commands = {
    assume: drawbridge('aws', 'assume', `@${token}`, '--role', ROLE, '--json'),
    awsCli: {
      program: '/usr/bin/aws',
      args: [
        'sts',
        'assume-role-with-web-identity',
        `--endpoint-url=${sts.url}`,
        `--role-arn=${ROLE}`,
        '--role-session-name=project-42',
        `--web-identity-token=file://${token}`,
      ],
      env,
    },
    verify: drawbridge(
      'token',
      'verify',
      `@${token}`,
      '--json',
      `--issuer=${issuer.issuer}`,
      '--audience=sts.amazonaws.com',
    ),
    node: { program: process.execPath, args: ['-e', '0'] },
  };
  return {
    commands,
    async remove() {
      rmSync(folder, { recursive: true, force: true });
      sts.close();
      await issuer.close();
    },
  };
}
