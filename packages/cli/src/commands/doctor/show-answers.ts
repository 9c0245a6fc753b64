import type { Answer, Source } from '@drawbridge/clouds/doctor';
import { printable } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import type { Terminal } from '../../terminal.ts';
import { wrap } from '../../wrap.ts';

/** Columns of the state, and of the words before what is said of it. */
const STATE = 9;
const LABEL = 8;
/** Columns below which lines are not broken: they would be nothing but breaks. */
const NARROWEST = 60;

/**
 * Shows what came of looking at everything: what fails first, with what to do, and each that passes in one line. On a terminal
 * lines are broken where it ends.
 */
export function showAnswers(answers: readonly Answer[], terminal: Terminal): string {
  const { good, bad, accent, dim } = createStyle(terminal.stdout, terminal.env);
  const colours = { failed: bad, warning: accent, unknown: accent, passed: good };
  const width = widthOf(terminal);
  const blocks = answers.map(({ id, state, seen, ...more }) => {
    const [first = '', ...rest] = wrap(line(`${id}: ${seen}`), width - STATE);
    const head = `${colours[state](state.padEnd(STATE))}${first}`;
    const under = rest.map((text) => `${' '.repeat(STATE)}${text}`);
    const lines = state === 'passed' ? [] : detailsOf({ state, ...more }, width, dim);
    return [head, ...under, ...lines].join('\n');
  });
  const end = answers.findIndex(({ state }) => state === 'passed');
  const passing = end === -1 ? [] : blocks.slice(end);
  return [
    ...blocks.slice(0, blocks.length - passing.length),
    ...(passing.length === 0 ? [] : [passing.join('\n')]),
    summaryOf(answers),
  ].join('\n\n');
}

function detailsOf(
  { state, wanted, fix = '', requirements }: Omit<Answer, 'id' | 'about' | 'seen'>,
  width: number,
  dim: (text: string) => string,
): readonly string[] {
  if (state === 'unknown') return labelled('how', [fix], width);
  const errors = [...new Set(requirements.flatMap(({ answers = [] }) => answers))];
  const says = requirements.map(({ says: text, sources }) => `${text} ${sourceOf(sources[0])}`);
  return [
    ...labelled('wanted', [wanted], width),
    ...labelled('fix', [fix], width),
    ...labelled('answer', errors, width).map(dim),
    ...labelled('source', says, width).map(dim),
  ];
}

/** Lines below each other, with a word before the first. */
function labelled(word: string, texts: readonly string[], width: number): readonly string[] {
  const lines = texts.flatMap((text) => wrap(line(text), width - STATE - LABEL));
  return lines.map(
    (text, index) => `${' '.repeat(STATE)}${(index === 0 ? word : '').padEnd(LABEL)}${text}`,
  );
}

/** What a relying party promises is told from what others met or measured. */
function sourceOf(source: Source | undefined): string {
  if (source === undefined) return '';
  const { kind, title } = source;
  const how = {
    vendor: '',
    code: '',
    issue: 'met by others: ',
    'third-party': 'measured by others: ',
  };
  return `(${how[kind]}${title})`;
}

function summaryOf(answers: readonly Answer[]): string {
  const count = (state: Answer['state']) => answers.filter((each) => each.state === state).length;
  const warnings = count('warning');
  return [
    `${count('failed')} failed`,
    `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
    `${count('unknown')} cannot be known from here`,
    `${count('passed')} passed`,
  ].join(', ');
}

/** Where lines go elsewhere they stay whole, one a rule, for who searches them. */
function widthOf({ stdout }: Terminal): number {
  if (stdout.isTTY !== true) return Number.POSITIVE_INFINITY;
  const { columns = 100 } = stdout as { readonly columns?: number };
  return columns < NARROWEST ? Number.POSITIVE_INFINITY : columns;
}

/** One line, whatever a stranger put into it. */
function line(text: string): string {
  return printable(text).replaceAll('\n', ' ');
}
