import type { SnippetSettings } from './snippet-settings.ts';

/** Two Ingresses of ingress-nginx: the app, behind the gateway, and the paths of the gateway on the same host. */
export function ingressNginxSnippet({
  gateway,
  authHost,
  app,
  upstream,
  fields,
}: SnippetSettings): string {
  const service = serviceOf(gateway);
  return `# 1. The app.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: app
  annotations:
    nginx.ingress.kubernetes.io/auth-url: http://${gateway}/authz/nginx
    # $host and $escaped_request_uri are variables of nginx.
    nginx.ingress.kubernetes.io/auth-signin: https://$http_host/.drawbridge/login?url=$escaped_request_uri
    nginx.ingress.kubernetes.io/auth-signin-redirect-param: url
    nginx.ingress.kubernetes.io/auth-response-headers: ${fields.join(',')}
    nginx.ingress.kubernetes.io/proxy-buffer-size: 32k
spec:
  ingressClassName: nginx
${rules(app, ['/'], 'Prefix', serviceOf(upstream))}
---
# 2. Signing in and out, on the host of the app.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: app-drawbridge
  annotations:
    nginx.ingress.kubernetes.io/proxy-buffer-size: 32k
spec:
  ingressClassName: nginx
${rules(app, ['/.drawbridge/'], 'Prefix', service)}
---
# 3. The gateway itself. Its paths below /authz/ are for proxies alone, and are not here.
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: drawbridge
  annotations:
    nginx.ingress.kubernetes.io/proxy-buffer-size: 32k
spec:
  ingressClassName: nginx
${rules(authHost, AUTH_HOST_PATHS, 'Exact', service)}
`;
}

/** What browsers and providers call on the auth host, which has a page to sign in to itself. What proxies ask, nobody else does. */
const AUTH_HOST_PATHS = [
  '/',
  '/.drawbridge/login',
  '/.drawbridge/callback',
  '/.drawbridge/logout',
  '/.drawbridge/check',
  '/login',
  '/callback',
  '/logout',
  '/signed-out',
  '/backchannel-logout',
  '/frontchannel-logout',
  '/.well-known/jwks.json',
];

interface Service {
  readonly name: string;
  readonly port: string;
}

/** `drawbridge.auth.svc:9090` is the service `drawbridge`. */
function serviceOf(address: string): Service {
  const [, name = '', port = ''] = /^([^.:]+)[^:]*:(\d+)$/.exec(address) ?? [];
  return { name, port };
}

function rules(
  host: string,
  paths: readonly string[],
  type: 'Exact' | 'Prefix',
  { name, port }: Service,
): string {
  const entries = paths.map(
    (path) => `          - path: ${path}
            pathType: ${type}
            backend:
              service:
                name: ${name}
                port:
                  number: ${port}`,
  );
  return `  rules:
    - host: ${host}
      http:
        paths:
${entries.join('\n')}`;
}
