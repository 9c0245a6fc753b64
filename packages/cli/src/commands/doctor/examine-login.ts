import { certificateFault } from '@drawbridge/clouds/doctor';
import { DISCOVERY_PATH, issuerFault, parseJsonObject, toDrawbridgeError } from '@drawbridge/core';
import { judgeIssuer, type SeenIssuer } from '@drawbridge/issuer';
import { lookAtIssuer } from '@drawbridge/issuer/node';
import {
  check,
  type Check,
  checkAws,
  checkClock,
  checkProfile,
  checkProvider,
  findProvider,
  type KeptLogin,
} from '@drawbridge/login';
import {
  checkPorts,
  nameLogin,
  resolveLogin,
  type ResolvedLogin,
  signInCommand,
} from '@drawbridge/login/node';
import { awsFilePaths, openOutbound, readAwsFiles } from '@drawbridge/node';
import { discoverProvider, type Provider } from '@drawbridge/oauth';
import type { CommonOptions, Context } from '../../context.ts';
import { withLogins } from '../login/open-command-logins.ts';
import { lookAtCache } from './look-at-cache.ts';

/** What of a login is given on the command line. */
export interface ExamineOptions extends CommonOptions {
  readonly profile?: string;
  readonly issuer?: string;
  readonly clientId?: string;
  readonly device?: boolean;
  readonly implicit?: boolean;
  readonly port?: readonly string[];
}

/** What was found. */
export interface Examination {
  readonly profile: string;
  readonly issuer: string;
  readonly checks: readonly Check[];
}

/** Looks at all that a login needs. @throws {DrawbridgeError} `usage_invalid` where no provider is given or kept */
export async function examineLogin(
  options: ExamineOptions,
  context: Context,
): Promise<Examination> {
  const { env } = context.terminal;
  const { login: section, outbound } = await context.config(options);
  const flags = {
    '--profile': options.profile,
    '--issuer': options.issuer,
    '--client-id': options.clientId,
    '--device': options.device === true ? (true as const) : undefined,
    '--implicit': options.implicit === true ? (true as const) : undefined,
    '--port': options.port,
  };
  const inputs = { flags, env, section };
  const name = nameLogin(inputs);
  const { run } = signInCommand(await context.data(options), env);
  const kept = await withLogins(context, options, (logins) => lookAtCache(name, logins, run(name)));
  const login = resolveLogin(inputs, kept.settings);
  const { redirect, flow, role } = login;
  const issuer = withoutPath(login.issuer);
  const http = await openOutbound(outbound ?? {}, env);
  try {
    const seen =
      issuerFault(issuer) === undefined ? await lookAtIssuer(issuer, { http }) : undefined;
    const { metadata, checks } = await checkMetadata(login, seen, () =>
      discoverProvider({
        issuer: login.issuer,
        discoveryUrl: login.discoveryUrl,
        fetchDocument: http.documents(),
      }),
    );
    const found = [...checks];
    if (seen !== undefined) {
      found.push(...checkTls(seen), ...checkClock(seen.discovery.headers, seen.now));
    }
    if (flow === 'code' || flow === 'implicit') {
      found.push(await checkPorts(redirect.host, redirect.ports));
    }
    found.push(kept.check);
    if (role.kind !== 'none') {
      const trusted = metadata?.issuer ?? issuer;
      // A token that another provider or client gave says nothing of this one.
      const isSame =
        kept.login?.settings.issuer === trusted && isSameClient(kept.login.settings, login);
      found.push(await lookAtProfile(name, env));
      found.push(
        ...checkAws({
          issuer: trusted,
          clientId: login.clientId,
          claims: isSame ? kept.claims : undefined,
        }),
      );
    }
    return { profile: name, issuer, checks: found };
  } finally {
    await http.close();
  }
}

/** An issuer may be given by the address of its document. */
function withoutPath(issuer: string): string {
  return issuer.endsWith(DISCOVERY_PATH) ? issuer.slice(0, -DISCOVERY_PATH.length) : issuer;
}

async function checkMetadata(
  login: Parameters<typeof checkProvider>[1] & { readonly issuer: string },
  seen: SeenIssuer | undefined,
  discover: () => ReturnType<typeof discoverProvider>,
): Promise<{ readonly metadata?: Provider; readonly checks: readonly Check[] }> {
  const wanted =
    'a discovery document that names this issuer, and addresses that a browser and tokens may go to';
  try {
    const metadata = await discover();
    const document = seen && parseJsonObject(seen.discovery.body);
    const known = findProvider(login.issuer, document);
    const checks = [
      check('metadata', 'passed', { seen: `that of ${metadata.issuer}`, wanted, fix: '' }),
      ...checkProvider(metadata, login, known),
      check('provider', 'passed', {
        seen:
          known === undefined
            ? 'nothing is known of it: the standard is taken'
            : [known.name, ...known.notes].join(' - '),
        wanted: 'one whose ways are known, or that keeps to the standard',
        fix: '',
      }),
    ];
    return { metadata, checks };
  } catch (thrown) {
    const { message, hint = 'Ask whoever runs the provider.' } = toDrawbridgeError(thrown);
    return { checks: [check('metadata', 'failed', { seen: message, wanted, fix: hint })] };
  }
}

/** What a cloud asks of a certificate that no public authority has signed. This command has no --ca to look again with. */
const OF_AUTHORITY =
  'Use a certificate of a public authority, and send its intermediate certificates too. AWS takes another one by its thumbprint at the provider: "drawbridge aws thumbprint HOST" prints it.';

/** Whether we trust it the metadata tell: here is what clouds think of the certificate, which know public authorities alone. */
function checkTls(seen: SeenIssuer): readonly Check[] {
  if (seen.tls === undefined) return [];
  const [finding] = judgeIssuer(seen).filter(({ about }) => about === 'tls');
  const isOfUnknown = certificateFault(seen.tls)?.kind === 'authority';
  return [
    check('tls', finding === undefined ? 'passed' : 'warning', {
      seen: finding?.message ?? 'a certificate of a public authority',
      wanted: 'a certificate that the system trusts, and that lasts two weeks more',
      fix: isOfUnknown ? OF_AUTHORITY : (finding?.advice ?? ''),
    }),
  ];
}

async function lookAtProfile(name: string, env: Readonly<NodeJS.ProcessEnv>): Promise<Check> {
  try {
    return checkProfile(name, await readAwsFiles(awsFilePaths(env)));
  } catch (thrown) {
    const { message, hint = 'Correct the file.' } = toDrawbridgeError(thrown);
    return check('profile', 'failed', {
      seen: message,
      wanted: 'files of AWS that can be read',
      fix: hint,
    });
  }
}

/** Where no client is given, one that was registered is gone on with. */
function isSameClient(
  { clientId, isRegistered }: KeptLogin['settings'],
  login: Pick<ResolvedLogin, 'clientId'>,
): boolean {
  return clientId === login.clientId || (isRegistered === true && login.clientId === undefined);
}
