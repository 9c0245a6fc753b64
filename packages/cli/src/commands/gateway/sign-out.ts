import {
  createDefaultEngine,
  type Log,
  printable,
  quote,
  silentLog,
  systemClock,
  toDrawbridgeError,
} from '@drawbridge/core';
import type { ListedSession } from '@drawbridge/gateway';
import { openSessions } from '@drawbridge/gateway/node';
import { type HttpClient, openOutbound, openStore } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions, Config } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { print, sayTo, tell } from '../../terminal.ts';
import { gatewaySectionOf } from './gateway-section-of.ts';
import { requireKeptPlace } from './kept-place.ts';
import { readerFor } from './reader-for.ts';

interface Options extends CommonOptions {
  readonly provider?: string;
  readonly list?: boolean;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  const { env } = terminal;
  command
    .description(
      'Sign a person out of the gateway everywhere, at once and in all its processes: every session, and every bearer token that was ' +
        'issued by now. It works on the store of the gateway, which may be serving meanwhile.',
    )
    .argument(
      '<subject>',
      'the sub that the provider calls the person by; the log of the gateway has it',
      filled,
    )
    .option('--provider <name>', 'who signed the person in; needed where there are several', filled)
    .option('--list', 'only list the sessions, and end none')
    .option('--json', 'print JSON')
    .action(async (subject: string, options: Options) => {
      const config = await context.config(options);
      const section = gatewaySectionOf(config);
      const { issuer, provider } = readerFor(section, options.provider);
      const data = await context.data(options);
      await requireKeptPlace(config, data);
      const common = { data, env, clock: systemClock, log: silentLog };
      const http = options.list === true ? undefined : await openHttp(config.outbound);
      const store = await openStore(config.store, common);
      try {
        const kept = await openSessions(section, {
          ...common,
          log: warnings,
          engine: createDefaultEngine(),
          store,
          ...(http && { http }),
        });
        const listed = await kept.list({ issuer, subject });
        const sessions = listed.map((each) => ({ ...each, createdAt: Math.floor(each.createdAt) }));
        // Also where none is known: one may begin at this moment.
        if (options.list !== true) await kept.endPerson(issuer, subject);
        report({ provider, issuer, subject, sessions }, options);
      } finally {
        await store.close();
        await http?.close();
      }
    });

  const say = sayTo(terminal);
  /** The sessions have ended in any case. */
  const warnings: Log = {
    ...silentLog,
    warn: (event, { detail } = {}) =>
      say(`${event}: ${String(detail)}. What the provider gave to the gateway may live on there.`),
  };

  /** @returns `undefined` where the way out cannot be had: who is to be signed out does not wait for that */
  async function openHttp(outbound: Config['outbound']): Promise<HttpClient | undefined> {
    try {
      return await openOutbound(outbound ?? {}, env);
    } catch (thrown) {
      warnings.warn('refresh tokens not revoked', { detail: toDrawbridgeError(thrown).message });
      return undefined;
    }
  }

  function report(found: Found, { json, list = false }: Options): void {
    const { provider, subject, sessions } = found;
    if (json) {
      print(terminal, printable(JSON.stringify({ ...found, ended: !list })));
      return;
    }
    for (const { createdAt, endsAt } of sessions) {
      print(
        terminal,
        `since ${time(createdAt)}  ${list ? 'until' : 'ended; else until'} ${time(endsAt)}`,
      );
    }
    if (sessions.length === 0) {
      tell(
        terminal,
        `No session of ${quote(subject)} of ${provider} is known. Is that the sub of the person, letter by letter? The log of the gateway has it, as subject, where they signed in.`,
      );
    }
    if (list) return;
    tell(
      terminal,
      `${quote(subject)} of ${provider} is signed out. To keep them from signing in again, lock them at the provider, or add a rule with deny.`,
    );
  }
};

interface Found {
  readonly provider: string;
  readonly issuer: string;
  readonly subject: string;
  readonly sessions: readonly ListedSession[];
}

function time(seconds: number): string {
  return new Date(seconds * 1000).toISOString().replace('.000', '');
}
