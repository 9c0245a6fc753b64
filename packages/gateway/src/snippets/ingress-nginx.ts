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
    nginx.ingress.kubernetes.io/auth-url: http://${gateway}/authz/nginx?host=${app}
    # $escaped_request_uri is a variable of nginx.
    nginx.ingress.kubernetes.io/auth-signin: https://${app}/.drawbridge/login?url=$escaped_request_uri
    nginx.ingress.kubernetes.io/auth-signin-redirect-param: url
    nginx.ingress.kubernetes.io/auth-response-headers: ${fields.join(',')}
    nginx.ingress.kubernetes.io/proxy-buffer-size: 32k
spec:
  ingressClassName: nginx
${rules(app, [['/', 'Prefix']], serviceOf(upstream))}
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
${rules(app, [['/.drawbridge/', 'Prefix']], service)}
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
${rules(authHost, AUTH_HOST_PATHS, service)}
`;
}

/** A path, and whether those below it are meant too. */
type Path = readonly [path: string, type: 'Exact' | 'Prefix'];

/** What browsers, providers and apps call on the auth host. What proxies ask, nobody else does. */
const AUTH_HOST_PATHS: readonly Path[] = [
  ['/', 'Exact'],
  ['/login', 'Exact'],
  // Of several providers each has its own below it.
  ['/callback', 'Prefix'],
  ['/logout', 'Exact'],
  ['/signed-out', 'Exact'],
  ['/backchannel-logout', 'Exact'],
  ['/frontchannel-logout', 'Exact'],
  // It signs people in to their own page as an app does.
  ['/.drawbridge/', 'Prefix'],
  ['/.well-known/', 'Prefix'],
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

function rules(host: string, paths: readonly Path[], { name, port }: Service): string {
  const entries = paths.map(
    ([path, type]) => `          - path: ${path}
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
