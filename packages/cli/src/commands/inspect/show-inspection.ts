import { printable } from '@drawbridge/core';
import type { Claim, Inspection, Layer, Signature } from '@drawbridge/gateway';
import type { Style } from '@drawbridge/node';

/** How an inspection is written. */
export interface ShowOptions {
  readonly style: Style;
  /** Columns of the terminal. */
  readonly width: number;
  /** Whether the steps are shown. */
  readonly byHand: boolean;
}

const INDENT = '   ';
/** The longest name that others are aligned to. */
const MAX_NAME = 24;

/** What was found, for a person at a terminal. */
export function showInspection(found: Inspection, options: ShowOptions): string {
  const { style } = options;
  const blocks: (readonly string[])[] = [
    ...(found.summary === undefined ? [] : [[style.bold(oneLine(found.summary))]]),
    ...found.layers.map((layer, at) => showLayer(layer, at + 1, options)),
  ];
  if (found.warnings.length > 0) {
    const lines = found.warnings.flatMap(({ path, text }) => {
      const where = path.length === 0 ? '' : `${path.map(oneLine).join(' > ')}: `;
      const [first = '', ...rest] = wrap(`${where}${oneLine(text)}`, options.width - INDENT.length);
      return [`${style.bad('!')}  ${first}`, ...rest.map((line) => `${INDENT}${line}`)];
    });
    blocks.push([style.bold('To beware of'), ...lines]);
  }
  const masked = found.layers.some(({ claims = [] }) => claims.some(({ isMasked }) => isMasked));
  const unchecked = found.layers.some(({ signature }) => signature?.state === 'not checked');
  const hints = [
    ...(unchecked
      ? [
          'What was not checked: --secret-file checks a cookie of Vouch Proxy, --issuer a token inside.',
        ]
      : []),
    ...(masked ? ['Tokens are masked: --show-tokens shows them.'] : []),
    ...(options.byHand || found.layers.every(({ steps }) => steps.length === 0)
      ? []
      : ['Each step on the command line: --by-hand.']),
  ];
  if (hints.length > 0) blocks.push(hints.map((hint) => style.dim(hint)));
  return blocks.map((lines) => lines.join('\n')).join('\n\n');
}

function showLayer(layer: Layer, number: number, options: ShowOptions): readonly string[] {
  const { style, width, byHand } = options;
  const { path, title, about, facts, header = [], claims = [], signature, steps } = layer;
  const where = path.length > 1 ? `  ${style.dim(path.map(oneLine).join(' > '))}` : '';
  const paragraph = (text: string) =>
    wrap(text, width - INDENT.length).map((line) => `${INDENT}${style.dim(line)}`);
  const names = [...header, ...claims, ...facts].map(({ name }) => oneLine(name).length);
  const column = Math.min(MAX_NAME, Math.max(9, ...names)) + 2;
  const row = (name: string, value: string) =>
    `${INDENT}${style.accent(oneLine(name).padEnd(column - 2))}  ${value}`;
  return [
    `${style.bold(`${`${number}.`.padEnd(3)}${oneLine(title)}`)}${where}`,
    ...paragraph(about),
    ...facts.map(({ name, value }) => row(name, oneLine(value))),
    ...(signature === undefined ? [] : [row('signature', showSignature(signature, style))]),
    ...section('header', header),
    ...section('claims', claims),
    ...(byHand
      ? steps.flatMap(({ does, input, line }) => [
          '',
          ...paragraph(`${oneLine(does)}, from ${oneLine(input)}:`),
          `${INDENT}${printable(line)}`,
        ])
      : []),
  ];

  function section(name: string, members: readonly Claim[]): readonly string[] {
    if (members.length === 0) return [];
    return ['', `${INDENT}${style.bold(name)}`, ...members.flatMap(showClaim)];
  }

  function showClaim({ name, text, time, clock, about: says, scope, source }: Claim) {
    const moment = time === undefined ? undefined : new Date(time * 1000).toISOString();
    const value =
      moment === undefined
        ? oneLine(text)
        : `${oneLine(text)}  ${moment.replace('.000Z', 'Z')}  ${style.bold(clock ?? '')}`;
    const from = [
      ...(scope === undefined ? [] : [`scope ${scope}`]),
      ...(source === undefined ? [] : [source]),
    ];
    const note =
      says === undefined
        ? []
        : wrap(`${says} (${from.join('; ')})`, width - INDENT.length - column);
    return [
      row(name, value),
      ...note.map((line) => `${INDENT}${' '.repeat(column)}${style.dim(line)}`),
    ];
  }
}

function showSignature({ state, algorithm, why }: Signature, style: Style): string {
  const paint =
    state === 'verified' ? style.good : state === 'not checked' ? style.accent : style.bad;
  return `${paint(state)} (${oneLine(algorithm)})  ${oneLine(why)}`;
}

/** Text from outside on one line: a line feed in it would begin a line that looks like ours. */
function oneLine(text: string): string {
  return printable(text).replaceAll('\n', String.raw`\n`);
}

/** Text of words in lines of a width; a longer word has a line of its own. */
function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > Math.max(30, width)) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return [...lines, line];
}
