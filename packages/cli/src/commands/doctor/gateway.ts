import { DrawbridgeError, printable } from '@drawbridge/core';
import {
  examineGateway,
  type Examination,
  type Look,
  parseTarget,
  type ProxyName,
  SNIPPETS,
} from '@drawbridge/gateway';
import { createSend, identityFieldNames, isPublicSuffix } from '@drawbridge/gateway/node';
import { createStyle, openOutbound } from '@drawbridge/node';
import { Option } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions } from '../../context.ts';
import { filled, repeatable } from '../../option-values.ts';
import { readCa } from '../../read-ca.ts';
import { print, type Terminal } from '../../terminal.ts';
import { readTokenArgument } from '../../token-argument.ts';
import { usage } from '../keys/key-options.ts';
import { parseResolve } from './parse-resolve.ts';

interface Options extends CommonOptions {
  readonly proxy?: ProxyName;
  readonly path?: readonly string[];
  readonly echo?: string;
  readonly session?: string;
  readonly field?: readonly string[];
  readonly public?: boolean;
  readonly resolve?: readonly string[];
  readonly ca?: string;
  readonly json?: boolean;
}

export const define: DefineCommand = (command, context) => {
  const { terminal } = context;
  command
    .description(
      'Walk the way of a browser through the real proxy to an app behind the gateway, from outside, and name the first fault, ' +
        'with the lines of the proxy that mend it. Nobody signs in, and no access to the gateway is needed.',
    )
    .argument('<url>', 'a page of an app that wants a sign-in, as browsers write it')
    .addOption(
      new Option(
        '--proxy <proxy>',
        'the proxy whose lines are shown (default: guessed by Server or Via of what answers, which may be the app)',
      ).choices(Object.keys(SNIPPETS)),
    )
    .option('--public', 'a rule lets anybody see the page')
    .option(
      '--path <path>',
      'another path of the app, which may have lines of its own in the proxy: see that it is not open; may be repeated',
      repeatable,
    )
    .option(
      '--echo <path>',
      'a path of the app that answers with the header fields it received: see that no client can say who it is',
      filled,
    )
    .option(
      '--session <cookies>',
      'the Cookie field of a browser that is signed in, as @FILE or - for standard input; it is not printed',
      filled,
    )
    .option(
      '--field <name>',
      'a header field that says who somebody is (default: those of the configuration); may be repeated',
      repeatable,
    )
    .option(
      '--resolve <host:address>',
      'where a host is that DNS does not have yet; may be repeated',
      repeatable,
    )
    .option('--ca <file>', "authorities (PEM) to trust, in place of the system's", filled)
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Example:
  drawbridge doctor gateway https://app.example.com/orders --proxy nginx

The exit code is 1 where there is a fault. What could not be looked at is said, and is no fault.`,
    )
    .action(async (url: string, options: Options) => {
      const examination = await examine(url, options, context);
      const { finding } = examination;
      if (options.json === true) {
        const result = { ok: finding === undefined, ...examination };
        print(terminal, printable(JSON.stringify(result)));
      } else {
        print(terminal, toLines(examination, terminal).join('\n'));
      }
      if (finding === undefined) return;
      throw new DrawbridgeError('check_failed', {
        detail: `the way through the proxy to ${examination.url} has a fault: ${finding.fault}`,
        hint: 'Mend it as is said, then look again: there may be others behind it.',
      });
    });
};

async function examine(
  url: string,
  options: Options,
  context: Parameters<DefineCommand>[1],
): Promise<Examination> {
  const { terminal } = context;
  const { proxy, echo, field } = options;
  const page = parseTarget(url);
  if (page === undefined) {
    throw usage(
      'the page is no address of http or https without user information',
      'Give it as a browser shows it: https://app.example.com/orders',
    );
  }
  requirePath('--echo', echo, '/headers');
  for (const path of options.path ?? []) requirePath('--path', path, '/api/orders');
  for (const name of field ?? []) {
    if (!/^[A-Za-z\d]+(?:-[A-Za-z\d]+)*$/.test(name)) {
      throw usage('--field is not the name of a header field', 'Give one such as Remote-User.');
    }
  }
  const session =
    options.session === undefined ? undefined : await readSession(options.session, terminal);
  const resolve = parseResolve(options.resolve ?? []);
  const ca = options.ca === undefined ? undefined : await readCa(options.ca, terminal.env);
  const { outbound = {}, gateway = {} } = await context.config(options);
  const http = await openOutbound(outbound, terminal.env);
  try {
    return await examineGateway({
      page,
      send: createSend({ http, resolve, ...(ca !== undefined && { ca }) }),
      fields: field ?? identityFieldNames(gateway),
      isPublic: options.public === true,
      isPublicSuffix,
      proxy,
      echo,
      session,
      paths: options.path,
    });
  } finally {
    await http.close();
  }
}

function requirePath(option: string, path: string | undefined, example: string): void {
  if (path === undefined || /^\/[!-~]*$/.test(path)) return;
  throw usage(`${option} is not a path`, `Give one that begins with a slash, such as ${example}.`);
}

/** A secret: on a command line other users of the machine could see it. */
async function readSession(argument: string, terminal: Terminal): Promise<string> {
  if (argument !== '-' && !argument.startsWith('@')) {
    throw usage(
      '--session has the cookies themselves, which other users of this machine could see',
      'Give @FILE with them in it, or - to read them from standard input.',
    );
  }
  const text = (await readTokenArgument(argument, terminal, 'session')).replace(/^cookie:\s*/i, '');
  if (/^[\x20-\x7e]+$/.test(text)) return text;
  throw usage(
    'what --session reads is not the value of one Cookie field',
    'Copy it out of the tools of a browser: NAME=VALUE; NAME=VALUE, on one line.',
  );
}

function toLines(
  { looks, finding, guessedBy }: Examination,
  terminal: Terminal,
): readonly string[] {
  const { good, bad, accent, dim } = createStyle(terminal.stdout, terminal.env);
  const words = {
    good: good('good         '),
    fault: bad('fault        '),
    'not looked at': accent('not looked at'),
  };
  const lineOf = ({ at, state, seen }: Look) =>
    `${words[state]}  ${at}: ${line(finding !== undefined && state === 'fault' ? finding.fault : seen)}`;
  // Of what comes behind a fault there is nothing to say.
  const end = looks.findIndex(({ state }) => state === 'fault');
  const lines = looks.slice(0, end === -1 ? looks.length : end + 1).map(lineOf);
  if (finding === undefined) return lines;
  const { title, detail, mend } = finding;
  const guessed =
    guessedBy === undefined
      ? ''
      : ` This is a guess, by "${guessedBy}" of an answer, which may be the app's: say by --proxy if it is another.`;
  const shown =
    mend.lines.length === 0
      ? []
      : [
          '',
          dim(`For ${mend.proxy}; put your own addresses in.${guessed}`),
          '',
          ...mend.lines.map((text) => `    ${text}`),
        ];
  return [...lines, '', bad(title), line(detail), '', line(mend.advice), ...shown];
}

function line(text: string): string {
  return printable(text).replaceAll('\n', ' ');
}
