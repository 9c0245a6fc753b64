import {
  type Call,
  createCallerAddress,
  DrawbridgeError,
  type Reply,
  silentLog,
} from '@drawbridge/core';
import { listen, parseListenAddress } from '@drawbridge/node';
import type { Question, Verdict } from '@drawbridge/gateway';
import { DIALECTS } from '../../packages/gateway/src/dialects/dialects.ts';
import type { Stage } from './stage.ts';

/** The fields that it tells an app: one of them is empty each time. */
export const FIELDS = ['Remote-User', 'Remote-Groups', 'X-Drawbridge-Identity'] as const;

/** What stands for a gateway where proxies are tried: the dialects are ours, and who somebody is says a cookie. */
export interface StandInGateway {
  /** `127.0.0.1:PORT` */
  readonly address: string;
  /** What it was asked at last. */
  question(): Question | undefined;
  /** The targets of all that was no question. */
  readonly others: readonly string[];
  close(): Promise<void>;
}

/** Starts one, until the stage is cleared. `who=alice` may go on, `who=mallory` may not, and nobody else is signed in. */
export async function startStandInGateway(stage: Stage): Promise<StandInGateway> {
  const others: string[] = [];
  let last: Question | undefined;
  const addressOf = createCallerAddress({ proxies: ['127.0.0.1'] });

  function decide(question: Question): Verdict {
    const [, who] = /(?:^|; ?)who=(\w+)/.exec(question.cookies.join('; ')) ?? [];
    if (who === 'alice') {
      const fields = FIELDS.map((name) => [name, VALUES[name]] as const);
      return { kind: 'allowed', rule: 'alice', fields };
    }
    if (who !== undefined) {
      return { kind: 'forbidden', fault: new DrawbridgeError('rule_denied'), user: undefined };
    }
    const fault = new DrawbridgeError('credentials_missing');
    if (!question.isPage) return { kind: 'unauthorized', fault };
    const { scheme, host, target } = question;
    const url = `${scheme}://${host}/.drawbridge/login?url=${encodeURIComponent(target)}`;
    return { kind: 'signIn', url, fault };
  }

  function answer(call: Call): Reply {
    const dialect = DIALECTS.find(({ name, takesPath }) =>
      takesPath === true
        ? call.target.startsWith(`/authz/${name}/`)
        : call.target.split('?')[0] === `/authz/${name}`,
    );
    if (dialect === undefined) {
      others.push(call.target);
      const host = call.headers.find(([name]) => name.toLowerCase() === 'host')?.[1];
      return { status: 200, headers: [['content-type', 'text/plain']], body: `gateway ${host}` };
    }
    try {
      const question = dialect.read(call, addressOf);
      last = question;
      return dialect.reply(decide(question), question);
    } catch (thrown) {
      return dialect.reply({ kind: 'malformed', fault: thrown as DrawbridgeError });
    }
  }

  const service = { handle: async (call: Call) => answer(call), close: async () => {} };
  const listener = await listen(service, parseListenAddress('127.0.0.1:0'), silentLog);
  const close = async () => void (await listener.close({ patience: 0 }));
  stage.later(close);
  return { address: new URL(listener.url).host, question: () => last, others, close };
}

const VALUES: Readonly<Record<(typeof FIELDS)[number], string>> = {
  'Remote-User': 'alice@example.test',
  'Remote-Groups': '',
  'X-Drawbridge-Identity': 'header.claims.signature',
};
