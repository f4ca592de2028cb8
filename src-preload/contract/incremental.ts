import { z } from 'zod';
import { fieldPath } from './expression-text.ts';

/** How a source asks only for what has changed since the newest record that it has. */
export const incrementalSchema = z.strictObject({
  param: z.string().min(1).max(200).describe('The query parameter that takes the moment or value from which on records are wanted.'),
  field: fieldPath.optional().describe('The field of a record that says when it last changed; the time field where it is left out.'),
  format: z
    .enum(['iso', 'unix-seconds', 'unix-milliseconds', 'text'])
    .default('iso')
    .describe('How the parameter is written. text: the value of the field as it is, for counters and opaque values that only grow.'),
  lookBackSeconds: z
    .number()
    .int()
    .min(0)
    .max(31_536_000)
    .default(3600)
    .describe('How far before the newest record to ask, so that records that arrive late are caught. Has no meaning for text.'),
  fullEveryHours: z
    .number()
    .int()
    .min(1)
    .max(8760)
    .default(168)
    .describe('How often everything is asked for, which brings what was missed all the same.'),
});
export type Incremental = z.infer<typeof incrementalSchema>;
