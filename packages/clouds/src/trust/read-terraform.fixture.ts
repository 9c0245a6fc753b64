import { parse } from '@cdktf/hcl2json';

type Blocks = Readonly<
  Record<string, Readonly<Record<string, readonly Readonly<Record<string, unknown>>[]>>>
>;

/** Blocks by type and label, expressions as text. */
export interface Terraform {
  readonly resource: Blocks;
  readonly data: Blocks;
}

/** Reads Terraform by HashiCorp's own parser. */
export async function readTerraform(text: string): Promise<Terraform> {
  const read = (await parse('main.tf', text)) as Partial<Terraform>;
  // It leaves $${ and %%{ as they are written, which is what Terraform makes ${ and %{ of.
  const plain = JSON.stringify(read).replaceAll('$${', '${').replaceAll('%%{', '%{');
  return { resource: {}, data: {}, ...(JSON.parse(plain) as Partial<Terraform>) };
}
