import { aliases } from './aliases.ts';
import type { SnippetSettings } from './snippet-settings.ts';

/** What the gateway looks at of the fields of a client; Envoy sends no others. */
const READ_FIELDS = [
  'accept',
  'authorization',
  'cookie',
  'sec-fetch-dest',
  'sec-fetch-mode',
  'upgrade',
  'x-forwarded-for',
  'x-requested-with',
];

/** Members of the HTTP connection manager of Envoy, and a cluster. */
export function envoySnippet({
  gateway,
  authHost,
  app,
  upstream,
  fields,
}: SnippetSettings): string {
  const exact = (indent: number, names: readonly string[]) =>
    names.map((name) => `${' '.repeat(indent)}- exact: ${name.toLowerCase()}`).join('\n');
  return `# 1. In typed_config of envoy.filters.network.http_connection_manager.
# What a client says of itself ends here. Apps may take X_User for X-User.
common_http_protocol_options:
  headers_with_underscores_action: DROP_HEADER
early_header_mutation_extensions:
  - name: envoy.http.early_header_mutation.header_mutation
    typed_config:
      "@type": type.googleapis.com/envoy.extensions.http.early_header_mutation.header_mutation.v3.HeaderMutation
      mutations:
${fields
  .flatMap((name) => [name, ...aliases(name, ['.'])])
  .map((name) => `        - remove: ${name.toLowerCase()}`)
  .join('\n')}
# The address of who connects, and not what it says of others.
use_remote_address: true
# An app may be asked for a WebSocket, and for no other protocol.
upgrade_configs:
  - upgrade_type: websocket
http_filters:
  - name: envoy.filters.http.ext_authz
    typed_config:
      "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthz
      transport_api_version: V3
      failure_mode_allow: false
      status_on_error:
        code: ServiceUnavailable
      allowed_headers:
        patterns:
${exact(10, READ_FIELDS)}
      http_service:
        server_uri:
          uri: http://${gateway}
          cluster: drawbridge
          timeout: 5s
        path_prefix: /authz/envoy
        authorization_request:
          headers_to_add:
            - key: x-forwarded-proto
              value: "%REQ(:SCHEME)%"
        authorization_response:
          allowed_upstream_headers:
            patterns:
${exact(14, fields)}
  - name: envoy.filters.http.router
    typed_config:
      "@type": type.googleapis.com/envoy.extensions.filters.http.router.v3.Router
route_config:
  virtual_hosts:
    - name: app
      domains: ["${app}"]
      routes:
        # Signing in and out.
        - match: { prefix: /.drawbridge/ }
          route: { cluster: drawbridge }
          typed_per_filter_config: &unasked
            envoy.filters.http.ext_authz:
              "@type": type.googleapis.com/envoy.extensions.filters.http.ext_authz.v3.ExtAuthzPerRoute
              disabled: true
        - match: { prefix: / }
          route: { cluster: app }
    - name: drawbridge
      domains: ["${authHost}"]
      typed_per_filter_config: *unasked
      routes:
        # What proxies ask, nobody else does.
        - match: { prefix: /authz/ }
          direct_response: { status: 404 }
        - match: { prefix: / }
          route: { cluster: drawbridge }

# 2. In static_resources.
clusters:
${cluster('drawbridge', gateway)}
${cluster('app', upstream)}
`;
}

function cluster(name: string, address: string): string {
  const [, host, port] = /^(.*):(\d+)$/.exec(address) ?? [];
  return `  - name: ${name}
    type: STRICT_DNS
    load_assignment:
      cluster_name: ${name}
      endpoints:
        - lb_endpoints:
            - endpoint:
                address:
                  socket_address: { address: "${host?.replace(/^\[|\]$/g, '')}", port_value: ${port} }`;
}
