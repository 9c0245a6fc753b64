import { it } from 'vitest';
import { gitlabSetUp } from '../../../../../bench/src/rules/gitlab-set-up.ts';
import { findReach } from './find-reach.ts';
it('speed', async () => {
  const o = gitlabSetUp({
    rules: Number(process.env['RULES'] ?? 200),
    roles: Number(process.env['ROLES'] ?? 50),
  });
  const t = performance.now();
  const { paths, pairs } = await findReach(o);
  console.log(
    performance.now() - t,
    pairs,
    paths.length,
    paths.filter((p) => p.answer.reach === 'yes').length,
  );
  const u = paths.filter((p) => p.answer.reach !== 'yes');
  console.log(JSON.stringify(u.slice(0, 3), undefined, 1));
  const kinds = new Map<string, number>();
  for (const p of paths) {
    const k =
      p.rule.replace(/-\d+/, '') +
      ' ' +
      (Number(p.role?.replace(/^.*role-/, '')) % 10) +
      ' ' +
      p.answer.reach;
    kinds.set(k, (kinds.get(k) ?? 0) + 1);
  }
  console.log([...kinds]);
}, 600_000);
