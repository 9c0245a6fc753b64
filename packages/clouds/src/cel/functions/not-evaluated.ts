interface Library {
  /** The version of Kubernetes that first has it. */
  readonly since: string;
  readonly names: string;
}

/**
 * What API servers have beside what is evaluated here, macros among it: kubernetes/kubernetes, staging/src/k8s.io/apiserver/pkg/cel, each
 * version from environment/base.go and each name from library/*.go or library/library_compatibility_test.go, and of Google's libraries from
 * google/cel-go, ext/*.go (read 2026-11).
 */
const LIBRARIES: readonly Library[] = [
  // library/urls.go
  {
    since: '1.23',
    names: 'url isURL getScheme getHost getHostname getPort getEscapedPath getQuery',
  },
  // library/authz.go: there is no authorizer where tokens are judged, and a claim of any type may still be asked for these.
  {
    since: '1.27',
    names:
      'path group serviceAccount resource subresource namespace name check allowed reason errored error',
  },
  // library/quantity.go
  {
    since: '1.28',
    names:
      'quantity isQuantity isInteger asInteger asApproximateFloat sign add sub isLessThan isGreaterThan compareTo',
  },
  // OptionalTypes of no version: all that the cel-go has which the server is built with. Which these are was read in other ports of CEL.
  { since: '1.28', names: 'first last optional.unwrap unwrapOpt' },
  // ext/strings.go, version 2
  { since: '1.29', names: 'format strings.quote' },
  // library/ip.go
  {
    since: '1.30',
    names:
      'ip isIP ip.isCanonical family isUnspecified isLoopback isLinkLocalMulticast isLinkLocalUnicast isGlobalUnicast',
  },
  // library/cidr.go
  { since: '1.30', names: 'cidr isCIDR containsIP containsCIDR masked prefixLength' },
  // library/format.go
  {
    since: '1.31',
    names: [
      'format.named validate',
      'format.dns1123Label format.dns1123Subdomain format.dns1035Label format.qualifiedName format.labelValue',
      'format.dns1123LabelPrefix format.dns1123SubdomainPrefix format.dns1035LabelPrefix',
      'format.uri format.uuid format.byte format.date format.datetime',
    ].join(' '),
  },
  // library/authz.go, AuthzSelectors
  { since: '1.31', names: 'fieldSelector labelSelector' },
  // ext/comprehensions.go: its other macros are evaluated.
  { since: '1.32', names: 'transformMapEntry' },
  // library/semverlib.go
  { since: '1.33', names: 'semver isSemver major minor patch' },
  // library/image.go, which one commit of base.go has, and others have not.
  {
    since: '1.33',
    names: 'image isImage containsDigest registry repository identifier tag digest',
  },
  // ext/lists.go, version 3
  { since: '1.34', names: 'slice flatten distinct reverse sort sortBy lists.range' },
  // library/quantity.go; library_compatibility_test.go has them before 1.36.
  { since: '1.36', names: 'mul div divInt' },
];

/** Names of functions and macros of API servers, which an expression may have and which are not evaluated here. */
export const NOT_EVALUATED: ReadonlySet<string> = new Set(
  LIBRARIES.flatMap(({ names }) => names.split(' ')),
);
