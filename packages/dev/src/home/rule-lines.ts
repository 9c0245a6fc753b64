import { describeRule, type Rule } from '@drawbridge/rules';

/** A rule of the exchange in words, with a line for each condition, and without its name. */
export function ruleLines(rule: Rule): string {
  const [, ...lines] = describeRule(rule).split('\n');
  return lines
    .map((line) => line.trim())
    .map((line) => (line.startsWith('when ') ? line.replaceAll(' and ', '\nand   ') : line))
    .join('\n');
}
