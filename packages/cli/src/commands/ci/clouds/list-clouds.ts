/** Names in a row: `AWS`, `AWS and Azure`, `AWS, Google Cloud and Azure`. */
export function listClouds(clouds: readonly string[]): string {
  const last = clouds.at(-1) ?? '';
  return clouds.length > 1 ? `${clouds.slice(0, -1).join(', ')} and ${last}` : last;
}

/** What is kept fresh for them: `the token for AWS`, `the tokens for AWS and Azure`. */
export function tokensFor(clouds: readonly string[]): string {
  return `the token${clouds.length > 1 ? 's' : ''} for ${listClouds(clouds)}`;
}
