import { firstLight } from './001-first-light.ts';
import { costOfCalls } from './002-cost-of-calls.ts';
import { deletedUpstream } from './003-deleted-upstream.ts';
import { quotaPlans } from './004-quota-plans.ts';
import { costOfDays } from './005-cost-of-days.ts';
import { cheaperCalls } from './006-cheaper-calls.ts';
import { enrichment } from './007-enrichment.ts';
import { search } from './008-search.ts';
import { retention } from './009-retention.ts';
import { changeLog } from './010-change-log.ts';
import { alerts } from './011-alerts.ts';
import { recordsOfSource } from './012-records-of-source.ts';
import { dashboards } from './013-dashboards.ts';
import type { Migration } from './migration.ts';

/** In order, forward only. The number of a migration is its place here; a released one is never changed. */
export const migrations: readonly Migration[] = [
  firstLight,
  costOfCalls,
  deletedUpstream,
  quotaPlans,
  costOfDays,
  cheaperCalls,
  enrichment,
  search,
  retention,
  changeLog,
  alerts,
  recordsOfSource,
  dashboards,
];
