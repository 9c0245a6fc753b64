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
  return [
    ...routesOf(section).map((route) => `${placeOf(route, url)} goes on to ${route.upstream}`),
    ...waysOf(section).map(
      ({ whose, token, upstreams }) =>
        `${whose && `${whose} `}with ${describeToken(token)}${untilWhen(token, firstOf(tokens, upstreams), now)}`,
    ),
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

function routesOf(section: InjectSection): readonly Route[] {
  return section.routes ?? [{ upstream: section.upstream ?? '' }];
}

interface Way {
  /** Its upstreams, where there are other ways, too; else empty. */
  readonly whose: string;
  readonly token: Token;
  readonly upstreams: readonly string[];
}

/** How tokens are come by, each way once. */
function waysOf(section: InjectSection): readonly Way[] {
  const ways = new Map<Token, string[]>();
  for (const { token = section.token ?? {}, upstream } of routesOf(section)) {
    ways.set(token, [...(ways.get(token) ?? []), upstream]);
  }
  return [...ways].map(([token, upstreams]) => ({
    whose: ways.size === 1 ? '' : upstreams.join(', '),
    token,
    upstreams,
  }));
}

/** Until when the first token of these upstreams is good. */
function firstOf(tokens: readonly FirstToken[], upstreams: readonly string[]): number | undefined {
  return tokens.find(({ upstream }) => upstreams.includes(upstream))?.expiresAt;
}

/** How the tokens of a section are come by, in words. */
export function describeTokens(section: InjectSection): string {
  return waysOf(section)
    .map(({ whose, token }) => `${whose && `${whose}: `}${describeToken(token)}`)
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

function untilWhen({ file }: Token, end: number | undefined, now: number): string {
  // That of a file is read again long before it ends.
  return end === undefined || file !== undefined
    ? ''
    : `; the one at hand is good until ${showTime(end, now)}`;
}

/** A call that works, for a person to copy. */
export function curlLine(section: InjectSection, url: string): string {
  const [first] = section.routes ?? [];
  const path =
    first?.path === undefined || first.path === '/' ? '/' : `${first.path.replace(/\/$/, '')}/`;
  const words = ['curl'];
  if (section.secret !== undefined) words.push("-H 'Authorization: Bearer SECRET'");
  if (first?.host !== undefined) words.push(`-H 'Host: ${first.host}'`);
  if (section.socket === undefined) {
    words.push(`${url.replace(/\/\/(0\.0\.0\.0|\[::\])/, '//localhost')}${path}`);
  } else {
    words.push(`--unix-socket ${section.socket} http://localhost${path}`);
  }
  return words.join(' ');
}
