import { createLineLog, type LogFields, usageError } from '@drawbridge/core';
import { createKeptSecrets, readVouchConfig, type VouchSources } from '@drawbridge/gateway/node';
import { gatherLines } from '@drawbridge/node';
import { catchSignals } from '../catch-signals.ts';
import type { CommonOptions, Context, ReadConfig } from '../context.ts';
import { followConfig } from '../commands/serve/follow-config.ts';
import { serveUntilStopped } from '../commands/serve/serve-until-stopped.ts';
import { orTellLog } from '../commands/serve/start-messages.ts';
import { tellPart } from '../commands/serve/tell-itself.ts';
import { reloadVouch, tellNotes } from './reload-vouch.ts';
import { PART, startVouch, type VouchService } from './vouch-service.ts';

/**
 * Serves a gateway in the place of a Vouch Proxy until a signal ends it.
 *
 * @param options - where what all parts share is configured: `log`, `audit`, `metrics`, `outbound` and `store`
 * @throws {DrawbridgeError} of kind `configuration`
 */
export async function runVouch(
  options: CommonOptions,
  sources: VouchSources,
  context: Context,
): Promise<void> {
  const { terminal } = context;
  // Before anything else: a SIGHUP that comes while it starts would end it.
  const signals = catchSignals();
  try {
    const { file: shared } = context.layers(options);
    let vouch = await readVouchConfig(sources);
    let hasStore = false;
    async function read(): Promise<ReadConfig> {
      const { config, files } = await context.read(options, []);
      if (config.gateway !== undefined) {
        const message =
          'cannot be beside a section gateway in the configuration: each is a gateway of its own, in a process of its own';
        throw usageError([{ path: '--vouch-config', message }]);
      }
      vouch = await readVouchConfig(sources);
      hasStore = config.store !== undefined;
      const followed = [...vouch.files, ...(shared === undefined ? [] : [shared])];
      return {
        config: { ...config, store: config.store ?? { driver: 'memory' } },
        files: [...files, ...followed.map((path) => ({ at: `${PART}.vouch`, path }))],
      };
    }
    const follower = await followConfig({ part: PART, file: sources.file, read });
    const { log: section = {} } = follower.first.config;
    const log = createLineLog(gatherLines(terminal.stderr), {
      ...section,
      level: vouch.logLevel ?? section.level,
    });
    const { format } = section;
    const teller = tellPart(PART, log);
    const kept = createKeptSecrets();
    /** The secret that was made, if one was: its file is no news. */
    const takeSecret = async () => {
      const { path, secret } = kept.inForce(vouch.signing).secretFile ?? {};
      if (path !== undefined && secret !== undefined) await follower.take(path, secret);
    };
    tellNotes(vouch, log);
    await orTellLog({ log, format, part: PART }, () =>
      serveUntilStopped(
        { follower, signals, terminal, log, teller },
        {
          async start(config, runtime) {
            const service = await startVouch({ config, vouch, runtime, teller, kept });
            await takeSecret();
            return service;
          },
          ready: (service: VouchService) => {
            if (!hasStore) {
              log.info('sign-outs are remembered until this process ends', {
                hint: 'Several processes, and one that is started anew, need a store: give a section store by --config.',
              });
            }
            teller.ready(readyFields(service));
          },
          async reload(service, config, runtime) {
            const changes = await reloadVouch(service, { config, vouch, kept }, runtime);
            await takeSecret();
            return changes;
          },
        },
      ),
    );
  } finally {
    signals.release();
  }
}

function readyFields({ section: { vouch }, listeners }: VouchService): LogFields {
  const { settings, signing } = vouch;
  const { allowAllUsers, cookie, documentRoot, domains, oauth } = settings;
  const listening = listeners.urls.get(PART);
  return {
    in: "a Vouch Proxy's place",
    cookie: cookie.name,
    domains: allowAllUsers ? cookie.domain : domains.join(', '),
    provider: oauth?.provider ?? 'none: cookies are validated, and nobody signs in here',
    algorithm: signing.algorithm,
    ...(documentRoot !== '' && { documentRoot }),
    health: `${listening}/healthcheck`,
    listening,
  };
}
