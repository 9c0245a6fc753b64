import { resolve } from 'node:path';
import {
  isSessionName,
  parseRoleArn,
  type RoleArn,
  SESSION_LIMITS,
  sessionName as nameSession,
  sessionOfClaims,
  stsEndpoint,
  type WantedRoles,
} from '@drawbridge/clouds/aws';
import { DrawbridgeError, type JsonObject } from '@drawbridge/core';
import { deliver, type Obtained } from '../../aws/deliver.ts';
import { addDeliveryOptions, type DeliveryFlags, requireOneDelivery } from '../../aws/delivery.ts';
import { readProfilePlace } from '../../aws/read-profile-place.ts';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { decodeTokenArgument } from '../../decode-token-argument.ts';
import { filled, repeatable, seconds, wholeNumber } from '../../option-values.ts';
import { readStartOfFile } from '../../read-start-of-file.ts';
import { requireWritable, writeOutFile } from '../../out-file.ts';
import { CHILD_HELP } from '../../run-child.ts';
import { readTokenArgument, TOKEN_HELP } from '../../token-argument.ts';
import { callSts, type CallFlags } from './assume-role.ts';

interface Options extends CommonOptions, DeliveryFlags, CallFlags {
  readonly role: string;
  readonly sessionName?: string;
  readonly duration?: number;
  readonly policy?: string;
  readonly policyArn?: readonly string[];
  readonly chain?: readonly string[];
  readonly endpointUrl?: string;
  readonly tokenFile?: string;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Trade a token for temporary credentials of an AWS role, with no keys of AWS: AssumeRoleWithWebIdentity. ' +
        'A table that shows no secrets, unless a flag says what becomes of them.',
    )
    .argument('<token>', TOKEN_HELP)
    .argument('[command...]', CHILD_HELP)
    .requiredOption('--role <arn>', 'the role: arn:aws:iam::123456789012:role/deploy, say', filled)
    .option(
      '--session-name <name>',
      "what CloudTrail shows (default: the token's email or sub)",
      filled,
    )
    .option(
      '--duration <time>',
      "how long they hold: 900, 15m or 1h, up to the role's limit (default: 1h)",
      seconds(SESSION_LIMITS.shortest, SESSION_LIMITS.longest),
    )
    .option('--policy <json>', 'allow no more than this policy does: JSON, or @FILE', filled)
    .option('--policy-arn <arn>', 'the same, by a managed policy; may be repeated', repeatable)
    .option(
      '--chain <arn>',
      'a role to assume from that one; may be repeated, in order',
      repeatable,
    )
    .option(
      '--region <region>',
      'the region to ask in, and to work in (environment: AWS_REGION)',
      filled,
    )
    .option('--endpoint-url <url>', 'ask there (environment: AWS_ENDPOINT_URL_STS)', filled)
    .option('--ca <file>', 'authorities (PEM) to trust for the endpoint', filled)
    .option('--timeout <seconds>', 'for everything, the waits included', wholeNumber(1, 3600), 60)
    .option(
      '--token-file <file>',
      'ask nothing: write the token there, for SDKs that assume the role themselves, again and again',
      filled,
    );
  addDeliveryOptions(command).action(
    async (argument: string, words: readonly string[], options: Options) => {
      requireOneDelivery(options, words);
      const role = parseRoleArn(options.role);
      const profile = await readProfilePlace(terminal.env, 'STS');
      const place = (assumed: RoleArn) => ({
        role: assumed,
        endpoint: stsEndpoint({
          role: assumed,
          region: options.region,
          endpointUrl: options.endpointUrl,
          env: terminal.env,
          profile,
        }),
      });
      const first = place(role);
      const chain = (options.chain ?? []).map((arn) => place(parseRoleArn(arn)));
      if (options.tokenFile !== undefined) await requireTokenFile(options.tokenFile, options);
      const policy = await readPolicy(options.policy);
      const token = await readTokenArgument(argument, terminal);
      const claims = decodeTokenArgument(token, token.length).claims;
      const sessionName = options.sessionName ?? sessionOfClaims(claims);
      let obtained: Obtained;
      if (options.tokenFile === undefined) {
        const { duration, policyArn: policyArns } = options;
        const wanted: WantedRoles = {
          token,
          ...first,
          sessionName,
          chain,
          duration,
          policy,
          policyArns,
        };
        const config = await context.config(options);
        obtained = { kind: 'keys', role: await callSts(wanted, options, config, terminal) };
      } else {
        const tokenFile = resolve(options.tokenFile);
        // Where it was read from there, whoever keeps that file fresh goes on to do so.
        const isThere = argument.startsWith('@') && resolve(argument.slice(1)) === tokenFile;
        if (!isThere) await writeOutFile(tokenFile, token, '--token-file');
        obtained = {
          kind: 'web identity',
          identity: { tokenFile, roleArn: role.arn, sessionName },
          ends: endOf(claims),
        };
      }
      await deliver(obtained, options, words, terminal);
    },
  );
};

/** What an SDK that assumes the role itself cannot be told by variables. */
async function requireTokenFile(path: string, options: Options): Promise<void> {
  const { duration, policy, policyArn, chain, endpointUrl, ca, format } = options;
  const given = Object.entries({
    '--duration': duration,
    '--policy': policy,
    '--policy-arn': policyArn,
    '--chain': chain,
    '--endpoint-url': endpointUrl,
    '--ca': ca,
    '--format credential-process': format === 'credential-process' || undefined,
  }).find(([, value]) => value !== undefined);
  if (given !== undefined) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `${given[0]} does not go with --token-file: SDKs assume the role themselves, and cannot be told`,
      hint: 'Leave one of them out.',
    });
  }
  const { sessionName } = options;
  if (sessionName !== undefined && !isSessionName(sessionName)) {
    throw new DrawbridgeError('cloud_setting_invalid', {
      detail:
        'AWS does not take the session name: it has 2 to 64 letters, digits and _+=,.@- alone',
      hint: `For example: ${nameSession(sessionName)}`,
    });
  }
  await requireWritable(path, '--token-file');
}

async function readPolicy(given: string | undefined): Promise<string | undefined> {
  if (given?.startsWith('@') !== true) return given;
  try {
    return (await readStartOfFile(given.slice(1))).trim();
  } catch (cause) {
    throw new DrawbridgeError('usage_invalid', {
      detail: `the policy file ${given.slice(1)} cannot be read (${(cause as NodeJS.ErrnoException).code})`,
      hint: 'Give an existing file behind the @, or the policy itself.',
      cause,
    });
  }
}

function endOf({ exp }: JsonObject): number | undefined {
  return typeof exp === 'number' ? exp : undefined;
}
