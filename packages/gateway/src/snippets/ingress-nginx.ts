import { AUTH_HOST_PATHS } from '../browser-routes.ts';
import { OAUTH2_PROXY_CALLBACK, OAUTH2_PROXY_PATHS } from '../compatibility/oauth2-proxy/routes.ts';
import { APP_BASE, OAUTH2_PROXY_BASE } from '../sign-in/app-base.ts';
import { CALLBACK_PATH } from '../sign-in/callback-paths.ts';
import type { SnippetSettings } from './snippet-settings.ts';

/** Two Ingresses of ingress-nginx: the app, behind the gateway, and the paths of the gateway on the same host. */
export function ingressNginxSnippet(settings: SnippetSettings): string {
  const { gateway, authHost, app, upstream, fields } = settings;
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
${rules(authHost, authHostPaths(settings), service)}
`;
}

/** A path, and whether those below it are meant too. */
type Path = readonly [path: string, type: 'Exact' | 'Prefix'];

/** Those that the gateway has there, and no others: those below /authz/ are not to be reached. */
function authHostPaths({ oauth2Proxy = false }: SnippetSettings): readonly Path[] {
  const all = [...AUTH_HOST_PATHS, ...(oauth2Proxy ? OAUTH2_PROXY_PATHS : [])];
  return [...new Map(all.map(pathOf))];
}

function pathOf(path: string): Path {
  const base = [APP_BASE, OAUTH2_PROXY_BASE].find((start) => path.startsWith(`${start}/`));
  if (base !== undefined) return [`${base}/`, 'Prefix'];
  const isCallback = path === CALLBACK_PATH || path === OAUTH2_PROXY_CALLBACK;
  return [path, isCallback ? 'Prefix' : 'Exact'];
}

interface Service {
  readonly name: string;
  readonly port: string;
}

/** `drawbridge.auth.svc:9090` is the service `drawbridge` (a DNS label, RFC 1035 section 2.3.1); an Ingress leads to no address. */
function serviceOf(address: string): Service {
  const [, name, port] =
    /^([a-z](?:[a-z\d-]*[a-z\d])?)(?:\.[a-z\d.-]+)?:(\d+)$/.exec(address) ?? [];
  if (name === undefined || port === undefined || name === 'localhost') {
    throw new TypeError(`${address} is not SERVICE.NAMESPACE.svc:PORT`);
  }
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
