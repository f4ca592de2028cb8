import { z } from 'zod';
import { expression } from './expression-text.ts';
import { headerName, headerValue, httpUrl } from './http-fields.ts';

/** A cheap endpoint that is asked before the costly one: only when its value has changed is the costly call made. */
export const probeSchema = z.strictObject({
  url: httpUrl.describe('What is asked with GET before the source itself.'),
  query: z.record(z.string().min(1).max(200), z.string().max(8192)).default({}),
  headers: z.record(headerName, headerValue).default({}),
  value: expression
    .default('')
    .describe('What in its answer changes whenever there is something new: a path or a JSONata expression; empty for the whole body.'),
  withCredentials: z
    .boolean()
    .default(true)
    .describe('Whether the sign-in and the headers of the source are sent along. Never true for another origin than that of the source.'),
  cost: z.number().min(0).max(1_000_000).default(1).describe('What asking it costs, in the unit of the quota; 0 for a free endpoint.'),
});
export type Probe = z.infer<typeof probeSchema>;
