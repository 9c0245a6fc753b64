import { examine, type RelyingParty } from '@drawbridge/clouds/doctor';
import { DrawbridgeError, printable } from '@drawbridge/core';
import type { DefineCommand } from '../../command.ts';
import { filled } from '../../option-values.ts';
import { TRUST_HELP } from '../../read-trust-file.ts';
import { print } from '../../terminal.ts';
import { TOKEN_HELP } from '../../token-argument.ts';
import { jsonWithoutUserinfo } from '../../without-userinfo.ts';
import { openScene } from './open-scene.ts';
import type { PartyOptions } from './party-options.ts';
import { showAnswers } from './show-answers.ts';

/** Rules that failed, of which a message names no more. */
const NAMED = 8;

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
      .option('--verbose', 'name the rules that are told of together')
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
        const reasons = answers.filter(({ state }) => state === 'failed').map(({ id }) => id);
        const failed = [...new Set(reasons)];
        if (options.json === true) {
          const { issuer } = options;
          const result = { relyingParty: party.name, issuer, ok: failed.length === 0, answers };
          print(terminal, printable(jsonWithoutUserinfo(result)));
        } else {
          print(terminal, showAnswers(answers, options.verbose === true, terminal));
        }
        if (failed.length === 0) return;
        // What failed is at the top, which may be out of sight by now.
        const named = failed.slice(0, NAMED).join(', ');
        const more = failed.length > NAMED ? ', …' : '';
        const rules = new Set(answers.map(({ id }) => id)).size;
        const why = reasons.length > failed.length ? `, for ${reasons.length} reasons` : '';
        throw new DrawbridgeError('check_failed', {
          detail: `${title} refuses this: ${failed.length} of ${rules} rules failed (${named}${more})${why}`,
          hint: 'Do what is said of each, then look again.',
        });
      });
  };
}
