import { type Call, headerValues, type Reply } from '@drawbridge/core';
import { chooseProviderPage } from '@drawbridge/pages';
import { pageReply } from '../answers/page-reply.ts';
import { redirectReply } from '../answers/redirect-reply.ts';
import { readCookies } from '../cookies/read-cookies.ts';
import { setCookies } from '../cookies/set-cookies.ts';
import { ENTER_PATH, noSuchApp } from './begin.ts';
import { beginAttempt } from './begin-attempt.ts';
import { handOver } from './hand-over.ts';
import { REQUEST } from './login-request.ts';
import { againUrl, withPage } from './problem.ts';
import { readQuery } from './read-query.ts';
import type { SignInContext } from './sign-in-context.ts';
import { foreignReply, lateReply } from './stopped.ts';

/** Seconds that a browser remembers whom its person signed in with. */
const CHOICE_TIME = 365 * 86_400;

/**
 * `AUTH/login`: on to the app for whoever is signed in, else to a provider, of which a person chooses one where there are
 * several.
 */
export function enter(context: SignInContext, call: Call): Promise<Reply> {
  return withPage(context, call, async () => {
    const { parcels, hosts, browsers, providers, authHost, names } = context;
    const query = readQuery(call);
    const sealed = query.one('request') ?? '';
    const chosen = query.one('provider');
    const parcel = await parcels.open(REQUEST, sealed);
    if (parcel === undefined)
      return foreignReply('This address is of no sign-in that was begun here.');
    const request = parcel.value;
    if (!hosts.has(request.host)) return noSuchApp();
    const again = againUrl(context, request);
    return withPage(
      context,
      call,
      async () => {
        const session = await browsers.find(call, authHost);
        if (session !== undefined) return handOver(context, call, request, session);
        if (parcel.isOver) return lateReply(again);
        const [only, ...others] = providers.values();
        const provider = others.length === 0 ? only : providers.get(chosen ?? '');
        if (provider === undefined) return choices(request.host, sealed);
        const { url, headers } = await beginAttempt(context, call, provider, request);
        return redirectReply(url, [
          ...headers,
          ...(others.length === 0 ? [] : remember(provider.name)),
        ]);
      },
      { again },
    );

    function choices(host: string, request: string): Reply {
      const [last] = readCookies(headerValues(call, 'cookie'), `${names.session}-provider`);
      const sorted = [...providers.values()].sort(
        (one, other) => Number(other.name === last) - Number(one.name === last),
      );
      const page = chooseProviderPage({
        host,
        providers: sorted.map(({ name, title }) => ({
          title,
          href: `${ENTER_PATH}?request=${request}&provider=${encodeURIComponent(name)}`,
          isLast: name === last,
        })),
      });
      return pageReply(200, page);
    }

    function remember(provider: string) {
      const cookies = headerValues(call, 'cookie');
      return setCookies(`${names.session}-provider`, provider, { maxAge: CHOICE_TIME, cookies });
    }
  });
}
