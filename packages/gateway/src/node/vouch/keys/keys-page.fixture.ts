import {
  VOUCH_PROVIDER_ROWS,
  type VouchProviderRow,
} from '../../../vouch/providers/provider-rows.ts';
import { FORMER_KEYS } from '../layers/former-keys.ts';
import { fileVariableOf, VOUCH_KEY_GROUPS } from './all-keys.ts';
import type { VouchKeyEntry } from './vouch-key.ts';

/** The page that has every key of a Vouch Proxy's configuration. */
export function keysPage(): string {
  const bare = VOUCH_KEY_GROUPS.flatMap(({ keys }) => keys).flatMap((entry) => entry.bare ?? []);
  return [
    '# Keys of a Vouch Proxy',
    '',
    '<!-- Written by `npm run docs` from packages/gateway/src/node/vouch/keys. -->',
    '',
    'What `drawbridge serve gateway --vouch-config FILE`, and the image in its place, read of the `config.yml` of a Vouch Proxy and of',
    'the environment. Keys, variables and defaults are those of [its release 0.45.1](https://github.com/vouch/vouch-proxy/tree/c220a5e);',
    'keys that Drawbridge adds, and one of FABRIC, are marked.',
    '',
    '- The case of keys does not count. One that nobody knows is passed over, with a line of the log.',
    '- A flag goes before a `VOUCH_` variable, that before the file, and the file before an `OAUTH_` variable, as in Vouch Proxy.',
    '- A variable that is empty counts for nothing. A list is one text with commas.',
    '- Of two variables the first works in Vouch Proxy; the other stands in its documentation or example, and does nothing there.',
    '  Where both are set the first counts.',
    '- A variable that ends in `_FILE` names a file with the secret in it; one line end behind it is not part of the secret.',
    '- A path that is relative starts at `VOUCH_ROOT`; without that at the folder of the file, or where that is called `config`, the one',
    '  above. `config/secret` is below `VOUCH_ROOT`, or beside the file; it is read to its last byte, a line end too.',
    `- Vouch Proxy takes ${bare.map((name) => `\`${name}\``).join(', ')} as well, without a prefix. Here they count`,
    '  for nothing, since any program may be given variables of these names, and a `TOKEN_URL` that was meant for another would have the',
    '  client secret sent there; the log names the variable to rename each to.',
    ...VOUCH_KEY_GROUPS.flatMap(({ title, keys }) => [
      '',
      `## ${title}`,
      '',
      '| key | variables | default | what it does |',
      '|---|---|---|---|',
      ...keys.map(rowOf),
    ]),
    '',
    '## Keys of former versions',
    '',
    '| key | what to do |',
    '|---|---|',
    ...FORMER_KEYS.map(({ key, advice }) => `| ${codes(key.split(', '))} | ${advice} |`),
    '',
    '## Providers',
    '',
    'What each is asked for, and which member of its answer is who it is. An email is one where it has a single `@` and a plain domain.',
    '',
    '| provider | what is asked | user name | email | scopes that are a default |',
    '|---|---|---|---|---|',
    ...VOUCH_PROVIDER_ROWS.map(providerRow),
    '',
    '### What this rests on',
    '',
    'Not all of it is the word of the provider itself. These are public copies of documents and sources, as they stood on the day that',
    'is written beside them; no provider was asked.',
    '',
    ...VOUCH_PROVIDER_ROWS.map(
      ({ title, restsOn, readOn, sources }) =>
        `- **${title}** (${readOn}): ${restsOn} ${sources.map(linked).join(', ')}.`,
    ),
    '',
  ].join('\n');
}

const OWNERS = { drawbridge: '*Of Drawbridge.* ', fabric: "*Of FABRIC's Vouch Proxy.* " } as const;

function rowOf(entry: VouchKeyEntry): string {
  const { key, env, fallback, otherwise = '', what, of } = entry;
  const file = fileVariableOf(entry);
  const cells = [
    codes([key]),
    codes([...env, ...(file === undefined ? [] : [file])]),
    fallback === undefined ? otherwise : codes([String(fallback)]),
    `${of === undefined ? '' : OWNERS[of]}${what}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

function providerRow({ name, asks, userName, email, defaults }: VouchProviderRow): string {
  return `| ${[codes([name]), asks, userName, email, codes(defaults.scopes ?? [])].join(' | ')} |`;
}

/** An address by its last part, with what is said of it behind. */
function linked(source: string): string {
  const [address = '', ...said] = source.split(' ');
  const name = address.split(/[/#]/).at(-1) ?? address;
  return [`[${name}](${address})`, ...said].join(' ');
}

function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
