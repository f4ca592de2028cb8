import { z } from 'zod';
import { expression } from './expression-text.ts';

const param = z.string().min(1).max(200);

/** Sources that are the same but for the ids in one query parameter are asked for with one call. */
export const batchSchema = z.strictObject({
  param: param.default('ids').describe('The query parameter that holds the ids.'),
  separator: z.string().min(1).max(10).default(','),
  most: z.number().int().min(1).max(10_000).default(50).describe('How many ids one call may ask for; more of them take several calls.'),
  key: expression
    .min(1)
    .optional()
    .describe(
      'What in a record is the value that was asked for, a path or a JSONata expression; the id of the record where it is left out.',
    ),
});
export type Batch = z.infer<typeof batchSchema>;

/** Sources that are the same but for the number of records that they ask for are served by the widest of them. */
export const widestSchema = z.strictObject({
  param: param.default('limit').describe('The query parameter that says how many records are wanted.'),
});
export type Widest = z.infer<typeof widestSchema>;
