import { quote } from '@drawbridge/core';

/** Characters of a name of the DNS (RFC 1123), and of a path of HTTP (RFC 3986), as API servers take them. */
const LABEL = /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/;
const PATH = /^[A-Za-z0-9/\-._~%!$&'()*+,;=:]+$/;

/** Names that Kubernetes keeps for itself, with all below them. */
const RESERVED = ['k8s.io', 'kubernetes.io'];

/**
 * What is wrong with the key of an extra attribute (kubernetes, validation.go; apimachinery, IsDomainPrefixedPath).
 *
 * @returns each in words that complete a sentence
 */
export function extraKeyFaults(key: string): readonly string[] {
  if (key === '') return ['is missing'];
  const faults: string[] = [];
  const slash = key.indexOf('/');
  const domain = slash < 0 ? '' : key.slice(0, slash);
  const path = key.slice(slash + 1);
  if (slash < 0 || domain === '' || path === '') {
    faults.push(`${quote(key)} is not a domain, a slash and a path, as in "example.org/team"`);
  } else {
    if (domain.length > 253 || !domain.split('.').every((label) => LABEL.test(label))) {
      faults.push(`${quote(domain)} is no name of a domain in small letters`);
    }
    if (!PATH.test(path)) faults.push(`${quote(path)} is no path`);
  }
  if (key !== key.toLowerCase()) faults.push(`${quote(key)} is not in small letters`);
  if (RESERVED.some((name) => domain === name || domain.endsWith(`.${name}`))) {
    faults.push(`${quote(key)} is of a domain that Kubernetes keeps for itself`);
  }
  return faults;
}
