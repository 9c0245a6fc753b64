import type { ReachPath, ReachReport, ReachRole, Witness } from '@drawbridge/clouds/aws';
import { printable } from '@drawbridge/core';
import type { Style } from '@drawbridge/node';

/** Columns of the words before what is said. */
const LABEL = 8;

/** Shows who can become which role: by role, then by rule, each with a token. */
export function showReach(
  report: ReachReport,
  { issuer, roles }: { readonly issuer: string; readonly roles: readonly ReachRole[] },
  style: Style,
): string {
  const byRole = groupBy(report.paths, ({ role }) => role ?? 'the role of the trust policy');
  const blocks = [...byRole].map(([role, own]) =>
    [style.bold(printable(role)), ...showRules(own, style)].join('\n\n'),
  );
  return [...blocks, summaryOf(report, issuer, roles.length)].join('\n\n');
}

function showRules(paths: readonly ReachPath[], style: Style): readonly string[] {
  return [...groupBy(paths, ({ rule }) => rule).values()].map((own) => showRule(own, style));
}

/** The ways by one rule to one role, of several statements maybe. */
function showRule(paths: readonly ReachPath[], { accent, dim, good }: Style): string {
  const rule = paths[0]?.rule ?? '';
  const yes = paths.filter(({ answer }) => answer.reach === 'yes');
  const open = paths.filter(({ answer }) => answer.reach === 'undecided');
  // Best is what depends on nothing beside.
  const first = yes.find(({ answer }) => !('clientIds' in answer)) ?? yes[0];
  const verdict = first === undefined ? accent('undecided') : good('yes');
  const lines =
    first?.answer.reach === 'yes'
      ? [
          ...labelled('by', [namesOf(yes)]),
          ...labelled('if', clientIdLine(first.answer.clientIds)),
          ...showWitness(first.answer.witness),
        ]
      : [];
  return [
    `  ${verdict}  ${printable(`rule ${rule}`)}`,
    ...lines,
    ...(first === undefined
      ? open.flatMap((path) => showOpen(path, dim))
      : labelled('or', openToo(open))),
  ].join('\n');
}

function clientIdLine(clientIds: readonly string[] = []): readonly string[] {
  const [only, ...others] = clientIds.map((id) => JSON.stringify(id));
  if (only === undefined) return [];
  return [
    others.length === 0
      ? `${only} is a client ID of the provider`
      : `one of ${[only, ...others].join(', ')} is a client ID of the provider`,
  ];
}

function openToo(open: readonly ReachPath[]): readonly string[] {
  return open.length === 0 ? [] : [`${namesOf(open)}, undecided`];
}

function namesOf(paths: readonly ReachPath[]): string {
  return paths.map(({ statement }) => statement).join(', ');
}

function showWitness({
  claims,
  audiences,
  client,
  sessionName,
  minted,
}: Witness): readonly string[] {
  const { iss: _, ...told } = minted;
  return [
    ...labelled('token', claimsOf(claims)),
    ...(client === undefined ? [] : labelled('caller', [`proves to be ${client}`])),
    ...(audiences.length === 0 ? [] : labelled('asks', [`for ${audiences.join(', ')}`])),
    ...labelled('minted', claimsOf(told)),
    ...(sessionName === undefined ? [] : labelled('session', [sessionName])),
  ];
}

function showOpen(
  { statement, answer }: ReachPath,
  dim: (text: string) => string,
): readonly string[] {
  if (answer.reach === 'yes') return [];
  const { reasons, nearest } = answer;
  return [
    ...labelled('by', [statement]),
    ...reasons.flatMap(({ at, seen, wanted, fix }) => [
      ...labelled('why', [`${at}: ${seen}; it wants ${wanted}`]),
      ...labelled('', [fix]).map(dim),
    ]),
    ...(nearest === undefined ? [] : showWitness(nearest)),
  ];
}

function claimsOf(claims: Readonly<Record<string, unknown>>): readonly string[] {
  return Object.entries(claims).map(([name, value]) => `${name} = ${JSON.stringify(value)}`);
}

function labelled(label: string, texts: readonly string[]): readonly string[] {
  return texts.map(
    (text, index) => `    ${(index === 0 ? label : '').padEnd(LABEL)}${printable(text)}`,
  );
}

function summaryOf(
  { paths, pairs, unsearched }: ReachReport,
  issuer: string,
  roles: number,
): string {
  if (pairs === 0) {
    return printable(
      `No statement of ${count(roles, 'role')} lets in tokens of ${issuer} at all: none names its provider for sts:AssumeRoleWithWebIdentity.`,
    );
  }
  const open = paths.filter(({ answer }) => answer.reach === 'undecided').length;
  const yes = paths.length - open;
  const found = `${count(yes, 'way')} found, ${open} undecided`;
  const rest = pairs - paths.length;
  const all = `${found}, of ${count(pairs, 'pair')} of a rule and a statement. By the other ${rest} no token can become a role.`;
  if (unsearched === 0) return all;
  return `${all}\nOf the undecided, ${count(unsearched, 'pair')} ${unsearched === 1 ? 'was' : 'were'} not searched for want of time: ask for one role (--role), or give more time (--timeout).`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function groupBy<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}
