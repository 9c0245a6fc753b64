import type { Logins } from '@drawbridge/login';
import type { LoginToken } from '@drawbridge/inject/node';
import type { Runtime } from '@drawbridge/node';

/** The tokens of logins for what else this process does. */
export interface LoginTokens {
  readonly token: LoginToken;
  close(): Promise<void>;
}

/** Opens the logins of the data folder when one of them is first asked for. */
export function loginTokens({ data, env, log, http }: Runtime): LoginTokens {
  let opened: Promise<Logins> | undefined;

  async function open(): Promise<Logins> {
    const { openLogins } = await import('@drawbridge/login/node');
    // The way out is the runtime's, which closes it.
    return openLogins({ data, env, log, http: async () => ({ ...http, close: async () => {} }) });
  }

  return {
    async token(name) {
      return (await (await (opened ??= open())).tokens(name)).idToken;
    },
    async close() {
      await (await opened)?.close();
    },
  };
}
