import { resolve } from 'node:path';
import { JWKS_PATH } from '@drawbridge/core';
import { awsHosting, nginxHosting, nginxTrial } from '@drawbridge/issuer';
import { readSite } from '@drawbridge/issuer/node';
import { Argument } from 'commander';
import type { DefineCommand } from '../../command.ts';
import type { CommonOptions, Context } from '../../context.ts';
import { filled } from '../../option-values.ts';
import { print, tell } from '../../terminal.ts';
import { usage } from '../keys/key-options.ts';
import { givenIssuer } from './given-issuer.ts';

interface Options extends CommonOptions {
  readonly issuer?: string;
  readonly dir?: string;
  readonly zone?: string;
  readonly root: string;
  readonly webroot: string;
  readonly certificates: string;
}

export const define: DefineCommand = (command, context) => {
  command
    .description('Print what hosts the site of an issuer.')
    .addArgument(new Argument('<where>', 'what hosts it').choices(['aws', 'nginx']))
    .option('--dir <folder>', 'the site, which says its issuer and the place of its keys', filled)
    .option('--issuer <url>', 'the issuer, where there is no site yet', filled)
    .option('--zone <name>', 'aws: the hosted zone of Route 53 that the name is in', filled)
    .option('--root <folder>', 'nginx: where the site is published to', path, '/var/www/issuer')
    .option('--webroot <folder>', 'nginx: where certbot answers to ACME', path, '/var/www/acme')
    .option(
      '--certificates <folder>',
      'nginx: where certbot keeps its own',
      path,
      '/etc/letsencrypt',
    )
    .addHelpText(
      'after',
      `
aws: Terraform or OpenTofu of a private bucket behind CloudFront. Without --dir and --issuer there
is no domain: the address of the distribution is the issuer, and an output.

nginx: two server blocks, and the certbot command that gets their certificate. For an issuer on this
machine, to try it out: one block, of plain http.`,
    )
    .action(async (where: string, options: Options) => {
      const { issuer, jwksPath } = await hosted(options, context);
      const { terminal } = context;
      if (where === 'aws') {
        requireRoot(issuer);
        print(terminal, awsHosting({ issuer, jwksPath, zone: options.zone }).trimEnd());
        tell(
          terminal,
          issuer === undefined
            ? 'The output "issuer" is the address to give to `drawbridge issuer init`, once it is applied.'
            : 'Its outputs "bucket" and "distribution" are where to publish to.',
        );
        return;
      }
      if (issuer === undefined) {
        throw usage('nginx needs the name of the issuer', 'Give --dir with its site, or --issuer.');
      }
      const { root, webroot, certificates } = options;
      if (issuer.startsWith('http:')) {
        print(terminal, nginxTrial({ issuer, jwksPath, root }).trimEnd());
        return;
      }
      const ports = { httpPort: 80, httpsPort: 443 };
      const files = nginxHosting({ issuer, jwksPath, root, webroot, certificates, ...ports });
      print(terminal, `# 1. Answers to ACME. With it alone, run once:\n#    ${files.certbot}`);
      print(terminal, files.http);
      print(terminal, `# 2. The site, once there is a certificate. certbot renews it by itself.`);
      print(terminal, files.https.trimEnd());
    });
};

async function hosted(
  options: Options,
  { terminal }: Context,
): Promise<{ readonly issuer?: string; readonly jwksPath: string }> {
  if (options.dir !== undefined) {
    const site = await readSite(resolve(options.dir));
    if (site === undefined) {
      throw usage(
        `${options.dir} has no site`,
        'Make one with `drawbridge issuer init`, or give --issuer.',
      );
    }
    return { issuer: site.issuer, jwksPath: site.jwksPath };
  }
  if (options.issuer === undefined) return { jwksPath: JWKS_PATH };
  const issuer = givenIssuer(options.issuer, '--issuer', terminal);
  return { issuer, jwksPath: JWKS_PATH };
}

function requireRoot(issuer: string | undefined): void {
  if (issuer === undefined) return;
  const url = new URL(issuer);
  if (url.pathname === '/' && url.port === '' && url.protocol === 'https:') return;
  throw usage(
    `${issuer} has a path or a port, or is plain http`,
    'What is printed is for an issuer that has a host name to itself: https://oidc.example.com.',
  );
}

/** What stands in a configuration must mean the same there: one line, absolute. */
function path(value: string): string {
  if (/^\/[\P{Cc}]*$/u.test(value)) return value === '/' ? value : value.replace(/\/+$/, '');
  throw usage('a folder of nginx is given by an absolute path', 'Such as /var/www/issuer.');
}
