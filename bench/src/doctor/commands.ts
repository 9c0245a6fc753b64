import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listenTestIssuer } from '@drawbridge/testing/node';
import type { Commands } from '../harness/command-figures.ts';
import { COMMAND } from '../harness/drawbridge-command.ts';

/** The commands that are compared. */
type Name = 'aws' | 'issuer' | 'node';

const SUBJECT = 'project:42';

/** Makes an issuer on loopback, a token of it, and a policy that lets the token in. */
export async function setUpCommands(): Promise<Commands<Name>> {
  const issuer = await listenTestIssuer({ audience: 'sts.amazonaws.com' });
  const folder = mkdtempSync(join(tmpdir(), 'drawbridge-bench-doctor-'));
  const token = join(folder, 'id.jwt');
  const trust = join(folder, 'trust.json');
  writeFileSync(token, await issuer.issue({ sub: SUBJECT }));
  const host = issuer.issuer.replace('http://', '');
  const equals = { [`${host}:aud`]: 'sts.amazonaws.com', [`${host}:sub`]: SUBJECT };
  const statement = {
    Effect: 'Allow',
    Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${host}` },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: { StringEquals: equals },
  };
  writeFileSync(trust, JSON.stringify({ Version: '2012-10-17', Statement: [statement] }));
  const drawbridge = (...args: string[]) => ({
    program: process.execPath,
    args: [COMMAND, 'doctor', ...args, '--token', `@${token}`],
    env: { HOME: folder },
  });
  const commands = {
    // An issuer on this machine is one that AWS does not take, and that is what it says.
    aws: { ...drawbridge('aws', '--issuer', issuer.issuer, '--trust', trust), code: 1 },
    issuer: drawbridge('issuer', issuer.issuer),
    node: { program: process.execPath, args: ['-e', '0'] },
  };
  return {
    commands,
    async remove() {
      rmSync(folder, { recursive: true, force: true });
      await issuer.close();
    },
  };
}
