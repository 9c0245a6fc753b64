import { HERE_MEANS } from '../../becomes.fixture.ts';
import { hereOf } from '../../becomes.ts';
import { OPTION_GROUPS, SOURCE } from './all-options.ts';
import { type OldOption, variableOf } from './option.ts';

/** The page that says of every option of oauth2-proxy what becomes of it. */
export function optionsPage(): string {
  const { repository, release, path, commit, read } = SOURCE;
  return [
    '# Options of oauth2-proxy',
    '',
    '<!-- Written by `npm run docs` from packages/cli/src/migrate/oauth2-proxy/options. -->',
    '',
    `What becomes of each option of oauth2-proxy ${release}, for [coming from there](../migrate/oauth2-proxy.md). Its options, types and`,
    `defaults are those of [its documentation](${repository}/blob/${commit}/${path}), read on ${read}.`,
    'A list may also be given several times, or as one text with commas.',
    '',
    ...HERE_MEANS,
    ...OPTION_GROUPS.flatMap(({ title, options }) => [
      '',
      `## ${title}`,
      '',
      '| option | in the file, and as a variable | type | default | here |',
      '|---|---|---|---|---|',
      ...options.map(rowOf),
    ]),
    '',
  ].join('\n');
}

function rowOf(option: OldOption): string {
  const { flag, name, type, fallback, becomes } = option;
  const cells = [
    `\`${flag}\``,
    `\`${name}\`, \`${variableOf(option)}\``,
    type,
    fallback === '' ? '' : `\`${fallback}\``,
    hereOf(becomes),
  ];
  return `| ${cells.join(' | ')} |`;
}
