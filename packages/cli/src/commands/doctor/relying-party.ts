import { type Answer, examine, type RelyingParty } from '@drawbridge/clouds/doctor';
import { DrawbridgeError, printable } from '@drawbridge/core';
import { createStyle } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { TRUST_HELP } from '../../read-trust-file.ts';
import { print, type Terminal } from '../../terminal.ts';
import { TOKEN_HELP } from '../../token-argument.ts';
import { openScene } from './open-scene.ts';

/** The options of `doctor aws` and its like. */
export interface PartyOptions extends CommonOptions {
  readonly issuer: string;
  readonly token?: string;
  readonly trust?: string;
  readonly ca?: string;
  readonly json?: boolean;
}

/** What one relying party's command has of its own. */
interface PartyCommand<Trust> {
  /** As people call it. */
  readonly title: string;
  /** What the file of `--trust` is, in words. */
  readonly trustFile: string;
  /** Lines of an example, after the command's own words. */
  readonly example: string;
  readonly load: () => Promise<{ readonly relyingParty: RelyingParty<Trust> }>;
}

/** Declares `drawbridge doctor` for a relying party. */
export function doctorOf<Trust>({
  title,
  trustFile,
  example,
  load,
}: PartyCommand<Trust>): DefineCommand {
  return (command, context) => {
    const { terminal } = context;
    command
      .description(
        `Find out why ${title} refuses a token, before it is asked: what it documents of issuers and tokens is looked at from ` +
          'here, one line a rule, what fails first. Nothing is sent to it.',
      )
      .requiredOption('--issuer <url>', 'the issuer, letter by letter as iss has it', filled)
      .option('--token <token>', TOKEN_HELP, filled)
      .option('--trust <file>', `${TRUST_HELP}: ${trustFile}`, filled)
      .option('--ca <file>', "authorities (PEM) to trust, in place of the system's", filled)
      .option('--json', 'print JSON, with the source of each rule')
      .addHelpText(
        'after',
        `
Example:
${example}

A rule is failed, a warning, unknown (it cannot be known from here) or passed. The exit code is 1
where one has failed; 0 else, whatever is unknown.`,
      )
      .action(async (options: PartyOptions) => {
        const { relyingParty: party } = await load();
        const answers = await examine(party, await openScene(party, options, context));
        const failed = answers.filter(({ state }) => state === 'failed').length;
        if (options.json === true) {
          const { issuer } = options;
          const result = { relyingParty: party.name, issuer, ok: failed === 0, answers };
          print(terminal, printable(JSON.stringify(result)));
        } else {
          print(terminal, toLines(answers, terminal).join('\n'));
        }
        if (failed === 0) return;
        throw new DrawbridgeError('check_failed', {
          detail: `${title} refuses this: ${failed} of ${answers.length} rules failed`,
          hint: 'Do what is said of each, then look again.',
        });
      });
  };
}

function toLines(answers: readonly Answer[], terminal: Terminal): readonly string[] {
  const { good, bad, accent, dim } = createStyle(terminal.stdout, terminal.env);
  const words = {
    failed: bad('failed '),
    warning: accent('warning'),
    unknown: accent('unknown'),
    passed: good('passed '),
  };
  const lines = answers.flatMap(({ id, state, seen, wanted, fix, requirements }) => [
    `${words[state]}  ${id}: ${line(seen)}`,
    ...(fix === undefined
      ? []
      : [
          dim(`  wanted: ${line(wanted)}`),
          `  ${line(fix)}`,
          ...(state === 'unknown' ? [] : requirements.map(({ says }) => dim(`  ${line(says)}`))),
        ]),
  ]);
  const count = (state: Answer['state']) => answers.filter((each) => each.state === state).length;
  return [
    ...lines,
    '',
    `${count('failed')} failed, ${count('warning')} warnings, ${count('unknown')} cannot be known from here, ${count('passed')} passed`,
  ];
}

function line(text: string): string {
  return printable(text).replaceAll('\n', ' ');
}
