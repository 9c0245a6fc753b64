import {
  answerJson,
  type AssumedRole,
  credentialProcessAnswer,
  credentialVariables,
  environmentFile,
  type ProfileSource,
  type RoleRow,
  roleRows,
  shellCommands,
  type Variable,
  type WebIdentity,
  webIdentityVariables,
  withVariables,
  writeProfile,
} from '@drawbridge/clouds/aws';
import { DrawbridgeError, epochSeconds, printable, systemClock } from '@drawbridge/core';
import { awsFilePaths, changeAwsFiles, showTime } from '@drawbridge/node';
import { runChild } from '../run-child.ts';
import { print, tell, type Terminal } from '../terminal.ts';
import type { AwsFormat, DeliveryFlags } from './delivery.ts';
import { tellExposed } from './tell-exposed.ts';

/** What there is to deliver: credentials, or what an SDK gets them by itself with. */
export type Obtained =
  | { readonly kind: 'keys'; readonly role: AssumedRole }
  | {
      readonly kind: 'web identity';
      readonly identity: WebIdentity;
      /** When the token ends: seconds since the epoch. */
      readonly ends: number | undefined;
    };

/**
 * Does with credentials what the flags say. Secrets are printed in forms for machines alone.
 *
 * @param command - of `-- COMMAND`; empty where none was given
 * @throws {DrawbridgeError} `cloud_setting_invalid`, `cloud_invalid`, `data_unusable`
 * @throws {ChildEnded} for a command that did not end well
 */
export async function deliver(
  obtained: Obtained,
  flags: DeliveryFlags,
  command: readonly string[],
  terminal: Terminal,
): Promise<void> {
  const { format, json, profile, region } = flags;
  const variables = variablesOf(obtained, region);
  if (command.length > 0) {
    await runChild(command, { env: withVariables(terminal.env, variables) }, terminal);
  } else if (profile !== undefined) {
    await writeToProfile(obtained, profile, flags, terminal);
  } else if (json === true) {
    const text =
      obtained.kind === 'keys'
        ? answerJson(obtained.role)
        : JSON.stringify(Object.fromEntries(variables));
    print(terminal, printable(text));
  } else if (format !== undefined) {
    terminal.stdout.write(formatted(obtained, format, variables));
  } else {
    printRows(rowsOf(obtained), terminal);
    if (terminal.stdout.isTTY === true) tell(terminal, HINT);
  }
}

const HINT =
  'For their use: -- COMMAND runs a command with them, --profile NAME keeps them, --format and --json print them.';

function variablesOf(obtained: Obtained, region: string | undefined): readonly Variable[] {
  return obtained.kind === 'keys'
    ? credentialVariables(obtained.role.credentials, region)
    : webIdentityVariables(obtained.identity, region);
}

function formatted(obtained: Obtained, format: AwsFormat, variables: readonly Variable[]): string {
  if (format === 'dotenv') return environmentFile(variables);
  if (format !== 'credential-process') return shellCommands(format, variables);
  if (obtained.kind === 'keys') return `${credentialProcessAnswer(obtained.role.credentials)}\n`;
  throw new DrawbridgeError('usage_invalid', {
    detail: '--format credential-process prints keys, and --token-file has an SDK get them itself',
    hint: 'Give one of the two.',
  });
}

async function writeToProfile(
  obtained: Obtained,
  profile: string,
  { region, force }: DeliveryFlags,
  terminal: Terminal,
): Promise<void> {
  const source: ProfileSource =
    obtained.kind === 'keys' ? { kind: 'keys', credentials: obtained.role.credentials } : obtained;
  const options = { force: force === true, ...(region !== undefined && { region }) };
  const { written, exposed } = await changeAwsFiles(awsFilePaths(terminal.env), (files) =>
    writeProfile(files, profile, source, options),
  );
  tellExposed(exposed, terminal);
  const places = written.length === 0 ? '' : `, in ${written.join(' and ')}`;
  printRows([...rowsOf(obtained), ['profile', `${profile}${places}`]], terminal);
}

function rowsOf(obtained: Obtained): readonly RoleRow[] {
  const now = epochSeconds(systemClock);
  if (obtained.kind === 'keys') {
    const { role } = obtained;
    return roleRows(role, showTime(role.credentials.expiresAt, now));
  }
  const { roleArn, sessionName, tokenFile } = obtained.identity;
  const { ends } = obtained;
  return [
    ['role', roleArn],
    ['session', sessionName],
    ['token file', tokenFile],
    ...(ends === undefined ? [] : ([['token ends', showTime(ends, now)]] as const)),
  ];
}

function printRows(rows: readonly RoleRow[], terminal: Terminal): void {
  const width = Math.max(...rows.map(([label]) => label.length));
  for (const [label, value] of rows) {
    // One line to a row, whatever a token says of itself.
    print(terminal, `${label.padEnd(width)}  ${printable(value).replaceAll('\n', String.raw`\n`)}`);
  }
}
