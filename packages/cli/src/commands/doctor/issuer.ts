import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { TRUST_HELP } from '../../read-trust-file.ts';
import { readTokenArgument, TOKEN_HELP } from '../../token-argument.ts';
import { endWithWay } from '../../way/end-with-way.ts';
import { goAlong, type Links } from '../../way/link.ts';
import { wayOfDocuments } from '../../way/way-of-documents.ts';
import { wayToRelyingParty } from '../../way/way-to-relying-party.ts';
import { usage } from '../keys/key-options.ts';
import { lookAtScene, readTrust, requireIssuer } from './open-scene.ts';
import { PARTY_NAMES, type PartyName, withParty } from './with-party.ts';

interface Options extends CommonOptions {
  readonly token?: string;
  readonly for?: PartyName;
  readonly trust?: string;
  readonly ca?: string;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  command
    .description(
      "Go the way of an issuer's token as a stranger goes it, and name the first link that does not hold: name, certificate, " +
        'documents, keys, signature, time, and the relying party. Only the issuer is asked.',
    )
    .argument('<url>', 'the issuer, letter by letter as iss has it')
    .option('--token <token>', `${TOKEN_HELP}; without one the way ends at the keys`, filled)
    .addOption(new Option('--for <party>', 'who is to take the token').choices(PARTY_NAMES))
    .option('--trust <file>', `with --for, ${TRUST_HELP}`, filled)
    .option('--ca <file>', "authorities (PEM) to trust, in place of the system's", filled)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example:
  drawbridge doctor issuer https://oidc.example.com --token @token.jwt --for aws --trust role.json

The exit code is 1 where a link is broken. "drawbridge doctor aws" and its like have every rule of
a relying party.`,
    )
    .action(async (issuer: string, options: Options) => {
      requireIssuer(issuer);
      const { token: argument, trust } = options;
      if (trust !== undefined && options.for === undefined) {
        throw usage('--trust is for a relying party', 'Say which one by --for.');
      }
      const token =
        argument === undefined ? undefined : await readTokenArgument(argument, context.terminal);
      const links = wayOfToken({ issuer, token }, options, context);
      endWithWay(await goAlong(links), options.json === true, context.terminal);
    });
};

/** What is needed of the options to go on from an issuer. */
interface Onward extends CommonOptions {
  readonly for?: PartyName;
  readonly trust?: string;
  readonly ca?: string;
}

/** From an issuer on: as any stranger goes it, or by what the relying party asks for. */
export async function* wayOfToken(
  { issuer, token }: { readonly issuer: string; readonly token: string | undefined },
  { for: party, trust: file, ca, ...options }: Onward,
  context: Context,
): Links {
  if (party === undefined) {
    yield* wayOfDocuments(await lookAtScene({ issuer, token, ca }, options, context));
    return;
  }
  yield* await withParty(party, async (relyingParty) => {
    const trust = await readTrust(relyingParty, file);
    const documents = trust === undefined ? {} : relyingParty.documentsOf(trust, issuer);
    const scene = await lookAtScene({ issuer, token, trust, documents, ca }, options, context);
    return wayToRelyingParty(relyingParty, scene);
  });
}
