import { aliases } from './aliases.ts';
import type { SnippetSettings } from './snippet-settings.ts';

/** A dynamic configuration of Traefik, as a file. */
export function traefikSnippet({
  gateway,
  authHost,
  app,
  upstream,
  fields,
}: SnippetSettings): string {
  return `http:
  routers:
    # Signing in and out, on the host of the app. The longer rule goes first.
    app-drawbridge:
      rule: Host(\`${nameOf(app)}\`) && PathPrefix(\`/.drawbridge/\`)
      entryPoints: [websecure]
      service: drawbridge
      tls: {}
    app:
      rule: Host(\`${nameOf(app)}\`)
      entryPoints: [websecure]
      middlewares: [drawbridge-spoofed, drawbridge]
      service: app
      tls: {}
    # What proxies ask, nobody else does.
    drawbridge:
      rule: Host(\`${nameOf(authHost)}\`) && !PathPrefix(\`/authz/\`)
      entryPoints: [websecure]
      service: drawbridge
      tls: {}

  middlewares:
    # What a client says of itself ends here: apps may take X_User for X-User. Without HTTP2-Settings it cannot go on to HTTP/2
    # within a connection (RFC 7540 section 3.2.1), where nobody would ask.
    drawbridge-spoofed:
      headers:
        customRequestHeaders:
${['HTTP2-Settings', ...fields.flatMap((name) => [name, ...aliases(name)])]
  .map((name) => `          ${name}: ""`)
  .join('\n')}
    drawbridge:
      forwardAuth:
        address: http://${gateway}/authz/traefik
        authResponseHeaders:
${fields.map((name) => `          - ${name}`).join('\n')}

  services:
    drawbridge:
      loadBalancer:
        servers:
          - url: http://${gateway}
    app:
      loadBalancer:
        servers:
          - url: http://${upstream}
`;
}

/** Rules of Traefik are about names, whatever the port is. */
function nameOf(host: string): string {
  return host.replace(/:\d+$/, '');
}
