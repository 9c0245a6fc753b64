import { DISCOVERY_PATH, DOCUMENT_MAX_AGE, quoteForShell } from '@drawbridge/core';
import { INDEX_PATH } from '../jwks-path.ts';
import { DISCOVERY_TYPE, INDEX_TYPE, JWKS_TYPE } from '../site.ts';
import type { Hosting } from './hosting.ts';

/** What nginx serves of a site. */
export interface ServedSite extends Hosting {
  readonly issuer: string;
  /** The folder that the site is published to. */
  readonly root: string;
}

/** How a site is hosted by nginx. */
export interface NginxHosting extends ServedSite {
  /** The folder that answers to ACME are put into (RFC 8555 section 8.3). */
  readonly webroot: string;
  /** Where certbot keeps certificates. */
  readonly certificates: string;
  /** Ports to listen on. */
  readonly httpPort: number;
  readonly httpsPort: number;
}

/** The two steps of nginx: before there is a certificate, the server of TLS cannot start. */
export interface NginxFiles {
  /** A server that answers to ACME and leads all else to https. */
  readonly http: string;
  /** The server of the site. */
  readonly https: string;
  /** Gets a certificate, and has it renewed by itself. */
  readonly certbot: string;
}

/** The `server` blocks of nginx for a site, with a certificate of an ACME authority. */
export function nginxHosting(hosting: NginxHosting): NginxFiles {
  const { issuer, webroot, certificates, httpPort, httpsPort } = hosting;
  const name = new URL(issuer).hostname;
  const port = httpsPort === 443 ? '' : `:${httpsPort}`;
  return {
    http: `server {
    listen ${httpPort};
    server_name ${name};

    location /.well-known/acme-challenge/ {
        root ${quoted(webroot)};
        default_type text/plain;
    }

    location / {
        return 301 https://${name}${port}$request_uri;
    }
}
`,
    https: `server {
    listen ${httpsPort} ssl;
    server_name ${name};
    server_tokens off;

    ssl_certificate ${quoted(`${certificates}/live/${name}/fullchain.pem`)};
    ssl_certificate_key ${quoted(`${certificates}/live/${name}/privkey.pem`)};
    ssl_protocols TLSv1.2 TLSv1.3;
    ssl_session_cache shared:issuer:1m;
${locations(hosting)}
}
`,
    certbot: `certbot certonly --webroot --webroot-path ${quoteForShell(webroot)} --domain ${name} --deploy-hook 'nginx -s reload'`,
  };
}

/**
 * The `server` block of nginx for a site of which the issuer is plain http on this machine, to try it out: it listens where
 * the issuer says, and there alone.
 */
export function nginxTrial(site: ServedSite): string {
  return `server {
    listen ${new URL(site.issuer).host};
    server_tokens off;
${locations(site)}
}
`;
}

/** What answers to strangers: the two documents and the page, and nothing else. */
function locations({ issuer, jwksPath, root }: ServedSite): string {
  const base = new URL(issuer).pathname.replace(/\/$/, '');
  const document = (path: string, type: string) => `
    location = ${base}${path} {
        alias ${quoted(`${root}${path}`)};
        types { }
        default_type ${type};
        add_header Cache-Control "public, max-age=${DOCUMENT_MAX_AGE}";
        add_header X-Content-Type-Options nosniff;
        limit_except GET { deny all; }
    }
`;
  // By both names: browsers ask for the first, and who publishes looks for the second.
  const page = (path: string) => `
    location = ${base}${path} {
        alias ${quoted(`${root}${INDEX_PATH}`)};
        types { }
        default_type "${INDEX_TYPE}";
    }
`;
  return `${document(DISCOVERY_PATH, DISCOVERY_TYPE)}${document(jwksPath, JWKS_TYPE)}${page('/')}${page(INDEX_PATH)}
    location / {
        return 404;
    }`;
}

/** A parameter of nginx that is a path. */
function quoted(path: string): string {
  return `"${path.replace(/["\\$]/g, (character) => `\\${character}`)}"`;
}
