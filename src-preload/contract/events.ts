import { z } from 'zod';
import { alertStatusSchema } from './alert.ts';
import { dashboardSummarySchema } from './dashboard.ts';
import { decisionSchema } from './decision.ts';
import { viewId } from './panel.ts';
import { refreshSchema } from './refresh.ts';
import { activitySchema } from './session.ts';
import { appStatusSchema, sourceStatusSchema } from './status.ts';

/** What the engine pushes. The first event is always a snapshot, so that a screen can start from nothing. */
export const eventSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('snapshot'), app: appStatusSchema, sources: z.array(sourceStatusSchema), activity: activitySchema }),
  z.object({ type: z.literal('app'), app: appStatusSchema }),
  z.object({ type: z.literal('source'), source: sourceStatusSchema }),
  z.object({ type: z.literal('source-removed'), id: z.string() }),
  z.object({ type: z.literal('refresh'), refresh: refreshSchema }),
  z.object({ type: z.literal('decision'), decision: decisionSchema }),
  z.object({ type: z.literal('activity'), activity: activitySchema }),
  z.object({ type: z.literal('alert'), alert: alertStatusSchema }),
  z.object({ type: z.literal('alert-removed'), id: z.string() }),
  z
    .object({ type: z.literal('alert-shown'), alertId: viewId, title: z.string(), words: z.string(), sound: z.boolean() })
    .describe('A message of an alert that pages show, where no notification of the system does.'),
  z.object({
    type: z.literal('panel'),
    dashboardId: viewId,
    panelId: viewId,
    version: z.number().int().describe('Of the newest result; a page that shows an older one asks again.'),
  }),
  z.object({ type: z.literal('dashboard'), dashboard: dashboardSummarySchema }),
  z.object({ type: z.literal('dashboard-removed'), id: viewId }),
]);
export type FreshetEvent = z.infer<typeof eventSchema>;
