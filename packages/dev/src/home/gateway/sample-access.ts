import type { AccessRule } from '@drawbridge/rules';
import { APP_PATHS } from './sample-app.ts';

/** Who may reach the sample app: one page is for everybody, the rest for a group. Who signs in here can be of another. */
export function sampleAccess(hosts: readonly string[]): readonly AccessRule[] {
  return [
    { name: 'status-page', match: { hosts, paths: APP_PATHS.open }, allow: 'anyone' },
    { name: 'engineers', match: { hosts, groups: 'engineering' } },
  ];
}

/** A rule in words, in the manner of those of the exchange. */
export function describeAccess({ name, match, allow, deny }: AccessRule): string {
  const conditions = Object.entries(match).map(
    ([what, value]) => `${what} = ${JSON.stringify(value)}`,
  );
  const who = allow === 'anyone' ? 'anybody' : allow === 'signed-in' ? 'who is signed in' : 'them';
  return `rule ${name}\n  when  ${conditions.join(' and ')}\n  then  ${deny ? 'keep out' : 'let in'} ${who}`;
}
