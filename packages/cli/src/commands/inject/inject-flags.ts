import { DrawbridgeError, type ConfigFault, usageError } from '@drawbridge/core';
import type { FlagSetting } from '@drawbridge/node/config';
import type { CommonOptions } from '../../context.ts';
import { NO_SECRET_THERE } from '../token/client-secret.ts';

/** The options of `inject`. */
export interface Options extends CommonOptions {
  readonly listen?: string;
  readonly socket?: string;
  readonly acceptHost?: readonly string[];
  readonly secret?: string;
  readonly ca?: string;
  readonly insecure?: boolean;
  readonly issuer?: string;
  readonly tokenEndpoint?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  readonly refreshToken?: string;
  readonly accessToken?: string;
  readonly clientCredentials?: boolean;
  readonly tokenFile?: string;
  readonly tokenCommand?: string;
  readonly login?: string;
  readonly exchangeToken?: string;
  readonly scope?: string;
  readonly audience?: readonly string[];
  readonly resource?: readonly string[];
}

type Env = Readonly<Record<string, string | undefined>>;

const QUOTED =
  'has quotation marks, and no shell reads them: words that have spaces are for inject.token.command, a list';
const SECRET_HINT =
  'A variable must be exported: read -rs REFRESH_TOKEN && export REFRESH_TOKEN, say, takes one without showing it.';

/**
 * The argument and the flags as settings, which come before the environment and the file. A secret itself is on no command
 * line, where other users of the machine may see it; should it be, no message repeats it.
 *
 * @throws {DrawbridgeError} `usage_invalid`, with every flag that names no secret
 */
export function readFlags(
  remote: string | undefined,
  options: Options,
  env: Env,
): readonly FlagSetting[] {
  const faults: ConfigFault[] = [];
  let hint: string | undefined;

  function place(flag: string, where: string | undefined) {
    if (where === undefined || where.startsWith('@') || env[where]) return placeOf(where);
    faults.push({ path: flag, message: NO_SECRET_THERE });
    hint = SECRET_HINT;
    return undefined;
  }

  const { listen, tokenCommand, exchangeToken } = options;
  if (listen?.startsWith('unix:') === true) {
    faults.push({ path: '--listen', message: 'is a unix socket: give its path with --socket' });
  }
  // Split at spaces, it would run something else than a shell makes of it.
  if (tokenCommand !== undefined && /["']/.test(tokenCommand)) {
    faults.push({ path: '--token-command', message: QUOTED });
  }
  if (exchangeToken?.startsWith('@') === false) {
    faults.push({ path: '--exchange-token', message: 'is no @FILE: it is read anew each time' });
  }
  const settings: readonly (readonly [string, readonly string[], unknown])[] = [
    ['the remote', ['upstream'], remote],
    ['--listen', ['listen'], options.listen],
    ['--socket', ['socket'], options.socket],
    ['--accept-host', ['hosts'], options.acceptHost],
    ['--secret', ['secret'], place('--secret', options.secret)],
    ['--ca', ['caFile'], options.ca],
    ['--insecure', ['tlsNoVerify'], options.insecure],
    ['--issuer', ['token', 'issuer'], options.issuer],
    ['--token-endpoint', ['token', 'tokenEndpoint'], options.tokenEndpoint],
    ['--client-id', ['token', 'client', 'id'], options.clientId],
    [
      '--client-secret',
      ['token', 'client', 'secret'],
      place('--client-secret', options.clientSecret),
    ],
    ['--refresh-token', ['token', 'refreshToken'], place('--refresh-token', options.refreshToken)],
    ['--access-token', ['token', 'accessToken'], place('--access-token', options.accessToken)],
    ['--client-credentials', ['token', 'clientCredentials'], options.clientCredentials],
    ['--token-file', ['token', 'file'], options.tokenFile],
    ['--token-command', ['token', 'command'], tokenCommand?.split(' ').filter(Boolean)],
    ['--login', ['token', 'login'], options.login],
    ['--exchange-token', ['token', 'exchange', 'subjectTokenFile'], exchangeToken?.slice(1)],
    ['--scope', ['token', 'scope'], options.scope],
    ['--audience', ['token', 'audience'], options.audience],
    ['--resource', ['token', 'resource'], options.resource],
  ];
  if (faults.length > 0) throw usageError(faults, hint);
  return settings.flatMap(([flag, steps, value]) =>
    value === undefined ? [] : [{ flag, steps: ['inject', ...steps], value }],
  );
}

/** The fault of a proxy of which nothing is known. */
export function noRemote(): DrawbridgeError {
  return new DrawbridgeError('usage_invalid', {
    detail: 'there is no remote service that calls could go on to',
    hint:
      'Give it, and how a token is come by: drawbridge inject https://remote.example --issuer https://id.example\n' +
      '  --client-id me --refresh-token REFRESH_TOKEN, say. Or give --config FILE with inject.upstream and inject.token,\n' +
      '  or the variables of the mitmproxy add-on: REMOTE_PROTECTED_DOMAIN and those beside it.',
  });
}

function placeOf(where: string | undefined) {
  if (where === undefined) return undefined;
  return where.startsWith('@') ? { file: where.slice(1) } : { env: where };
}
