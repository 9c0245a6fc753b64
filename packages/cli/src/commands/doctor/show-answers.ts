import type { Answer, Source } from '@drawbridge/clouds/doctor';
import { printable } from '@drawbridge/core';
import { withoutUserinfo } from '../../without-userinfo.ts';
import { createStyle } from '@drawbridge/node';
import type { Terminal } from '../../terminal.ts';
import { widthOf, wrap } from '../../wrap.ts';

/** Columns of the state, and of the words before what is said of it. */
const STATE = 9;
const LABEL = 8;

/**
 * Shows what came of looking at everything: what fails first, with what to do, and each that passes in one line. What is not
 * known for one and the same reason is told once. On a terminal lines are broken where it ends.
 *
 * @param isVerbose - whether the rules are named that are told of together
 */
export function showAnswers(
  answers: readonly Answer[],
  isVerbose: boolean,
  terminal: Terminal,
): string {
  const { good, bad, accent, dim } = createStyle(terminal.stdout, terminal.env);
  const colours = { failed: bad, warning: accent, unknown: accent, passed: good };
  const width = widthOf(terminal);
  const blocks = alike(answers).map((group) => {
    const [{ id, state, seen, follows }] = group;
    const name = group.length === 1 ? id : `${group.length} rules`;
    const told = group.length > 1 && follows === true ? UNREAD.seen : seen;
    const [first = '', ...rest] = wrap(line(`${name}: ${told}`), width - STATE);
    const head = `${colours[state](state.padEnd(STATE))}${first}`;
    const under = rest.map((text) => `${' '.repeat(STATE)}${text}`);
    const lines = [head, ...under, ...detailsOf(group, isVerbose, width, dim)];
    return { state, text: lines.join('\n') };
  });
  const texts = (isPassed: boolean) =>
    blocks.flatMap(({ state, text }) => ((state === 'passed') === isPassed ? [text] : []));
  const passing = texts(true);
  return [
    ...(answers.some(({ state }) => state === 'failed') ? [] : [good('nothing failed')]),
    ...texts(false),
    ...(passing.length === 0 ? [] : [passing.join('\n')]),
    summaryOf(answers),
  ].join('\n\n');
}

/** Of all that would have looked at what was not read. Why it was not is told before. */
const UNREAD = {
  seen: 'what they look at was not read, or is not there, for what is said above',
  how: 'Correct that first, then look again.',
} as const;

/** Those that are not known for the same reason, with the same way to know them, together; last those that follow from others. */
function alike(answers: readonly Answer[]): readonly (readonly [Answer, ...Answer[]])[] {
  const groups = new Map<string, [Answer, ...Answer[]]>();
  for (const [index, answer] of answers.entries()) {
    const { state, seen, fix, follows = false } = answer;
    const key = JSON.stringify(state === 'unknown' ? (follows ? follows : [seen, fix]) : index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [answer]);
    else group.push(answer);
  }
  const following = ([{ follows }]: readonly [Answer, ...Answer[]]) => follows === true;
  const all = [...groups.values()];
  return [...all.filter((group) => !following(group)), ...all.filter(following)];
}

function detailsOf(
  group: readonly [Answer, ...Answer[]],
  isVerbose: boolean,
  width: number,
  dim: (text: string) => string,
): readonly string[] {
  const [{ state, wanted, fix = '', requirements, follows }] = group;
  if (state === 'passed') return [];
  const isOne = group.length === 1;
  if (state === 'unknown') {
    const names = group.map(({ id }) => id).join(', ');
    return [
      ...labelled('how', [!isOne && follows === true ? UNREAD.how : fix], width),
      ...(isOne ? labelled('wanted', [wanted], width) : []),
      ...(!isOne && isVerbose ? labelled('rules', [names], width) : []),
    ];
  }
  const errors = [...new Set(requirements.flatMap(({ answers = [] }) => answers))];
  const says = requirements.map(({ says: text, sources }) => `${text} ${sourceOf(sources[0])}`);
  return [
    ...labelled('fix', [fix], width),
    ...labelled('wanted', [wanted], width),
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
  // Trust may say no for more than one reason, and is one rule all the same.
  const count = (state: Answer['state']) =>
    new Set(answers.flatMap((each) => (each.state === state ? [each.id] : []))).size;
  const warnings = count('warning');
  return [
    `${count('failed')} failed`,
    `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
    `${count('unknown')} cannot be known from here`,
    `${count('passed')} passed`,
  ].join(', ');
}

/** One line, whatever a stranger put into it. */
function line(text: string): string {
  return printable(withoutUserinfo(text)).replaceAll('\n', ' ');
}
