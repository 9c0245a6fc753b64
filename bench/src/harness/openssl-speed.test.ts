import { describe, expect, it } from 'vitest';
import { parseSpeed } from './openssl-speed.ts';

/** OpenSSL 3.0.19: `openssl speed -mr -seconds 1 rsa2048 ecdsap256 ed25519`. */
const OUTPUT = `\
+DTP:2048:private:rsa:1
+R1:1228:2048:0.99
+DTP:2048:public:rsa:1
+R2:42712:2048:0.99
+DTP:256:sign:ecdsa:1
+R5:32300:256:0.98
+DTP:256:verify:ecdsa:1
+R6:10165:256:0.93
+DTP:253:sign:Ed25519:1
+R8:15866:253:Ed25519:0.98
+DTP:253:verify:Ed25519:1
+R9:6102:253:Ed25519:0.99
+F2:2:2048:1240.404040:43143.434343
+F4:3:256:32959.183673:10930.107527
+F6:0:253:Ed25519:16189.795918:6163.636364
`;

describe('parseSpeed', () => {
  it('reads RSA of 2048 bits', () => {
    const { sign, verify } = parseSpeed(OUTPUT, 'rsa2048');
    expect(sign).toBeCloseTo(806.19, 2);
    expect(verify).toBeCloseTo(23.18, 2);
  });

  it('reads ECDSA on P-256', () => {
    const { sign, verify } = parseSpeed(OUTPUT, 'ecdsap256');
    expect(sign).toBeCloseTo(30.34, 2);
    expect(verify).toBeCloseTo(91.49, 2);
  });

  it('reads a summary row with further rates, as later releases print it', () => {
    const output = '+F2:2:2048:1000.0:40000.0:39000.0:990.0\n';
    expect(parseSpeed(output, 'rsa2048')).toEqual({ sign: 1000, verify: 25 });
  });

  it.each(['', '+F2:2:4096:1:2\n', '+F2:2:2048:0.0:5.0\n', '+F2:2:2048:a:b\n', '+F2:2:2048\n'])(
    'refuses %j',
    (output) => {
      expect(() => parseSpeed(output, 'rsa2048')).toThrow('+F2');
    },
  );
});
