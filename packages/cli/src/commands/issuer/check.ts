import { DrawbridgeError, issuerFault, printable } from '@drawbridge/core';
import { type Finding, judgeIssuer, type Reader, type SeenIssuer } from '@drawbridge/issuer';
import { lookAtIssuer } from '@drawbridge/issuer/node';
import { createStyle, openOutbound } from '@drawbridge/node';
import { readCa } from '../../read-ca.ts';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { print, type Terminal } from '../../terminal.ts';
import { hang, widthOf } from '../../wrap.ts';
import { usage } from '../keys/key-options.ts';

interface Options extends CommonOptions {
  readonly ca?: string;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'See an issuer as a stranger does, ours or foreign, and what relying parties mind.',
    )
    .argument('<url>', 'the issuer')
    .option('--ca <file>', "authorities (PEM) to trust, in place of the system's", filled)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
It looks up the name, looks at the certificate, and reads the discovery document and the keys, as
AWS, Google Cloud, Microsoft Entra, Kubernetes and Vault do, and judges them by the rules that
"drawbridge doctor" has for each of these. An error has one of them refuse the tokens, or lets
anybody make them, and the exit code is 1 then. An address that is not for the internet is a
warning, though clouds refuse its tokens: a cluster or a Vault beside it may take them.`,
    )
    .action(async (issuer: string, options: Options) => {
      const fault = issuerFault(issuer);
      if (fault !== undefined) {
        throw usage(
          `the issuer ${fault}`,
          'Give it as tokens have it in iss: https://oidc.example.com.',
        );
      }
      const config = await context.config(options);
      const ca = options.ca === undefined ? undefined : await readCa(options.ca, terminal.env);
      const http = await openOutbound(config.outbound ?? {}, terminal.env);
      let seen: SeenIssuer;
      try {
        seen = await lookAtIssuer(issuer, { http, ...(ca !== undefined && { ca }) });
      } finally {
        await http.close();
      }
      const findings = judgeIssuer(seen, ca !== undefined);
      const errors = findings.filter(({ level }) => level === 'error').length;
      if (options.json) print(terminal, toJson(seen, findings, errors === 0));
      else show(seen, findings, terminal);
      if (errors > 0) {
        throw new DrawbridgeError('check_failed', {
          detail: `relying parties refuse this issuer: ${count(errors, 'error')}`,
          hint: options.json
            ? 'Correct what `findings` has with the level error, then check again.'
            : 'Do what is below each error, then check again.',
        });
      }
    });
};

const READERS: Readonly<Record<Reader, string>> = {
  aws: 'AWS',
  gcp: 'Google Cloud',
  azure: 'Microsoft Entra',
  kubernetes: 'Kubernetes',
  vault: 'Vault',
};

function show(seen: SeenIssuer, findings: readonly Finding[], terminal: Terminal): void {
  const { good, bad, accent, dim } = createStyle(terminal.stdout, terminal.env);
  const width = widthOf(terminal);
  const fold = (text: string, indent: number) =>
    hang(printable(text).replaceAll('\n', ' '), width, indent);
  const lines = findings.flatMap((finding) => [
    `${finding.level === 'error' ? bad('error') : accent('warning')}  ${fold(`${finding.id}: ${finding.message}`, finding.level.length + 2)}`,
    `  ${fold(finding.advice, 2)}`,
    dim(`  ${whoMinds(finding)}`),
  ]);
  const warnings = findings.filter(({ level }) => level === 'warning').length;
  const errors = findings.length - warnings;
  const state = errors === 0 ? good('fit') : bad('unfit');
  const counts = `${seen.issuer}: ${count(errors, 'error')}, ${count(warnings, 'warning')}`;
  lines.push(`${state}  ${counts}${errors === 0 ? refusedAllTheSame(findings) : ''}`);
  print(terminal, lines.join('\n'));
}

/** An address that is not for the internet is a warning, and yet the clouds are of no use with it. */
function refusedAllTheSame(findings: readonly Finding[]): string {
  const readers = new Set(findings.flatMap(({ refusedBy }) => refusedBy));
  const names = Object.entries(READERS).flatMap(([reader, name]) =>
    readers.has(reader as Reader) ? [name] : [],
  );
  return names.length > 0 ? `; its tokens are refused all the same by ${names.join(', ')}` : '';
}

function whoMinds({ refusedBy, mindedBy }: Finding): string {
  const list = (readers: readonly Reader[]) => readers.map((reader) => READERS[reader]).join(', ');
  const told = [
    ...(refusedBy.length > 0 ? [`refused by ${list(refusedBy)}`] : []),
    ...(mindedBy.length > 0 ? [`may be refused by ${list(mindedBy)}`] : []),
  ];
  return told.join('; ') || 'looked at by no relying party that is known';
}

function toJson(seen: SeenIssuer, findings: readonly Finding[], fit: boolean): string {
  const { issuer, addresses, tls, discovery, jwks } = seen;
  const documents = [discovery, ...(jwks === undefined ? [] : [jwks])].map(
    ({ url, status, milliseconds, body, headers }) => ({
      url,
      status,
      milliseconds,
      bytes: body.length,
      contentType: headers['content-type'],
      cacheControl: headers['cache-control'],
    }),
  );
  const certificates = tls?.chain.map(({ subject, issuer: by, ends }) => ({
    subject,
    issuer: by,
    ends: Math.floor(ends / 1000),
  }));
  return printable(JSON.stringify({ issuer, fit, findings, addresses, certificates, documents }));
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}
