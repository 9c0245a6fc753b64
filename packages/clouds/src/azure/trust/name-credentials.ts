import { hclLabel } from '../../trust/hcl.ts';
import { LIMITS } from '../evaluate/limits.ts';

/**
 * Names for credentials: what they begin with, and the letters and digits of each subject, so that another subject changes none of them. They differ in
 * more than case, for which Azure's resources do not care, and in more than dashes, which the labels of Terraform lack.
 */
export function nameCredentials(prefix: string, subjects: readonly string[]): readonly string[] {
  if (subjects.length === 1) return [prefix];
  const taken = new Set<string>();
  return subjects.map((subject) => {
    const words = subject.replace(/[^A-Za-z0-9_]+/g, '-').replace(/^-|-$/g, '');
    const whole = words === '' ? prefix : `${prefix}-${words}`;
    for (let count = 1; ; count++) {
      const end = count === 1 ? '' : `-${count}`;
      const name = `${whole.slice(0, LIMITS.longestName - end.length)}${end}`;
      const key = hclLabel(name, '').toLowerCase();
      if (taken.has(key)) continue;
      taken.add(key);
      return name;
    }
  });
}
