import type { Source } from '../../doctor/requirement.ts';

function vendor(title: string, place: string): Source {
  return { kind: 'vendor', title, place, read: '2026-11' };
}

function code(title: string, place: string): Source {
  return { kind: 'code', title, place, read: '2026-11' };
}

const APISERVER = 'github.com/kubernetes/kubernetes/blob/master/staging/src/k8s.io/apiserver';

/** Where Kubernetes says what it asks for, and the code that asks. */
export const SOURCES = {
  docs: vendor(
    'Kubernetes documentation, Authenticating, OpenID Connect tokens',
    'kubernetes.io/docs/reference/access-authn-authz/authentication/#openid-connect-tokens',
  ),
  accounts: vendor(
    'Kubernetes documentation, Configure service accounts for pods, token volume projection',
    'kubernetes.io/docs/tasks/configure-pod-container/configure-service-account/',
  ),
  rbac: vendor(
    'Kubernetes documentation, Using RBAC authorization',
    'kubernetes.io/docs/reference/access-authn-authz/rbac/',
  ),
  metrics: vendor(
    'Kubernetes documentation, Kubernetes metrics reference',
    'kubernetes.io/docs/reference/instrumentation/metrics/',
  ),
  structured: vendor(
    'KEP-3331, Structured authentication configuration',
    'github.com/kubernetes/enhancements/tree/master/keps/sig-auth/3331-structured-authentication-configuration',
  ),
  signing: vendor(
    'KEP-740, External signing of service account tokens',
    'github.com/kubernetes/enhancements/tree/master/keps/sig-auth/740-service-account-external-signing',
  ),
  authenticator: code(
    'kubernetes, apiserver, plugin/pkg/authenticator/token/oidc/oidc.go',
    `${APISERVER}/plugin/pkg/authenticator/token/oidc/oidc.go`,
  ),
  validation: code(
    'kubernetes, apiserver, pkg/apis/apiserver/validation/validation.go',
    `${APISERVER}/pkg/apis/apiserver/validation/validation.go`,
  ),
  verifier: code(
    'coreos/go-oidc v2, verify.go, which API servers verify with',
    'github.com/coreos/go-oidc/blob/v2/verify.go',
  ),
  provider: code(
    'coreos/go-oidc v2, oidc.go, which API servers read discovery documents with',
    'github.com/coreos/go-oidc/blob/v2/oidc.go',
  ),
  keySet: code(
    'coreos/go-oidc v2, jwks.go, by which API servers keep keys',
    'github.com/coreos/go-oidc/blob/v2/jwks.go',
  ),
  caching: code(
    'pquerna/cachecontrol, by which go-oidc v2 says how long keys are kept',
    'github.com/pquerna/cachecontrol/blob/master/cacheobject/object.go',
  ),
  jose: code(
    'go-jose v2, jwk.go, which go-oidc v2 reads keys with',
    'github.com/go-jose/go-jose/blob/v2/jwk.go',
  ),
  unknownKey: {
    kind: 'issue',
    title: 'go-jose, issue 276: a key of an unknown type has it read none of a set',
    place: 'github.com/go-jose/go-jose/issues/276',
    read: '2026-11',
  },
} as const satisfies Readonly<Record<string, Source>>;
