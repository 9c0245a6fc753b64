import { z } from 'zod';
import { fileSchema, type Sections } from './file-schema.ts';

/** The JSON Schema (draft 2020-12) of `drawbridge.yaml`, for editors. */
export function configJsonSchema(sections: Sections): object {
  const { $schema, ...schema } = z.toJSONSchema(fileSchema(sections), {
    io: 'input',
    unrepresentable: 'any',
    override: ({ jsonSchema }) => {
      // Of types alone: it would tell an editor that nobody may write it.
      delete jsonSchema.readOnly;
    },
  });
  return { $schema, title: 'Configuration of Drawbridge', ...schema };
}
