import { resolve } from 'node:path';
import { type Algorithm, epochSeconds, mint, printable, systemClock } from '@drawbridge/core';
import { readSite } from '@drawbridge/issuer/node';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { filled, repeatable } from '../../option-values.ts';
import { requireWritable, writeOutFile } from '../../out-file.ts';
import { print } from '../../terminal.ts';
import { givenIssuer } from '../issuer/given-issuer.ts';
import { algorithmOption, ringFolder, usage } from '../keys/key-options.ts';
import { type AwsOptions, furtherClaims, tagOption } from './aws-claim-options.ts';
import { type Claims, claimOption, ttlOption } from './claim-options.ts';
import { judgeNew } from './judge-live.ts';
import { signerOfFile, signerOfRing } from './pick-signer.ts';

interface Options extends CommonOptions, AwsOptions {
  readonly issuer?: string;
  readonly dir?: string;
  readonly sub: string;
  readonly aud: readonly string[];
  readonly ttl: number;
  readonly claim?: Claims;
  readonly kid?: string;
  readonly alg?: Algorithm;
  readonly key?: string;
  readonly passphraseFile?: string;
  readonly offline?: boolean;
  readonly ca?: string;
  readonly out?: string;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description('Sign a token with a key of the key ring, and print it once it was verified.')
    .option('--issuer <url>', 'whose token it is', filled)
    .option('--dir <folder>', 'the site whose issuer it is, in place of --issuer', filled)
    .requiredOption('--sub <subject>', 'who it is about', filled)
    .requiredOption('--aud <audience>', 'whom it is for; may be repeated', repeatable)
    .option('--ttl <time>', 'how long it counts: seconds, or such as 20m', ttlOption, 1200)
    .option('--claim <name=json>', 'a further claim; may be repeated', claimOption)
    .option('--aws-tag <key=value>', 'a session tag of AWS; may be repeated', tagOption)
    .option('--aws-transitive-tag <key>', 'a tag that goes on to chained roles', repeatable)
    .option('--aws-source-identity <name>', 'the source identity of the session', filled)
    .option('--kid <kid>', 'the key that signs; with --key, its name', filled)
    .addOption(algorithmOption('what signs it, where several keys could'))
    .option('--key <file>', 'sign with this private key, in place of one of the ring', filled)
    .option('--passphrase-file <file>', 'the passphrase of an encrypted PEM', filled)
    .option('--offline', 'verify it by the signing key alone; nothing is fetched')
    .option('--ca <file>', "authorities (PEM) to trust for the issuer, not the system's", filled)
    .option('--out <file>', 'write it to this file, which only you can read', filled)
    .addHelpText(
      'after',
      `
The token is verified by what is public at its issuer, as AWS or any other stranger would do it.
Where that fails nothing is printed, and the exit code says whose fault it is.

The key is the one that the ring signs with: RS256 where there is such a key. One that waits to be
read back at its public address signs nothing, with --offline neither.

iat, nbf, exp, jti and the header are made; a single audience is a string, as AWS wants it.`,
    )
    .action(async (options: Options) => {
      const { sub, aud, ttl, claim = new Map(), key, out, offline, ca } = options;
      requireSubject(sub);
      const claims = await furtherClaims(claim, options);
      const issuer = await issuerOf(options, context);
      // Before a key is touched: what cannot be written is not to be signed.
      if (out !== undefined) await requireWritable(out);
      const signer =
        key === undefined
          ? await signerOfRing(await ringFolder(context, options), issuer, options)
          : await signerOfFile(key, options, terminal);
      const now = epochSeconds(systemClock);
      const { token } = await mint(signer.key, {
        issuer,
        audiences: aud,
        now,
        expiresAt: now + ttl,
        claims: new Map([['sub', sub], ...claims]),
      });
      await judgeNew(token, {
        issuer,
        audiences: aud,
        ...(offline && { offline: signer.publicJwk }),
        ...(ca !== undefined && { caFile: resolve(ca) }),
        config: await context.config(options),
        env: terminal.env,
      });
      if (out === undefined) print(terminal, token);
      else await writeOutFile(out, token);
    });
};

/** Characters of `sub`, at most: OpenID Connect Core 1.0 section 2. */
const MAX_SUBJECT = 255;

function requireSubject(sub: string): void {
  if (sub.length > MAX_SUBJECT || /[^\x20-\x7e]/.test(sub)) {
    throw usage(
      `--sub has more than ${MAX_SUBJECT} characters, or one beyond ASCII`,
      'Relying parties compare it byte by byte: OpenID Connect allows 255 characters of ASCII.',
    );
  }
}

async function issuerOf({ issuer, dir }: Options, { terminal }: Context): Promise<string> {
  const site = dir === undefined ? undefined : await readSite(resolve(dir));
  if (dir !== undefined && site === undefined) {
    throw usage(`${dir} has no site`, 'Make one: drawbridge issuer init URL --dir DIR.');
  }
  if (issuer === undefined) {
    if (site !== undefined) return givenIssuer(site.issuer, 'the issuer of the site', terminal);
    throw usage('--issuer or --dir is required', 'Name the issuer, or the folder of its site.');
  }
  const given = givenIssuer(issuer, '--issuer', terminal);
  if (site === undefined || site.issuer === given) return given;
  throw usage(
    printable(`--issuer is ${given}, and the site in ${dir} is that of ${site.issuer}`),
    'Leave one of them out.',
  );
}
