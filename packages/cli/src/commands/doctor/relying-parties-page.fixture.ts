import type { RelyingParty, Source } from '@drawbridge/clouds/doctor';

const KINDS: Readonly<Record<Source['kind'], string>> = {
  vendor: '',
  code: ', its source',
  issue: ', *met by others*',
  'third-party': ', *measured by others*',
};

/** What the page tells of a relying party, whatever its own configuration looks like. */
export type ShownParty = Pick<RelyingParty<never>, 'name' | 'title' | 'requirements' | 'rules'>;

/** The page that lists what each relying party asks for. */
export function relyingPartiesPage(parties: readonly ShownParty[]): string {
  return [
    '# What relying parties ask for',
    '',
    '<!-- Written by `npm run docs` from packages/clouds/src/*/doctor. -->',
    '',
    'Everything that [doctor](../doctor.md) looks at, or says that it cannot be known from outside: a sentence each, the rules that look at it, and by number where it says so.',
    'Where a rule of the level *error* finds that it is not so, a token is refused; where one of the level *warning* does, it may be, or later. What nobody but others',
    '*met* or *measured* is promised by nobody, so that rules of it warn. What is *asked* cannot fail by itself: doctor says who knows it and how to ask, and leaves it to the verdict on the token where `--trust` tells it.',
    ...parties.flatMap(section),
    '',
  ].join('\n');
}

function section({ name, title, requirements, rules }: ShownParty): readonly string[] {
  const sources = new Map<string, number>();
  const numberOf = (source: Source) => {
    const text = sourceOf(source);
    const number = sources.get(text) ?? sources.size + 1;
    sources.set(text, number);
    return number;
  };
  const rows = Object.entries(requirements).map(([requirement, { says, sources: own }]) => {
    const looking = rules
      .filter(({ of }) => of.includes(requirement))
      .map(({ id, level }) => `\`${id}\` (${level})`);
    return row([says, looking.join(', '), own.map(numberOf).join(', ')]);
  });
  return [
    '',
    `## ${title}`,
    '',
    `\`drawbridge doctor ${name}\` has ${rules.length} rules for these ${rows.length} sentences, and beside them judges [what it was set up with](../doctor.md#what-it-was-set-up-with).`,
    '',
    '| what is asked for | rules | from |',
    '|---|---|---|',
    ...rows,
    '',
    `What ${title} answers where it is not so, as far as that is documented, and the rules that look for it:`,
    '',
    '| the answer | rules |',
    '|---|---|',
    ...answersOf(requirements, rules),
    '',
    ...[...sources].map(([text, number]) => `${number}. ${text}`),
  ];
}

/** A row for each documented error, by its name. */
function answersOf(
  requirements: ShownParty['requirements'],
  rules: ShownParty['rules'],
): readonly string[] {
  const found = new Map<string, Set<string>>();
  for (const [name, { answers = [] }] of Object.entries(requirements)) {
    for (const answer of answers) found.set(answer, (found.get(answer) ?? new Set()).add(name));
  }
  return [...found]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([answer, names]) => {
      const looking = rules.filter(({ of }) => of.some((each) => names.has(each)));
      return row([answer, looking.map(({ id }) => `\`${id}\``).join(', ')]);
    });
}

function sourceOf({ kind, title, place, read }: Source): string {
  const linked =
    place === undefined ? title : `[${title.replaceAll(/[[\]]/g, '')}](https://${place})`;
  return `${linked}${KINDS[kind]}; read ${read}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
}
