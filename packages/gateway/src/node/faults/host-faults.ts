import type { ConfigFault } from '@drawbridge/core';
import { createHostList } from '@drawbridge/rules';
import { type AuthOrigin, createAuthOrigin } from '../../hosts/auth-origin.ts';
import { parseHost } from '../../hosts/parse-host.ts';
import { sharedNames } from '../../hosts/shared-names.ts';
import type { Sparse, SparseSection } from './sift-section.ts';
import { twice } from './twice.ts';

/** What is wrong with the hosts of apps, by themselves and beside that of the gateway. */
export function hostFaults({ url, hosts }: SparseSection): readonly ConfigFault[] {
  const faults = twice(hosts.map((host) => host?.toLowerCase())).map((index) =>
    fault(index, 'is listed twice'),
  );
  if (url === undefined) return faults;
  const auth = createAuthOrigin(url);
  for (const [index, pattern] of hosts.entries()) {
    if (pattern === undefined) continue;
    // Of the names below `*.example.com` that of the gateway is never an app.
    if (pattern.toLowerCase() === auth.host) {
      faults.push(
        fault(
          index,
          'is the host of gateway.url, where people sign in: give the gateway a host of its own',
        ),
      );
    }
    if (hasUsualPort(pattern, auth.scheme)) {
      faults.push(
        fault(
          index,
          `has the port of ${auth.scheme}, which browsers leave out: it would never be asked for`,
        ),
      );
    }
    if (auth.scheme === 'http' && !isOfThisMachine(pattern)) {
      faults.push(
        fault(
          index,
          'is not on this machine, and gateway.url is http: its cookies would go over the network unprotected',
        ),
      );
    }
  }
  return [...faults, ...portFaults(auth, hosts)];
}

/**
 * What shares a name with another, and so its cookies. Over http all of them are on this machine, where apps in the making have
 * a port each and one name: whoever runs them there has them all anyway.
 */
function portFaults({ scheme, host }: AuthOrigin, hosts: Sparse<string>): readonly ConfigFault[] {
  if (scheme === 'http') return [];
  return sharedNames([host, ...hosts], scheme).map(({ index, other }) => {
    const isWide = hosts[index - 1]?.startsWith('*.') === true;
    return other === 0
      ? fault(
          index - 1,
          `${isWide ? 'has the name of gateway.url in it' : 'is the name of gateway.url'} on another port: browsers send cookies to every port of a name, and this app would have those of the gateway`,
        )
      : fault(
          index - 1,
          `can be a name of gateway.hosts[${other - 1}] on another port: browsers send cookies to every port of a name, and each of the two apps would have the sessions of the other; give each app a name of its own`,
        );
  });
}

function fault(index: number, message: string): ConfigFault {
  return { path: `gateway.hosts[${index}]`, message };
}

function hasUsualPort(pattern: string, scheme: 'http' | 'https'): boolean {
  const name = pattern.toLowerCase().replace(/^\*\./, '');
  return parseHost(name, scheme) !== name;
}

const isOnThisMachine = createHostList(['localhost', '127.0.0.1', '[::1]']);

function isOfThisMachine(pattern: string): boolean {
  const name = pattern.toLowerCase().replace(/:\d+$/, '');
  return isOnThisMachine(name) || name.endsWith('.localhost');
}
