import { describe, expect, it } from 'vitest';
import { execCredential, execVersion } from './exec-credential.ts';
import { kubeconfigUser } from './kubeconfig-user.ts';

const asks = (apiVersion: string, kind = 'ExecCredential') =>
  JSON.stringify({ apiVersion, kind, spec: { interactive: false } });

describe('execVersion', () => {
  it.each([
    'no JSON',
    '[]',
    '{}',
    asks('client.authentication.k8s.io/v1alpha1'),
    asks('v1'),
    asks('client.authentication.k8s.io/v1', 'Secret'),
  ])('refuses %s', (info) => {
    expect(() => execVersion(info)).toThrow(expect.objectContaining({ code: 'usage_invalid' }));
  });

  it('is what is asked for, and v1 where nothing is', () => {
    expect(execVersion(undefined)).toBe('client.authentication.k8s.io/v1');
    expect(execVersion('')).toBe('client.authentication.k8s.io/v1');
    for (const version of ['v1', 'v1beta1'].map((name) => `client.authentication.k8s.io/${name}`)) {
      expect(execVersion(asks(version))).toBe(version);
    }
  });
});

describe('execCredential', () => {
  it('has the token, and ends a little before it', () => {
    const answer = JSON.parse(execCredential({ idToken: 'e.y.j', expiresAt: 1_800_000_000 }, ''));
    expect(answer).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1',
      kind: 'ExecCredential',
      status: { token: 'e.y.j', expirationTimestamp: '2027-01-15T07:59:50Z' },
    });
  });

  it('tells no end that is not known', () => {
    expect(JSON.parse(execCredential({ idToken: 'e.y.j' }, undefined)).status).toEqual({
      token: 'e.y.j',
    });
  });
});

// The HTTP library of the client of Kubernetes does not load on Node 20.
const isOld = Number(process.versions.node.split('.')[0]) < 22;

describe.skipIf(isOld)('kubeconfigUser', () => {
  it('is read by the client of Kubernetes, which runs the program with its arguments', async () => {
    const { KubeConfig } = await import('@kubernetes/client-node');
    const answer = execCredential({ idToken: 'from-the-plugin' }, undefined);
    const script = `process.stdout.write(${JSON.stringify(answer)})`;
    const user = kubeconfigUser({ name: 'a: "user"', command: [process.execPath, '-e', script] });
    const config = new KubeConfig();
    config.loadFromString(
      `apiVersion: v1\nkind: Config\nclusters: [{name: c, cluster: {server: "https://c.test"}}]\n${user}contexts: [{name: x, context: {cluster: c, user: 'a: "user"'}}]\ncurrent-context: x\n`,
    );
    expect(config.getCurrentUser()?.name).toBe('a: "user"');
    const headers: Record<string, string> = {};
    await config.applyToHTTPSOptions({ headers });
    expect(headers['Authorization']).toBe('Bearer from-the-plugin');
  });
});
