import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createVouchCodec } from '@drawbridge/oauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { describeWith } from '../../../../../tools/describe-with.ts';
import {
  ADA,
  accessToken,
  clock,
  cookieOf,
  idToken,
  inParts,
  SECRET,
} from '../inspector.fixture.ts';
import { inspect } from './inspect.ts';
import type { Step } from './inspection.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'drawbridge-by-hand-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs a step as a person does who pastes it: in a shell, its input on standard input. */
function run(step: Step | undefined, input: string): string {
  if (step === undefined) throw new Error('there is no such step');
  return execFileSync('/bin/sh', ['-c', step.line], {
    input: Buffer.from(input, 'latin1'),
    cwd: folder,
    stdio: ['pipe', 'pipe', 'pipe'],
    // Bytes as they are, a character each: what is decoded need not be text.
    encoding: 'latin1',
  });
}

const stepsAt = async (text: string, kind: string, ...path: string[]) => {
  const { layers } = await inspect(text, { clock });
  return layers.find((each) => each.kind === kind && each.path.join() === path.join())?.steps ?? [];
};

describeWith(['openssl', 'python3-jwt'], 'by hand', () => {
  it.each([
    ['whole', async (value: string) => `Cookie: theme=dark; V.1-x=${value}; V.1-xy=other`],
    [
      'in parts',
      async (value: string) => `Cookie: a=b; ${inParts(value, 3, 'V.1-x').toReversed().join('; ')}`,
    ],
  ])('a cookie that is %s comes to its claims, step by step', async (_, fieldOf) => {
    const value = await cookieOf();
    const field = await fieldOf(value);
    const name = 'V.1-x';
    const [join1] = await stepsAt(field, 'cookie', name);
    const [decode] = await stepsAt(field, 'base64url', name);
    const [unzip] = await stepsAt(field, 'gzip', name);
    const [header, claims] = await stepsAt(field, 'jwt', name);
    const joined = run(join1, field);
    expect(joined).toBe(value);
    const jwt = run(unzip, run(decode, joined));
    expect(JSON.parse(run(header, jwt))).toEqual({ alg: 'HS256', typ: 'JWT' });
    const found = run(claims, jwt);
    expect(JSON.parse(found)).toMatchObject({
      username: ADA.username,
      PIdToken: idToken,
    });

    const [take] = await stepsAt(field, 'jwt', name, 'PIdToken');
    expect(run(take, found)).toBe(idToken);
    const [pick, fromBase32] = await stepsAt(field, 'opaque', name, 'PAccessToken');
    const token = run(pick, found);
    expect(token).toBe(accessToken);
    expect(run(fromBase32, token)).toMatch(/^https:\/\/cilogon.test\/.*lifetime=900000$/);
  });

  it('a secret in a file checks a signature, and finds one that is forged', async () => {
    const jwt = await cookieOf(ADA, { compress: false });
    const check = (await stepsAt(jwt, 'jwt')).at(-1);
    writeFileSync(join(folder, 'secret.txt'), `${SECRET}\n`);
    expect(run(check, jwt)).toBe('verified\n');
    expect(run(check, `${jwt}\n`)).toBe('verified\n');
    writeFileSync(join(folder, 'secret.txt'), 'another');
    expect(run(check, jwt)).toBe('forged\n');
    expect(check?.line).not.toContain(SECRET);
  });

  it.each(['RS256', 'ES256', 'ES512'] as const)(
    'a public key in a file checks a signature by %s',
    async (algorithm) => {
      const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES512: 'P-521' };
      const { [algorithm]: namedCurve } = curves;
      const { publicKey, privateKey } =
        namedCurve === undefined
          ? generateKeyPairSync('rsa', { modulusLength: 2048 })
          : generateKeyPairSync('ec', { namedCurve });
      const pair = {
        publicKey: publicKey.export({ type: 'spki', format: 'pem' }) as string,
        privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }) as string,
      };
      const codec = createVouchCodec({ algorithm, keys: [pair], compress: false, clock });
      const jwt = await codec.encode(ADA);
      const [keep, check] = (await stepsAt(jwt, 'jwt')).slice(-2);
      writeFileSync(join(folder, 'public.pem'), pair.publicKey);
      run(keep, jwt);
      expect(run(check, jwt)).toMatch(/Verified OK/);
      expect(() => run(check, jwt.replace('.', '.e'))).toThrow(
        /Verification failure|Command failed/,
      );
    },
  );
});
