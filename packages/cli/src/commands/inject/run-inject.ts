import { createLineLog, epochSeconds, type Log, systemClock } from '@drawbridge/core';
import { type InjectSection, openInjector } from '@drawbridge/inject/node';
import { dataFolder, gatherLines, type ProxyListener } from '@drawbridge/node';
import type { FlagSetting } from '@drawbridge/node/config';
import { catchSignals, type Signals } from '../../catch-signals.ts';
import type { Config, Context } from '../../context.ts';
import { openRuntime } from '../../open-runtime.ts';
import { tell, type Terminal } from '../../terminal.ts';
import { orTellLog } from '../serve/start-messages.ts';
import { checkTokens, type FirstToken } from './check-tokens.ts';
import { describeTokens, firstScreen } from './first-screen.ts';
import type { Options } from './inject-flags.ts';
import { injectedSection } from './injected-section.ts';
import { loginTokens } from './login-tokens.ts';
import { createStartLog } from './start-log.ts';

/** Milliseconds that calls under way may take once it stops. */
const PATIENCE = 10_000;

/** Why it may take a while: a refresh token that was sent may be used up, and its successor is kept. */
const LAST_CALLS = `calls under way have ${PATIENCE / 1000} seconds, and a refresh comes to its end; a second signal ends it at once`;

/**
 * Serves the proxy until a signal ends it, or a call that knows how.
 *
 * @throws {DrawbridgeError} of kind `configuration`; `sign_in_needed` where no token can be had
 */
export async function runInject(
  options: Options,
  flags: readonly FlagSetting[],
  context: Context,
): Promise<void> {
  const signals = catchSignals();
  try {
    const config = await context.config(options, flags);
    const { env, section, warnings } = await injectedSection(config, flags, context.terminal.env);
    const terminal = { ...context.terminal, env };
    const log = createLineLog(gatherLines(terminal.stderr), config.log ?? {});
    const format = config.log?.format;
    await orTellLog({ log, format, part: 'inject' }, () => {
      for (const warning of warnings) log.warn(warning);
      return serve({ config, section, terminal, log, signals });
    });
  } finally {
    signals.release();
  }
}

interface Served {
  readonly config: Config;
  readonly section: InjectSection;
  readonly terminal: Terminal;
  readonly log: Log;
  readonly signals: Signals;
}

async function serve({ config, section, terminal, log, signals }: Served): Promise<void> {
  const data = dataFolder(config.data, terminal.env);
  const start = createStartLog(log);
  const runtime = await openRuntime({ config, data, log: start.log }, terminal);
  try {
    let stop = () => {};
    const called = new Promise<string>((resolve) => {
      stop = () => resolve('a call');
    });
    const logins = loginTokens(runtime);
    const injector = await openInjector(section, runtime, {
      stop: () => stop(),
      loginToken: logins.token,
    });
    try {
      const listener = await injector.listen();
      try {
        const stopped = Promise.race([signals.stop, called]).then((by) => {
          log.info('stopping', { by, detail: LAST_CALLS });
        });
        const tokens = await Promise.race([checkTokens(injector), stopped.then(() => undefined)]);
        if (tokens === undefined) return;
        start.started(tokens.flatMap(({ missing }) => missing ?? []));
        tellReady({ config, section, terminal, log }, listener, tokens);
        await stopped;
      } finally {
        await listener.close({ patience: PATIENCE });
      }
    } finally {
      await injector.close();
      await logins.close();
    }
  } finally {
    await runtime.close();
  }
}

function tellReady(
  { config, section, terminal, log }: Omit<Served, 'signals'>,
  { url }: ProxyListener,
  tokens: readonly FirstToken[],
): void {
  if (config.log?.format !== 'json') {
    tell(terminal, firstScreen(section, url, tokens, epochSeconds(systemClock)));
    return;
  }
  for (const { upstream, missing } of tokens) {
    if (missing === undefined) continue;
    const { code, message: detail, hint } = missing;
    log.warn('no token yet', { upstream, code, detail, hint });
  }
  log.info('ready', {
    listening: url,
    upstreams: (section.routes ?? [section]).map(({ upstream }) => upstream).join(' '),
    token: describeTokens(section),
  });
}
