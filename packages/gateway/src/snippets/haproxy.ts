import type { SnippetSettings } from './snippet-settings.ts';

/** Lines of HAProxy for a frontend, with the backends that they lead to. The action in Lua is that of {@link HAPROXY_LUA}. */
export function haproxySnippet({
  gateway,
  authHost,
  app,
  upstream,
  fields,
}: SnippetSettings): string {
  return `# 1. In global. The file is printed by: drawbridge gateway snippet haproxy --lua
    lua-load /etc/haproxy/drawbridge.lua
    # Cookies and the fields of identity take more than the 16 KB that HAProxy allows for.
    tune.bufsize 65536

# 2. In the frontend of ${authHost} and ${app}, which is in mode http.
    acl drawbridge_auth req.hdr(host) -i ${authHost}
    acl drawbridge_own path_beg /.drawbridge/
    acl drawbridge_asked path_beg /authz/

    # What proxies ask, nobody else does.
    http-request deny deny_status 404 if drawbridge_auth drawbridge_asked

    # What a client says of itself ends here. Apps may take X_User for X-User.
${fields.map((name) => `    http-request del-header ${name}`).join('\n')}
    http-request del-header [_.] -m reg
    .if version_atleast(3.2)
        option http-drop-request-trailers
    .endif
    # An app may be asked for a WebSocket, and for no other protocol: what is said in that, nobody would ask about.
    http-request set-header Upgrade websocket if { req.hdr(upgrade) -i websocket }
    http-request del-header Upgrade unless { req.hdr(upgrade) -i websocket }
    http-request set-header X-Forwarded-For %[src]
    http-request set-header X-Forwarded-Host %[req.hdr(host)]
    http-request set-header X-Forwarded-Proto https if { ssl_fc }
    http-request set-header X-Forwarded-Proto http unless { ssl_fc }

    # All but signing in and out is asked about; what is not allowed is answered here.
    http-request lua.drawbridge http://${gateway}/authz/haproxy ${fields.join(',')} unless drawbridge_auth or drawbridge_own

    # No default backend, and no name for the condition: a host that is asked about leads to its own app, and to no other.
    use_backend drawbridge if drawbridge_auth or drawbridge_own
    use_backend app if { req.hdr(host) -i ${app} }

# 3. The backends.
backend drawbridge
    mode http
    server gateway ${gateway}

backend app
    mode http
    server app ${upstream}
`;
}
