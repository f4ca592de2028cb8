import { z } from 'zod';
import { policySchema } from './policy.ts';
import { sourceId } from './source.ts';
import { isoTime } from './time.ts';

/** A state to be judged. What is left out is as it is now; without a source, as it is for a new one. */
export const whatIfSchema = z.object({
  sourceId: sourceId.optional(),
  policy: policySchema.optional().describe('Instead of that of the source. Needed where no source is named.'),
  at: isoTime.optional().describe('When; now where left out.'),
  asked: z.enum(['normal', 'force']).optional().describe('As if somebody pressed Refresh, or Force.'),
  state: z
    .strictObject({
      checkedAt: isoTime.nullable(),
      active: z.boolean().describe('Whether somebody is looking.'),
      lookingSince: isoTime.nullable(),
      failures: z.number().int().min(0),
      pausedUntil: isoTime.nullable(),
      quotaSpentUntil: isoTime.nullable(),
      pushed: z.boolean().describe('Whether changes are pushed as they happen.'),
      saving: z.boolean().describe('On battery or a metered network.'),
    })
    .partial()
    .default({}),
});
export type WhatIf = z.infer<typeof whatIfSchema>;
