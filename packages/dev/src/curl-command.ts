import { shellWord } from '@drawbridge/node';

/** Where a token is taken across, and the file with it. */
interface Crossing {
  readonly tokenEndpoint: string;
  readonly tokenFile: string;
}

/** The command that takes the token in the token file across. The token itself is not in it. */
export function curlCommand({ tokenEndpoint, tokenFile }: Crossing): string {
  return (
    `curl -sS -w '\\n' ${tokenEndpoint} -H 'Content-Type: application/jwt' ` +
    `--data-binary ${shellWord(`@${tokenFile}`)}`
  );
}
