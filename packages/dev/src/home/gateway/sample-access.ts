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
export function describeAccess({ match, allow }: AccessRule): string {
  const conditions = Object.entries(match).map(([what, value]) => {
    const values = [value].flat().map((one) => JSON.stringify(one));
    return `${what} = ${values.join(' or ')}`;
  });
  const who = allow === undefined ? 'who fits' : 'anybody';
  return `when  ${conditions.join('\nand   ')}\nthen  let in ${who}`;
}
