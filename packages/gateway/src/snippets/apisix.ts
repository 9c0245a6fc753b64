import type { SnippetSettings } from './snippet-settings.ts';

/** What the gateway looks at of the fields of a client; APISIX sends no others, not even cookies. */
const READ_FIELDS = [
  'Accept',
  'Authorization',
  'Cookie',
  'Sec-Fetch-Dest',
  'Sec-Fetch-Mode',
  'X-Requested-With',
];

/** What the browser is to have of an answer that is no yes. */
const ANSWERED_FIELDS = [
  'Cache-Control',
  'Content-Security-Policy',
  'Content-Type',
  'Location',
  'Referrer-Policy',
  'Retry-After',
  'WWW-Authenticate',
  'X-Content-Type-Options',
];

/** Routes of APISIX, as the file `apisix.yaml` of its standalone mode has them. */
export function apisixSnippet({
  gateway,
  authHost,
  app,
  upstream,
  fields,
}: SnippetSettings): string {
  const list = (indent: number, names: readonly string[]) =>
    names.map((name) => `${' '.repeat(indent)}- ${name}`).join('\n');
  return `# 1. In config.yaml: apps may take X_User for X-User.
nginx_config:
  http:
    underscores_in_headers: "off"
---
# 2. In apisix.yaml.
routes:
  # Signing in and out, on the host of the app.
  - uri: /.drawbridge/*
    host: ${nameOf(app)}
    priority: 10
    upstream: &gateway
      type: roundrobin
      pass_host: pass
      nodes:
        "${gateway}": 1

  - uri: /*
    host: ${nameOf(app)}
    upstream:
      type: roundrobin
      pass_host: rewrite
      upstream_host: ${app}
      nodes:
        "${upstream}": 1
    plugins:
      forward-auth:
        uri: http://${gateway}/authz/apisix
        timeout: 5000
        status_on_error: 503
        # Written out, with its port: a route goes by the request line, where that names a host, and the field Host is the
        # client's word.
        extra_headers:
          X-Forwarded-Host: ${app}
        request_headers:
${list(10, READ_FIELDS)}
        # Each of these is the gateway's, or not there: those of a client are removed.
        upstream_headers:
${list(10, fields)}
        client_headers:
${list(10, ANSWERED_FIELDS)}

  # What proxies ask, nobody else does.
  - uri: /*
    host: ${nameOf(authHost)}
    vars:
      - ["uri", "!", "~~", "^/authz/"]
    upstream: *gateway
#END
`;
}

/** Routes of APISIX are about names, whatever the port is. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}
