import { expect, it } from 'vitest';
import { sampleRule } from '../sample-rule.ts';
import { ruleLines } from './rule-lines.ts';

it('has a line for each condition, and leaves other words as they are', () => {
  expect(ruleLines(sampleRule('http://127.0.0.1:8081')).split('\n')).toEqual([
    'when  iss = "http://127.0.0.1:8081"',
    'and   project_path = "acme/web"',
    'and   ref_protected = "true"',
    'then  aud = "sts.amazonaws.com", for 300 seconds at most',
    'copy  sub, project_path, ref and nothing else',
  ]);
});
