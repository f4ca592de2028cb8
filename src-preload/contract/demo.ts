import { z } from 'zod';

/** The services that the demo upstream simulates. */
export const demoServiceId = z.enum(['odds', 'n8n', 'statistics', 'events', 'strava', 'wikimedia', 'parcels']);
export type DemoServiceId = z.infer<typeof demoServiceId>;

const percent = z.number().int().min(0).max(100).default(0);

/** The shares of calls that meet a fault exclude each other: one call meets at most one of them. */
export const demoFaultSchema = z
  .strictObject({
    rateLimitedPercent: percent.describe('So many calls of a hundred are refused with 429 and a Retry-After of 30 s.'),
    unauthorizedPercent: percent.describe('So many are refused with 401, as if the key or access token had expired.'),
    serverErrorPercent: percent.describe('So many end with 500.'),
    dropPercent: percent.describe('So many are cut off in the middle of the answer.'),
    malformedPercent: percent.describe('So many are answered with 200 and a body that is cut off or a web page.'),
    slowMs: z.number().int().min(0).max(120_000).default(0).describe('Every answer takes this much longer, milliseconds.'),
  })
  .refine(
    (fault) =>
      fault.rateLimitedPercent + fault.unauthorizedPercent + fault.serverErrorPercent + fault.dropPercent + fault.malformedPercent <= 100,
    { message: 'the shares come to more than 100 in all' },
  );
export type DemoFault = z.infer<typeof demoFaultSchema>;

/** The fault dial of the demo upstream. It is kept in memory only. */
export const demoFaultsSchema = z
  .strictObject({
    cablePulled: z.boolean().default(false).describe('Nothing answers any more and every connection is broken off.'),
    all: demoFaultSchema.prefault({}).describe('Faults of every service that has none of its own.'),
    services: z.partialRecord(demoServiceId, demoFaultSchema).default({}).describe('Faults of one service, in place of those of all.'),
  })
  .meta({ id: 'DemoFaults' });
export type DemoFaults = z.infer<typeof demoFaultsSchema>;
export type DemoFaultsInput = z.input<typeof demoFaultsSchema>;

const hasFault = (fault: DemoFault) => Object.values(fault).some((value) => value > 0);

/** Whether anything on the dial can make a call fail or slow. */
export function hasDemoFaults({ cablePulled, all, services }: DemoFaults): boolean {
  return cablePulled || hasFault(all) || Object.values(services).some(hasFault);
}
