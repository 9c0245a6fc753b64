import { type Call, headerValues, type Service } from '@drawbridge/core';
import { sampleAppPage } from '@drawbridge/pages';
import { pageReply } from '../page-reply.ts';

/** Paths of the app: one for those that a rule names, one for anybody. */
export const APP_PATHS = { own: '/', open: '/status' } as const;

/** Of what the gateway tells, what a person can read. The signed field is a token, and shown nowhere as it is. */
const SHOWN = ['Remote-User', 'Remote-Name', 'Remote-Email', 'Remote-Groups'];
const SIGNED = 'X-Drawbridge-Identity';

/** A small app without a sign-in of its own. It believes what stands in the fields, and so listens where only the proxy asks. */
export function sampleApp(): Service {
  return {
    async handle(call) {
      const [who = ''] = headerValues(call, 'remote-user');
      return pageReply(
        sampleAppPage({
          path: call.target,
          who: who === '' ? undefined : who,
          fields: [...SHOWN.map((name) => [name, valueOf(call, name)] as const), signedOf(call)],
          signOut: '/.drawbridge/logout',
          pages: [
            { href: APP_PATHS.own, label: 'The page for engineers' },
            { href: APP_PATHS.open, label: 'The page for everybody' },
          ],
        }),
      );
    },
    close: () => Promise.resolve(),
  };
}

function valueOf(call: Call, name: string): string {
  return headerValues(call, name.toLowerCase()).join(', ');
}

function signedOf(call: Call): readonly [string, string] {
  const value = valueOf(call, SIGNED);
  return [SIGNED, value === '' ? '' : 'the same, in a token that the gateway signed'];
}
