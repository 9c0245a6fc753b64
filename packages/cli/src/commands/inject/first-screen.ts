import { printable } from '@drawbridge/core';
import type { InjectSection } from '@drawbridge/inject/node';
import { showTime } from '@drawbridge/node';
import type { FirstToken } from './check-tokens.ts';

type Token = NonNullable<InjectSection['token']>;

/**
 * What a person sees first: what listens where, for what, with which token, what is missing, and a line to try.
 *
 * @param tokens - what the start found of each source
 * @param now - in seconds since the epoch
 */
export function firstScreen(
  section: InjectSection,
  url: string,
  tokens: readonly FirstToken[],
  now: number,
): string {
  const routes = routesOf(section);
  const tokenOf = (route: Route | undefined) => route?.token ?? section.token;
  return [
    ...routes.flatMap((route, index) => {
      const place = `${placeOf(route, url)} goes on to ${route.upstream}`;
      const token = tokenOf(route) ?? {};
      // What neighbours have in common is told once, below the last of them.
      if (index + 1 < routes.length && tokenOf(routes[index + 1]) === token) return [place];
      const end = tokens.find((first) => first.routes.includes(index))?.expiresAt;
      return [place, `with ${describeToken(token)}${untilWhen(token, end, now)}`];
    }),
    ...tokens.flatMap((first) => missingLines(first, tokens.length > 1)),
    `Try: ${curlLine(section, url)}`,
    'Ctrl-C ends it.',
  ].join('\n');
}

interface Route {
  readonly path?: string | undefined;
  readonly host?: string | undefined;
  readonly upstream: string;
  readonly token?: Token | undefined;
}

function placeOf({ path = '', host }: Route, url: string): string {
  return `${url}${path === '/' ? '' : path}${host === undefined ? '' : ` as ${host}`}`;
}

function routesOf({ routes, upstream = '' }: InjectSection): readonly Route[] {
  return routes ?? [{ upstream }];
}

/** How the tokens of a section are come by, in words, each way once; of several, for which upstreams each is. */
export function describeTokens(section: InjectSection): string {
  const ways = new Map<Token, string[]>();
  for (const { token = section.token ?? {}, upstream } of routesOf(section)) {
    ways.set(token, [...(ways.get(token) ?? []), upstream]);
  }
  return [...ways]
    .map(([token, upstreams]) =>
      ways.size === 1 ? describeToken(token) : `${upstreams.join(', ')}: ${describeToken(token)}`,
    )
    .join('; ');
}

function describeToken(token: Token): string {
  const at = token.tokenEndpoint ?? token.issuer ?? token.discoveryUrl;
  const from = at === undefined ? '' : ` of ${at}`;
  if (token.refreshToken !== undefined) return `an access token${from}, renewed by a refresh token`;
  if (token.accessToken !== undefined)
    return 'the access token that was given, which nothing renews';
  if (token.file !== undefined) return `the access token in ${token.file}`;
  if (token.command !== undefined) return `the access token that ${token.command[0]} prints`;
  if (token.login !== undefined) return `the ID token of the login ${token.login}`;
  if (token.exchange === undefined) return `an access token${from} for the client itself`;
  return `an access token${from}, exchanged for the token in ${token.exchange.subjectTokenFile}`;
}

/** @param isNamed - whether it is to be said which upstream it is for */
function missingLines({ upstream, missing }: FirstToken, isNamed: boolean): readonly string[] {
  if (missing === undefined) return [];
  const { message, hint, status } = missing;
  return [
    `There is no token yet${isNamed ? ` for ${upstream}` : ''}: ${printable(message)}`,
    ...(hint === undefined ? [] : [printable(hint)]),
    `Until there is one, calls are answered with ${status}. It is asked for again when a call comes.`,
  ];
}

function untilWhen(token: Token, end: number | undefined, now: number): string {
  // That of a file or a login is asked for again long before it ends.
  if (end === undefined || (token.file ?? token.login) !== undefined) return '';
  const isOnly = token.accessToken !== undefined && token.refreshToken === undefined;
  return `; ${isOnly ? 'it' : 'the one at hand'} is good until ${showTime(end, now)}`;
}

/** A call that works, for a person to copy. */
export function curlLine(section: InjectSection, url: string): string {
  const [first] = section.routes ?? [];
  const path =
    first?.path === undefined || first.path === '/' ? '/' : `${first.path.replace(/\/$/, '')}/`;
  const words = ['curl'];
  if (section.secret !== undefined) {
    words.push(`-H "Authorization: Bearer ${secretWord(section.secret)}"`);
  }
  if (first?.host !== undefined) words.push(`-H 'Host: ${first.host}'`);
  if (section.socket === undefined) {
    words.push(`${url.replace(/\/\/(0\.0\.0\.0|\[::\])/, '//localhost')}${path}`);
  } else {
    words.push(`--unix-socket ${section.socket} http://localhost${path}`);
  }
  return words.join(' ');
}

/** What a shell puts the secret in the place of, so that it is shown nowhere. */
function secretWord(secret: NonNullable<InjectSection['secret']>): string {
  if ('file' in secret) return `$(cat '${secret.file.replaceAll("'", "'\\''")}')`;
  return `\${${secret.env}}`;
}
