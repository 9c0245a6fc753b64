import { VOUCH_KEY_GROUPS, type VouchKeyName } from '@drawbridge/gateway/node';
import { HERE_MEANS } from '../../becomes.fixture.ts';
import { hereOf } from '../../becomes.ts';
import { COUNTERPARTS } from './all-counterparts.ts';

/** The page that says of every key of Vouch Proxy what becomes of it. */
export function counterpartsPage(): string {
  return [
    '# Keys of Vouch Proxy, and sessions of the gateway',
    '',
    '<!-- Written by `npm run docs` from packages/cli/src/migrate/vouch/counterparts. -->',
    '',
    'What becomes of each key of a `config.yml` where people [move to sessions of the gateway](../migrate/vouch-proxy.md#move-to-native-sessions),',
    'as `drawbridge migrate vouch` does it. In Vouch mode the file goes on as it is, and this page is of no use.',
    '',
    ...HERE_MEANS,
    ...VOUCH_KEY_GROUPS.flatMap(({ title, keys }) => [
      '',
      `## ${title}`,
      '',
      '| key | what it is | here |',
      '|---|---|---|',
      ...keys.map(
        ({ key, what }) =>
          `| \`${key}\` | ${what} | ${hereOf(COUNTERPARTS[key as VouchKeyName])} |`,
      ),
    ]),
    '',
  ].join('\n');
}
