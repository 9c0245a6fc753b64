import { documentUrlFault, parseUrl, usageError } from '@drawbridge/core';
import { goesByProxy, readServedChain, type ServedCertificate } from '@drawbridge/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { print, tell } from '../../terminal.ts';

interface Options extends CommonOptions {
  readonly leaf?: boolean;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      "Print the thumbprint of an issuer's host as AWS documents it: SHA-1 of the last certificate that the host " +
        'serves, that of the top intermediate authority.',
    )
    .argument('<host>', 'HOST or HOST:PORT, or the https URL of the issuer')
    .option('--leaf', "take the host's own certificate: it changes whenever that is renewed")
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nAWS trusts hosts by its own list of authorities, and needs a thumbprint only where the\n' +
        'certificate of the host is from none of them, such as an authority of your own. IAM\n' +
        'finds the thumbprint by itself where none is given, if it can reach the host.',
    )
    .action(async (argument: string, options: Options) => {
      const { host, port } = readHost(argument);
      const { outbound = {} } = await context.config(options);
      if (goesByProxy(outbound, terminal.env, new URL(`https://${host}:${port}`))) {
        tell(terminal, PAST_PROXY);
      }
      const chain = await readServedChain({ host, port });
      const chosen = options.leaf === true ? chain[0] : chain.at(-1);
      if (chosen === undefined)
        throw usageError([{ path: '<host>', message: 'serves no certificate' }]);
      if (options.json === true) {
        const { sha1, subject } = chosen;
        print(terminal, JSON.stringify({ thumbprint: sha1, subject, served: chain.length }));
        return;
      }
      print(terminal, chosen.sha1);
      tell(terminal, remark(chosen, chain, options));
    });
};

/** A proxy that reads along has certificates of its own, and AWS does not see them. */
const PAST_PROXY =
  'the host is asked directly, past the proxy that is set: AWS sees what the host itself serves';

function readHost(argument: string): { readonly host: string; readonly port: number } {
  const isUrl = argument.includes('://');
  const url = parseUrl(isUrl ? argument : `https://${argument}`);
  const isPlain = isUrl || url?.pathname === '/';
  const fault = isUrl ? documentUrlFault(argument) : undefined;
  if (
    fault !== undefined ||
    url?.protocol !== 'https:' ||
    url.username !== '' ||
    !isPlain ||
    !/^[\x21-\x7e]+$/.test(argument)
  ) {
    throw usageError(
      [{ path: '<host>', message: fault ?? 'is no host' }],
      'Give HOST, HOST:PORT, or an https URL.',
    );
  }
  return { host: url.hostname, port: url.port === '' ? 443 : Number(url.port) };
}

function remark(
  { subject, isSelfIssued }: ServedCertificate,
  chain: readonly ServedCertificate[],
  { leaf }: Options,
): string {
  const of = `of ${JSON.stringify(subject)}, certificate ${leaf === true ? 1 : chain.length} of ${chain.length} served`;
  const matters =
    'It matters only where no authority that AWS trusts signed the certificate; for those of public authorities AWS passes over it.';
  const alone =
    chain.length === 1 && !isSelfIssued
      ? ' The host serves its own certificate alone: it should serve those of the intermediate authorities too.'
      : '';
  return `${of}. ${matters}${alone}`;
}
