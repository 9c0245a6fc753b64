import type { SnippetSettings } from './snippet-settings.ts';

/** Cookies and identity may take so much of what comes and goes. */
const BUFFERS = ['proxy_buffer_size 32k;', 'proxy_buffers 4 32k;'];

/** What stands in nginx beside its `server` blocks, and in two of them: that of an app, and that of the gateway. */
export function nginxSnippet(settings: SnippetSettings): string {
  return [beside(settings), appServer(settings), authServer(settings)].join('\n');
}

/**
 * The gateway as nginx reaches it. A connection for each question costs both of them as much as the question, so they are kept;
 * the gateway keeps them longer than the 60 seconds of nginx, which so never asks over one that is being closed.
 */
function beside({ gateway }: SnippetSettings): string {
  return `# 1. Once, beside the servers.

upstream drawbridge {
    server ${gateway};
    keepalive 64;
}

# An app may be asked for a WebSocket, and for no other protocol: what is said in that, nobody would ask about.
map $http_upgrade $drawbridge_upgrade {
    default "";
    websocket websocket;
}
map $drawbridge_upgrade $drawbridge_connection {
    default "";
    websocket upgrade;
}
`;
}

/**
 * The `server` of an app. Nothing in it is served before the gateway was asked, whatever locations there are.
 *
 * The host is written out in it. What the field `Host` says is the client's word: nginx takes the server by the request line
 * where that names a host, and a default server for every other name, so that the gateway would be asked about one app and
 * another would be reached.
 */
function appServer({ app, upstream, fields }: SnippetSettings): string {
  const named = fields.map((name) => ({ name, variable: variableOf(name) }));
  return `# 2. In the server of ${app}.

# Cookies and the fields of identity take more than the 8 KB that nginx allows for.
large_client_header_buffers 4 32k;
# Apps may take X_User for X-User.
underscores_in_headers off;
ignore_invalid_headers on;

# Each location of this server asks first, but for those that say otherwise.
auth_request /.drawbridge/decision;
auth_request_set $drawbridge_location $upstream_http_location;
${lines(0, named, ({ variable, name }) => `auth_request_set $${variable} $upstream_http_${key(name)};`)}
error_page 401 = @drawbridge_unauthorized;
error_page 403 =403 @drawbridge_forbidden;
error_page 500 = @drawbridge_unavailable;

# The app. Each location that goes to an app has these lines: what a client says of itself ends here.
location / {
    proxy_pass http://${upstream};
    proxy_http_version 1.1;
    proxy_set_header Upgrade $drawbridge_upgrade;
    proxy_set_header Connection $drawbridge_connection;
    proxy_set_header Host ${app};
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Host ${app};
    proxy_set_header X-Forwarded-Proto $scheme;
${lines(4, named, ({ variable, name }) => `proxy_set_header ${name} $${variable};`)}
}

# What the gateway is asked.
location = /.drawbridge/decision {
    internal;
    proxy_pass http://drawbridge/authz/nginx;
${question(app)}
}

# Signing in and out.
location ^~ /.drawbridge/ {
    auth_request off;
    proxy_pass http://drawbridge;
${passing(app)}
}

# A person is sent to sign in; a program is told that it is not.
location @drawbridge_unauthorized {
    auth_request off;
    add_header Cache-Control no-store always;
    if ($drawbridge_location = "") {
        return 401;
    }
    if ($request_method !~ ^(?:GET|HEAD|OPTIONS)$) {
        return 303 $drawbridge_location;
    }
    return 302 $drawbridge_location;
}

# The page that says so, and lets a person sign out.
location @drawbridge_forbidden {
    auth_request off;
    rewrite ^ /authz/nginx? break;
    proxy_pass http://drawbridge;
    proxy_method GET;
${question(app)}
${lines(4, named, ({ name }) => `proxy_hide_header ${name};`)}
}

# The gateway does not answer, or cannot tell. What the app answers itself, a 500 too, stays as it is.
location @drawbridge_unavailable {
    auth_request off;
    default_type text/plain;
    add_header Cache-Control no-store always;
    add_header Retry-After 5 always;
    return 503 "Whether you may see this page cannot be decided at the moment. Try again in a few seconds.\\n";
}
`;
}

function authServer({ authHost }: SnippetSettings): string {
  return `# 3. In the server of ${authHost}.

large_client_header_buffers 4 32k;

location / {
    proxy_pass http://drawbridge;
${passing(authHost)}
}

# What proxies ask, nobody else does.
location ^~ /authz/ {
    return 404;
}
`;
}

/** Of the request that waits; its body stays with nginx. */
function question(app: string): string {
  return indented([
    'proxy_http_version 1.1;',
    'proxy_set_header Connection "";',
    'proxy_pass_request_body off;',
    'proxy_set_header Content-Length "";',
    `proxy_set_header X-Original-URL $scheme://${app}$request_uri;`,
    'proxy_set_header X-Original-Method $request_method;',
    'proxy_set_header X-Forwarded-For $remote_addr;',
    ...BUFFERS,
  ]);
}

function passing(host: string): string {
  return indented([
    `proxy_set_header Host ${host};`,
    'proxy_set_header X-Forwarded-For $remote_addr;',
    `proxy_set_header X-Forwarded-Host ${host};`,
    'proxy_set_header X-Forwarded-Proto $scheme;',
    ...BUFFERS,
  ]);
}

const indented = (all: readonly string[]) => all.map((line) => `    ${line}`).join('\n');

function lines<T>(indent: number, items: readonly T[], line: (item: T) => string): string {
  return items.map((item) => ' '.repeat(indent) + line(item)).join('\n');
}

/** As nginx writes the name of a field in a variable. */
const key = (name: string) => name.toLowerCase().replaceAll('-', '_');

/** Variables are shared by all of nginx: ours begin so. */
const variableOf = (name: string) => `drawbridge_${key(name)}`;
