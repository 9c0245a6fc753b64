import { DrawbridgeError, printable } from '@drawbridge/core';
import { createStyle, type Style } from '@drawbridge/node';
import { readRuleCases } from '@drawbridge/node/config';
import { compileRules } from '@drawbridge/rules';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { print } from '../../terminal.ts';
import { configuredExchange } from './configured-exchange.ts';
import { requireKnownNames } from './require-known-names.ts';
import { type CaseResult, judgeCase } from './judge-case.ts';

interface Options extends CommonOptions {
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Ask the rules of the configuration about the cases in a file, and check that they decide ' +
        'as expected. Nothing is fetched and nothing is signed.',
    )
    .argument('<file>', 'YAML with the cases')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example of a file:
  cases:
    - name: the main branch of web gets AWS
      claims: { iss: https://gitlab.internal, sub: x, project_path: acme/web, ref: main }
      audience: sts.amazonaws.com
      expect: { rule: web, lifetime: 300 }
    - name: a fork gets nothing
      claims: { iss: https://gitlab.internal, sub: x, project_path: mallory/web, ref: main }
      expect: { denied: true }`,
    )
    .action(async (file: string, options: Options) => {
      const cases = await readRuleCases(file);
      const exchange = await configuredExchange(context, options);
      requireKnownNames(cases, exchange);
      const rules = await compileRules(exchange.rules, 'exchange.rules');
      const results = cases.map((given) => judgeCase(rules, given));
      const failed = results.filter(({ passed }) => !passed).length;
      const summary = `${results.length - failed} passed, ${failed} failed`;
      if (options.json) {
        const passed = results.length - failed;
        print(terminal, printable(JSON.stringify({ passed, failed, cases: results })));
      } else {
        const style = createStyle(terminal.stdout, terminal.env);
        print(terminal, [...results.map((result) => show(result, style)), summary].join('\n'));
      }
      if (failed > 0) {
        throw new DrawbridgeError('check_failed', {
          detail: `the rules do not decide as expected: ${summary}`,
          hint: 'See why: drawbridge rules explain TOKEN',
        });
      }
    });
};

function show({ name, passed, faults }: CaseResult, { good, bad }: Style): string {
  const lines = faults.map((fault) => `    ${printable(fault)}`);
  return [`${passed ? good('ok    ') : bad('not ok')}  ${printable(name)}`, ...lines].join('\n');
}
