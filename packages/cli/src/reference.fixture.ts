import { type KnownSetting, listSettings, type Sections } from '@drawbridge/node/config';

/** The page that lists every setting there is. */
export function referencePage(sections: Sections): string {
  const groups = new Map<string, KnownSetting[]>();
  for (const setting of listSettings(sections)) {
    const [name = ''] = setting.path.split('.');
    const group = name in sections ? name : '';
    groups.set(group, [...(groups.get(group) ?? []), setting]);
  }
  return [
    '# Settings',
    '',
    '<!-- Written by `npm run docs` from the schemas. -->',
    '',
    'Every setting of [the configuration](../configuration.md). `[]` stands for the index of an element, `{name}` for a key of',
    'your own; in the name of a variable `N` is an index, from 0. The same as a JSON Schema for editors:',
    '[drawbridge.schema.json](drawbridge.schema.json).',
    ...[...groups].flatMap(([group, settings]) => section(group, settings)),
    '',
  ].join('\n');
}

function section(group: string, settings: readonly KnownSetting[]): readonly string[] {
  const shown = settings.filter(({ path }) => path !== group);
  return [
    '',
    group === '' ? '## For every part' : `## ${group}`,
    '',
    '| setting | type | default | meaning | environment |',
    '|---|---|---|---|---|',
    ...shown.map((setting) => {
      const { path, type, description = '' } = setting;
      return row([`\`${path}\``, type, defaultOf(setting), description, variablesOf(setting)]);
    }),
  ];
}

function variablesOf({ type, variable }: KnownSetting): string {
  if (variable === undefined) return '';
  return type === 'secret' ? `\`${variable}\`, \`${variable}_FILE\`` : `\`${variable}\``;
}

function defaultOf({ required, default: fallback }: KnownSetting): string {
  if (fallback !== undefined) return `\`${show(fallback)}\``;
  return required ? 'required' : '';
}

function show(value: unknown): string {
  return typeof value === 'string'
    ? value
    : JSON.stringify(value).replaceAll(/"|(?<=,)/g, (at) => (at === '"' ? '' : ' '));
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
