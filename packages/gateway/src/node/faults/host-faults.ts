import type { ConfigFault } from '@drawbridge/core';
import { createAppHosts } from '../../hosts/app-hosts.ts';
import { parseHost } from '../../hosts/parse-host.ts';
import type { SparseSection } from './sift-section.ts';
import { twice } from './twice.ts';

/** What is wrong with the hosts of apps, by themselves and beside that of the gateway. */
export function hostFaults({ url, hosts }: SparseSection): readonly ConfigFault[] {
  const faults: ConfigFault[] = twice(hosts.map((host) => host?.toLowerCase())).map((index) => ({
    path: `gateway.hosts[${index}]`,
    message: 'is listed twice',
  }));
  if (url === undefined) return faults;
  const { host, hostname, port, protocol } = new URL(url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  for (const [index, pattern] of hosts.entries()) {
    if (pattern === undefined) continue;
    const path = `gateway.hosts[${index}]`;
    // Of the names below `*.example.com` that of the gateway is never an app; on another port it would be one.
    if (pattern.toLowerCase() === host) {
      faults.push({
        path,
        message:
          'is the host of gateway.url, where people sign in: give the gateway a host of its own',
      });
    } else if (
      scheme === 'https' &&
      portOf(pattern) !== port &&
      createAppHosts([withoutPort(pattern)]).has(hostname)
    ) {
      faults.push({
        path,
        message: `${pattern.startsWith('*.') ? 'has the name of gateway.url in it' : 'is the name of gateway.url'} on another port: browsers send cookies to every port of a name, and this app would have those of the gateway`,
      });
    }
    if (hasUsualPort(pattern, scheme)) {
      faults.push({
        path,
        message: `has the port of ${scheme}, which browsers leave out: it would never be asked for`,
      });
    }
    if (protocol === 'http:' && !isOfThisMachine(pattern)) {
      faults.push({
        path,
        message:
          'is not on this machine, and gateway.url is http: its cookies would go over the network unprotected',
      });
    }
  }
  return faults;
}

function withoutPort(pattern: string): string {
  return pattern.toLowerCase().replace(PORT, '');
}

function portOf(pattern: string): string {
  return PORT.exec(pattern)?.[0].slice(1) ?? '';
}

const PORT = /:\d+$/;

function hasUsualPort(pattern: string, scheme: 'http' | 'https'): boolean {
  const name = pattern.toLowerCase().replace(/^\*\./, '');
  return parseHost(name, scheme) !== name;
}

const THIS_MACHINE = createAppHosts(['localhost', '127.0.0.1', '[::1]']);

function isOfThisMachine(pattern: string): boolean {
  const name = withoutPort(pattern);
  return THIS_MACHINE.has(name) || name.endsWith('.localhost');
}
