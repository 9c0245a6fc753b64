import { type Call, DISCOVERY_PATH, headerValues, JWKS_PATH, type Service } from '@drawbridge/core';
import { AUTH_HOST_PATHS } from '../../browser-routes.ts';
import type { AuthOrigin } from '../../hosts/auth-origin.ts';
import { parseHost } from '../../hosts/parse-host.ts';
import { APP_BASE } from '../../sign-in/app-base.ts';

/** Two gateways in one process, and what they are told apart by. */
export interface BesideVouchOptions {
  readonly native: Pick<Service, 'handle'>;
  /** In the place of a Vouch Proxy. */
  readonly vouch: Pick<Service, 'handle'>;
  readonly auth: AuthOrigin;
  /** Before all paths of Vouch mode but one: empty, or with a slash in front and none behind. */
  readonly documentRoot: string;
  /** Beside `/authz/` and `/.drawbridge/`: what these begin is native on each host. */
  readonly nativePaths: readonly string[];
  readonly isProxy: (address: string | undefined) => boolean;
}

/**
 * Has two gateways answer in one place, so that apps move from one to the other one by one. What is below `/authz/` and
 * `/.drawbridge/` is native on each host, and so are the documents of the identity token; on the auth host all is, but what is
 * below the document root of Vouch mode. All else is for Vouch mode.
 */
export function besideVouch(options: BesideVouchOptions): Service['handle'] {
  const { native, vouch, auth, documentRoot, nativePaths, isProxy } = options;
  const begins = ['/authz/', `${APP_BASE}/`, ...nativePaths];
  const documents: readonly string[] = [JWKS_PATH, DISCOVERY_PATH];

  function isOnAuthHost(call: Call): boolean {
    const names = isProxy(call.peer.address) ? ['host', 'x-forwarded-host'] : ['host'];
    return names.some((name) =>
      headerValues(call, name).some((text) => parseHost(text, auth.scheme) === auth.host),
    );
  }

  return (call) => {
    const [path = ''] = call.target.split('?', 1);
    const isNative =
      begins.some((start) => path.startsWith(start)) ||
      documents.includes(path) ||
      (!isBelow(path, documentRoot) && isOnAuthHost(call));
    return isNative ? native.handle(call) : vouch.handle(call);
  };
}

/**
 * What keeps a Vouch mode from being beside a native gateway, as the rest of a sentence about its configuration.
 *
 * @param callbackUrls - where its provider sends browsers back to
 */
export function besideVouchFaults(
  auth: Pick<AuthOrigin, 'url' | 'host' | 'scheme'>,
  documentRoot: string,
  callbackUrls: readonly string[],
): readonly string[] {
  const faults: string[] = [];
  const own = AUTH_HOST_PATHS.find(
    (path) => isBelow(path, documentRoot) || isBelow(documentRoot, path === '/' ? '' : path),
  );
  if (own !== undefined) {
    faults.push(
      `has vouch.document_root ${documentRoot}, where the gateway has ${own} of its own: choose another path, such as /vouch`,
    );
  }
  const isShared = callbackUrls.some((url) => {
    const host = /^https?:\/\/([^/?#]+)/i.exec(url)?.[1];
    return host !== undefined && parseHost(host, auth.scheme) === auth.host;
  });
  if (isShared && documentRoot === '') {
    faults.push(
      `has its callback on ${auth.host}, the host of gateway.url, where the gateway itself answers: give gateway.url another name below the same domain, or set vouch.document_root: /vouch, and register the callback below it`,
    );
  }
  return faults;
}

/** Whether a path is this one, or below it. Nothing is below none. */
function isBelow(path: string, root: string): boolean {
  return root !== '' && (path === root || path.startsWith(`${root}/`));
}
