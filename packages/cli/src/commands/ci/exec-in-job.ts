import { findCiSystem } from '@drawbridge/clouds/ci';
import { epochSeconds, systemClock } from '@drawbridge/core';
import { openOutbound } from '@drawbridge/node';
import type { Context } from '../../context.ts';
import { type EarlySignals, withEarlySignals } from '../../early-signals.ts';
import { runChild } from '../../run-child.ts';
import { sayTo } from '../../terminal.ts';
import { withPrivateFolder } from '../../token-file/private-folder.ts';
import { withFreshTokens } from '../../token-file/with-fresh-token.ts';
import { type CloudToken, cloudToken } from './cloud-token.ts';
import { chooseTargets } from './clouds/choose-targets.ts';
import type { CloudTarget, Environment } from './clouds/cloud-target.ts';
import { tokensFor } from './clouds/list-clouds.ts';
import { exchangeAddress } from './exchange-address.ts';
import { openExchange } from './exchange-job-token.ts';
import type { Options } from './exec-options.ts';
import { findJobTokens, notesOf } from './find-job-tokens.ts';
import { createRenewals } from './renewal-handles.ts';
import { atTime, describeEnd, describeEnded } from './token-end.ts';

/**
 * Runs a command with a token for each cloud that stays fresh.
 *
 * @throws {DrawbridgeError} why there was no token, and for which cloud; nothing was run
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
  const { exchange: given, jobAudience, timeout } = options;
  const address = given === undefined ? undefined : exchangeAddress(given);
  const targets = chooseTargets(options, env);
  const jobs = findJobTokens(targets, options, jobAudience ?? address?.audience, env);
  for (const note of notesOf(jobs)) say(note);

  await withPrivateFolder(env['TMPDIR'], say, async (folder) => {
    const childEnv = await equip(targets, env, (target, before) => target.equip(before, folder));
    const { outbound } = await context.config(options);
    const http = await openOutbound(outbound ?? {}, env);
    try {
      const exchangeFor = address && (await openExchange(address, options, { http, env }));
      const renewing = createRenewals();
      const tokens = jobs.map((job) => {
        const { cloud, audience } = job.target;
        const tell = (sentence: string) => say(`${tokensFor([cloud])}: ${sentence}`);
        const trade = exchangeFor && renewing(exchangeFor(audience, tell));
        return cloudToken(job, trade, { http, env, folder, timeout, say });
      });
      const fresh = tokens.map((token) => token.fresh);
      await withFreshTokens(fresh, early, async () => {
        const callOff = tellEnds(findCiSystem(env)?.name ?? 'this job', tokens, say);
        try {
          // The token of the job stays: the command may need it for something else.
          await runChild(words, { env: childEnv }, terminal);
        } finally {
          callOff();
        }
      });
    } finally {
      await http.close();
    }
  });
}

async function equip(
  targets: readonly CloudTarget[],
  env: Environment,
  step: (target: CloudTarget, before: Environment) => Promise<Environment>,
): Promise<Environment> {
  let made = env;
  for (const target of targets) made = await step(target, made);
  return made;
}

/** Says when tokens are renewed no more, now and when that has come: of those that end together in one sentence. @returns calls it off */
function tellEnds(
  system: string,
  tokens: readonly CloudToken[],
  say: (sentence: string) => void,
): () => void {
  const clouds = new Map<number | undefined, string[]>();
  for (const { cloud, end } of tokens) clouds.set(end(), [...(clouds.get(end()) ?? []), cloud]);
  const callOffs = [...clouds].map(([end, names]) => {
    say(describeEnd(system, names, end, epochSeconds(systemClock)));
    if (end === undefined) return () => {};
    return atTime(end, systemClock, () => say(describeEnded(names)));
  });
  return () => {
    for (const callOff of callOffs) callOff();
  };
}
