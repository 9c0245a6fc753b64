import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessRuleSchema, loadConfig } from '@drawbridge/node/config';
import { type AccessPerson, compileAccessRules, type Groups } from '@drawbridge/rules';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';

const PAGE = new URL('../../../../docs/access-rules.md', import.meta.url);

let folder: string;
let page: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drawbridge-'));
  page = await readFile(PAGE, 'utf8');
});
afterAll(() => rm(folder, { recursive: true }));

/** As the page tells of them, in the order of its table. */
const PEOPLE: readonly (AccessPerson | undefined)[] = [
  undefined,
  someone('alice@example.com', known('admins', 'team-web'), { amr: ['pwd', 'mfa'] }),
  someone('bob@example.com', known('contractors')),
  someone('carol@example.com', { kind: 'unknown', reason: 'the token has no claim "groups"' }),
  someone('eve@auditors.example', known()),
];

describe('docs/access-rules.md', () => {
  it('has rules that decide as its table says', async () => {
    const [, yaml = ''] = /<!-- run: access -->\n```yaml\n([^]*?)```/.exec(page) ?? [];
    const file = join(folder, 'drawbridge.yaml');
    await writeFile(file, yaml);
    const gateway = z.strictObject({ rules: z.array(accessRuleSchema) });
    const { value } = await loadConfig({ gateway }, { file });
    const rules = await compileAccessRules(value.gateway?.rules ?? [], 'gateway.rules', {
      providers: ['okta'],
    });

    const rows = [...page.matchAll(/^\| `([A-Z]+) ([^/`]+)([^`]*)` \|(.*)\|$/gm)];
    expect(rows.length).toBeGreaterThan(8);
    for (const [row, method = '', host = '', path = '', cells = ''] of rows) {
      const answers = PEOPLE.map((person) => {
        const decision = rules.decide({ method, host, path, address: '192.0.2.7' }, person);
        if (decision.kind === 'allowed') return decision.rule;
        return decision.kind === 'signIn' ? 'sign in' : 'denied';
      });
      expect(
        cells.split('|').map((cell) => cell.trim()),
        row,
      ).toEqual(answers);
    }
  });
});

function someone(email: string, groups: Groups, claims: object = {}): AccessPerson {
  return { provider: 'okta', user: email, subject: '1', email, groups, claims: { ...claims } };
}

function known(...groups: readonly string[]): Groups {
  return { kind: 'known', groups, claim: 'groups' };
}
