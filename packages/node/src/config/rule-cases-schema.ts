import { z } from 'zod';
import { algorithm, text } from './shared-schemas.ts';

const audience = z.union([text, z.array(text).readonly()]);

const allowed = z.strictObject({
  rule: text,
  audience: audience.optional(),
  claims: z.record(text, z.json()).optional(),
  lifetime: z.int().optional(),
  algorithm: algorithm.optional(),
  once: z.boolean().optional(),
});

const denied = z.strictObject({
  denied: z.union([z.literal(true), z.enum(['rule', 'target', 'client', 'claim'])]),
});

const ruleCase = z.strictObject({
  name: text,
  claims: z.looseObject({ iss: text }),
  audience: audience.optional(),
  client: text.optional(),
  expect: z.union([allowed, denied]),
});

/** A file of cases that rules are tested with. */
export const ruleCases = z.strictObject({ cases: z.array(ruleCase).min(1).readonly() });

/** A token's claims, what is asked for, and what the rules should say. */
export type RuleCase = z.output<typeof ruleCase>;
