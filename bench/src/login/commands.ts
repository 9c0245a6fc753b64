import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { IdentifiedTokens } from '@drawbridge/login';
import { openLogins } from '@drawbridge/login/node';
import { createTestIssuer } from '@drawbridge/testing';
import type { Commands } from '../harness/command-figures.ts';
import { COMMAND } from '../harness/drawbridge-command.ts';

/** `kept`: credentials that last; `needed`: some that have ended, with nothing to renew them. */
type Name = 'kept' | 'needed' | 'awsCli' | 'node';

const ROLE = 'arn:aws:iam::111122223333:role/developer';
const KEYS = {
  accessKeyId: 'ASIAEXAMPLEEXAMPLE',
  secretAccessKey: 'y'.repeat(40),
  sessionToken: 'x'.repeat(800),
};

/** Keeps two logins, and the keys of one for the AWS CLI too. Nobody is asked for anything. */
export async function setUpCommands(): Promise<Commands<Name>> {
  const home = mkdtempSync(join(tmpdir(), 'drawbridge-bench-login-'));
  const now = Math.floor(Date.now() / 1000);
  await keep(home, 'kept', now + 36_000);
  await keep(home, 'needed', now - 10);
  mkdirSync(join(home, '.aws'));
  const keys = [
    '[kept]',
    `aws_access_key_id = ${KEYS.accessKeyId}`,
    `aws_secret_access_key = ${KEYS.secretAccessKey}`,
    `aws_session_token = ${KEYS.sessionToken}`,
    '',
  ];
  writeFileSync(join(home, '.aws', 'credentials'), keys.join('\n'), { mode: 0o600 });
  const env = { HOME: home, AWS_EC2_METADATA_DISABLED: 'true', AWS_DEFAULT_REGION: 'us-east-1' };
  const command = (name: string) => ({
    program: process.execPath,
    args: [COMMAND, 'credential-process', '--profile', name, '--data', home],
    env,
  });
  return {
    commands: {
      kept: command('kept'),
      needed: { ...command('needed'), code: 1 },
      awsCli: {
        program: '/usr/bin/aws',
        args: ['configure', 'export-credentials', '--profile', 'kept'],
        env,
      },
      node: { program: process.execPath, args: ['-e', '0'] },
    },
    remove: async () => rmSync(home, { recursive: true, force: true }),
  };
}

async function keep(data: string, name: string, end: number): Promise<void> {
  const issuer = await createTestIssuer();
  const obtainedAt = end - 3600;
  const tokens: IdentifiedTokens = {
    accessToken: 'access-token-of-bench',
    idToken: await issuer.issue({ exp: end }),
    tokenType: 'Bearer',
    obtainedAt,
    expiresAt: end,
  };
  const logins = openLogins({
    data,
    cache: 'file',
    env: {},
    http: () => Promise.reject(new Error('nobody is asked')),
  });
  await logins.keep({
    name,
    settings: {
      issuer: issuer.issuer,
      clientId: 'bench',
      flow: 'code',
      scope: 'openid',
      aws: { role: ROLE },
    },
    tokens,
    credentials: { ...KEYS, expiresAt: end },
  });
  await logins.close();
}
