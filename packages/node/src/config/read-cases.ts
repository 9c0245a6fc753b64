import { judge } from './judge.ts';
import { placedError } from './placed-fault.ts';
import { readConfigFile } from './read-file.ts';
import { type RuleCase, ruleCases } from './rule-cases-schema.ts';

/**
 * Reads a file of cases that rules are tested with.
 *
 * @throws {DrawbridgeError} `config_invalid`, with every fault and its place
 */
export async function readRuleCases(path: string): Promise<readonly RuleCase[]> {
  const read = await readConfigFile(path, {
    what: 'the file of cases',
    hint: 'Give an existing file: drawbridge rules test FILE.',
  });
  if (read.faults !== undefined) throw placedError(read.faults);
  const judgement = judge(ruleCases, read.value, '');
  if (judgement.faults === undefined) return judgement.value.cases;
  throw placedError(
    judgement.faults.map(({ at, path: where, message }) => {
      const place = read.places.get(at);
      return { path: where, message, ...(place !== undefined && { place }) };
    }),
  );
}
