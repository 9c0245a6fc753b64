import { z } from 'zod';
import { mark } from './marks.ts';
import { text } from './shared-schemas.ts';

/** What a text must look like. */
export const glob = z.strictObject({
  glob: z
    .string()
    .describe('A pattern: * is any run of characters but /, ** any run, ? one character but /.'),
});

/** What the whole of a text must be. */
export const regex = z.strictObject({
  regex: z
    .string()
    .describe("A regular expression in RE2's syntax, matched against the whole of the claim."),
});

const scalar = z.union([z.string(), z.number(), z.boolean()]);

const valueCondition = z.union([scalar, z.array(scalar).readonly(), glob, regex], {
  error: 'is not a value, a list of values, {glob: PATTERN} or {regex: PATTERN}',
});
mark(valueCondition, { words: 'value, list of values, glob or regex' });

/** What a claim must be. What a condition means is the business of the rules package. */
export const condition = z.union(
  [
    valueCondition,
    z.strictObject({ has: valueCondition.describe('An element of the list must be like this.') }),
  ],
  { error: 'is not a value, a list of values, {glob: PATTERN}, {regex: PATTERN} or {has: …}' },
);
mark(condition, { words: 'condition' });

/** A text, or several. */
export const textOrList = (description: string) =>
  z
    .union([text, z.array(text).readonly()], { error: 'is not a text or a list of texts' })
    .describe(description);
