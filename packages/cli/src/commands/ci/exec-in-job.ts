import { webIdentityVariables, withVariables } from '@drawbridge/clouds/aws';
import { type CiSystem, jobSessionName } from '@drawbridge/clouds/ci';
import { epochSeconds, type Retry, systemClock } from '@drawbridge/core';
import { openOutbound } from '@drawbridge/node';
import { readProfilePlace } from '../../aws/read-profile-place.ts';
import type { Context } from '../../context.ts';
import { runChild } from '../../run-child.ts';
import { describeRetry } from '../../tell-retry.ts';
import { sayTo } from '../../terminal.ts';
import { type EarlySignals, withEarlySignals } from '../../early-signals.ts';
import { createExchange } from './exchange-for-aws.ts';
import { exchangeAddress } from './exchange-address.ts';
import type { Options } from './exec-options.ts';
import { findJobToken } from './find-job-token.ts';
import { type ReadToken, readJobToken } from './read-job-token.ts';
import { atTime, describeEnd, ENDED } from './token-end.ts';
import { withFreshToken } from '../../token-file/with-fresh-token.ts';
import { makeTokenFile, type TokenFile } from '../../token-file/token-file.ts';
import { webIdentityGrant } from './web-identity-grant.ts';

/** Attempts after the first, until there is a token. */
const RETRIES = 4;
/** Milliseconds that an endpoint may take for the token of the job. */
const DOCUMENT_TIMEOUT = 10_000;

/**
 * Runs a command with a token for AWS that stays fresh.
 *
 * @throws {DrawbridgeError} why there was no token; nothing was run
 * @throws {ChildEnded} as the command ended, where not well
 */
export function execInJob(
  words: readonly string[],
  options: Options,
  context: Context,
): Promise<void> {
  return withEarlySignals((early) => exec(words, options, context, early));
}

async function exec(
  words: readonly string[],
  options: Options,
  context: Context,
  early: EarlySignals,
): Promise<void> {
  const { terminal } = context;
  const { env } = terminal;
  const say = sayTo(terminal);
  const address = options.exchange === undefined ? undefined : exchangeAddress(options.exchange);
  const audience = options.jobAudience ?? address?.audience ?? options.audience;
  const found = findJobToken(options, audience, env);
  if (found.note !== undefined) say(found.note);

  const { outbound } = await context.config(options);
  const http = await openOutbound(outbound ?? {}, env);
  let file: TokenFile | undefined;
  let job: ReadToken | undefined;
  try {
    const exchange = address && (await createExchange(address, options, { http, env, say }));
    const timeout = Math.min(options.timeout * 1000, DOCUMENT_TIMEOUT);
    const documents = (headers: Readonly<Record<string, string>>) =>
      http.documents({ headers, timeout });
    const isRenewed = found.place.kind !== 'variable';
    const first = {
      retries: RETRIES,
      deadline: options.timeout * 1000,
      onRetry: (retry: Retry) => say(describeRetry(retry, RETRIES)),
    };
    const grant = webIdentityGrant({
      isRenewed,
      exchange,
      clock: systemClock,
      async read(signal) {
        // Later ones are tried again by who keeps the token fresh, while the old one lives.
        const policy = job === undefined ? first : { retries: 0 };
        job = await readJobToken(found, { env, documents, signal, policy });
        return job;
      },
      async write(token) {
        file ??= await makeTokenFile(env['TMPDIR']);
        await file.write(token);
      },
    });
    const attemptTimeout = options.timeout * 1000 + 1000;
    const fresh = { grant, what: 'the token for AWS', attemptTimeout, tell: say, signals: early };
    await withFreshToken(fresh, async () => {
      const end = isRenewed ? undefined : job?.expiresAt;
      say(describeEnd(nameOf(found.system), end, epochSeconds(systemClock)));
      const identity = {
        roleArn: options.aws,
        sessionName: options.sessionName ?? jobSessionName(found.system, env),
        tokenFile: file?.path ?? '',
      };
      const region = options.region ?? (await regionOfProfile(env));
      // The token of the job stays: the command may need it for something else.
      const childEnv = withVariables(env, webIdentityVariables(identity, region));
      const callOff = end === undefined ? undefined : atTime(end, systemClock, () => say(ENDED));
      try {
        await runChild(words, { env: childEnv }, terminal);
      } finally {
        callOff?.();
      }
    });
  } finally {
    await file?.remove().catch(() => say(`the folder of ${file?.path} could not be removed`));
    await http.close();
  }
}

/** The command is not told of the profile, and has its region all the same. */
async function regionOfProfile(env: Readonly<NodeJS.ProcessEnv>): Promise<string | undefined> {
  if (env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || !env['AWS_PROFILE']) return undefined;
  return (await readProfilePlace(env, 'STS')).region;
}

function nameOf(system: CiSystem | undefined): string {
  return system?.name ?? 'this job';
}
