import type { HeaderField, Reply, Service } from '@drawbridge/core';
import { testCall } from '@drawbridge/testing';
import {
  APP_HOST,
  fieldNamed,
  fieldsNamed,
  GATEWAY_HOST,
  type TestProvider,
} from './vouch.fixture.ts';

/** A browser of one person, which keeps cookies by name, path and domain (RFC 6265 section 5.3). */
export interface VouchBrowser {
  ask(
    target: string,
    options?: { host?: string; method?: string; fields?: readonly HeaderField[] },
  ): Promise<Reply>;
  /** What it would send to a host and path. */
  cookies(host: string, path: string): readonly string[];
  /** Puts a cookie there as a page of a sibling can. */
  plant(text: string): void;
  /** Begins a sign-in. @returns where the provider is */
  begin(url: string): Promise<string>;
  /** Comes back from the provider: to `/auth`, and on to the path of the state. @returns what that says */
  comeBack(location: string): Promise<Reply>;
}

interface Kept {
  readonly name: string;
  readonly value: string;
  readonly path: string;
  readonly domain: string;
  readonly isHostOnly: boolean;
}

export function createVouchBrowser(service: Service, provider: TestProvider): VouchBrowser {
  let jar: readonly Kept[] = [];

  function keep(text: string, host: string): void {
    const [pair = '', ...attributes] = text.split('; ');
    if (pair.length > 4096) throw new Error('no browser takes this cookie');
    const at = pair.indexOf('=');
    const attribute = (name: string) =>
      attributes.find((one) => one.startsWith(`${name}=`))?.slice(name.length + 1);
    const domain = attribute('Domain');
    if (domain !== undefined && host !== domain && !host.endsWith(`.${domain}`)) return;
    const kept: Kept = {
      name: pair.slice(0, at),
      value: pair.slice(at + 1),
      path: attribute('Path') ?? '/',
      domain: domain ?? host,
      isHostOnly: domain === undefined,
    };
    const isSame = ({ name, path, domain: of }: Kept) =>
      name === kept.name && path === kept.path && of === kept.domain;
    jar = jar.filter((one) => !isSame(one));
    if (attribute('Max-Age') !== '0') jar = [...jar, kept];
  }

  function cookies(host: string, path: string): readonly string[] {
    return jar
      .filter(
        ({ domain, isHostOnly }) => host === domain || (!isHostOnly && host.endsWith(`.${domain}`)),
      )
      .filter(({ path: of }) => path === of || path.startsWith(of.endsWith('/') ? of : `${of}/`))
      .map(({ name, value }) => `${name}=${value}`);
  }

  const ask: VouchBrowser['ask'] = async (
    target,
    { host = GATEWAY_HOST, method = 'GET', fields = [] } = {},
  ) => {
    const sent = cookies(host, target.replace(/\?.*/, ''));
    const headers: readonly HeaderField[] = [
      ['host', host],
      ...(sent.length === 0 ? [] : [['cookie', sent.join('; ')] as const]),
      ...fields,
    ];
    const reply = await service.handle(testCall({ method, target, headers }));
    for (const text of fieldsNamed(reply, 'set-cookie')) keep(text, host);
    return reply;
  };

  return {
    ask,
    cookies,
    plant: (text) => keep(text, APP_HOST),
    async begin(url) {
      const reply = await ask(`/login?url=${url}`);
      return fieldNamed(reply, 'location') ?? '';
    },
    async comeBack(location) {
      const { pathname, search } = new URL(provider.answer(location));
      const first = await ask(pathname + search);
      const next = fieldNamed(first, 'location');
      return next === undefined ? first : ask(next);
    },
  };
}
