import { routePath } from './own-address.ts';
import type { Route } from '../routes.ts';

/**
 * A cookie of the upstream as the caller shall keep it (RFC 6265 section 4.1). It is for this proxy, so it names no
 * domain. `Secure` goes, and what needs it: not every client takes http on this machine for secure, and such a client
 * would keep no session. A cookie whose name begins with `__Secure-` is none without. One of `__Host-` is none without all
 * that it came with, `Path=/` too (RFC 6265bis section 4.1.3.2), and stays whole.
 */
export function ownCookie(cookie: string, route: Route): string {
  const [pair = '', ...attributes] = cookie.split(';');
  if (/^\s*__host-/i.test(pair)) return cookie;
  const needsSecure = /^\s*__secure-/i.test(pair);
  const kept = attributes.flatMap((attribute) => {
    const [name = '', ...rest] = attribute.split('=');
    const value = rest.join('=').trim();
    switch (name.trim().toLowerCase()) {
      case 'domain':
        return [];
      case 'path':
        return [` Path=${ownPath(value, route)}`];
      case 'secure':
      case 'partitioned':
        return needsSecure ? [attribute] : [];
      case 'samesite':
        return !needsSecure && value.toLowerCase() === 'none' ? [] : [attribute];
      default:
        return [attribute];
    }
  });
  return [pair, ...kept].join(';');
}

function ownPath(path: string, route: Route): string {
  if (route.base === '' && route.path === '') return path;
  const trimmed = path === '/' ? '' : path.replace(/\/$/, '');
  // One for more than the route leads to, is for all that it does.
  return routePath(route, trimmed) ?? (route.path || '/');
}
