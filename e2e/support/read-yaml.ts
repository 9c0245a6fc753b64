import { finish, start } from './command.ts';

/** Reads YAML with a parser that is not ours. It takes `python3-yaml`. */
export async function readYaml<T>(text: string): Promise<T> {
  const program = 'import json, sys, yaml; json.dump(yaml.safe_load(sys.stdin), sys.stdout)';
  const { stdout } = await finish(start('/usr/bin/python3', ['-c', program], { stdin: text }));
  return JSON.parse(stdout) as T;
}
