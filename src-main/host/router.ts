import { implement } from '@orpc/server';
import {
  contract,
  policySentence,
  type Restored,
  ruleOf,
  sentence,
  shareableSource,
  type SourceStatus,
  toIsoOrNull,
} from '../../src-preload/contract/index.ts';
import type { Fetch } from '../connectors/http.ts';
import type { Alerts } from '../engine/alerts/alerts.ts';
import type { Engine } from '../engine/engine.ts';
import { FIXED_CALLS_PER_DAY, HOURS_ASSUMED, priceOfRule } from '../engine/quota/price.ts';
import { usualHoursOfWeek } from '../engine/decide/usual-hours.ts';
import type { ReaderClient } from '../store/reader-client.ts';
import { alertRoutes } from './alert-routes.ts';
import type { Backups } from './backups.ts';
import type { DemoWorkspace } from './demo-workspace.ts';
import type { ClientInfo } from './messages.ts';
import { readOpenApi } from './openapi-reader.ts';
import type { PresetShelf } from './preset-shelf.ts';
import { recordReads } from './record-reads.ts';
import type { Transfers } from './transfers.ts';
import { viewRoutes } from './view-routes.ts';
import type { Views } from '../views/views.ts';

export interface RouterParts {
  engine: Engine;
  reader: ReaderClient;
  demo: DemoWorkspace;
  transfers: Transfers;
  views: Views;
  alerts: Alerts;
  presets: PresetShelf;
  /** For documents: goes where the app may go by itself. */
  fetch: Fetch;
  backups: Pick<Backups, 'show' | 'create'>;
  /** Puts a backup in the place of the database; the engine is another one afterwards. */
  restore: (id: string) => Promise<Restored>;
}

/** A page of a list that is held in memory, by position. */
function pageOf<T>(items: readonly T[], limit: number, cursor: string | undefined): { items: T[]; nextCursor: string | null } {
  const from = Number(cursor ?? 0);
  const start = Number.isSafeInteger(from) && from > 0 ? from : 0;
  return { items: items.slice(start, start + limit), nextCursor: start + limit < items.length ? String(start + limit) : null };
}

function freshnessItem(source: SourceStatus, now: number) {
  const { id, name, state, checkedAt, changedAt, dataAsOf, staleSeconds, decision } = source;
  return {
    sourceId: id,
    name,
    state,
    checkedAt,
    changedAt,
    dataAsOf,
    ageSeconds: checkedAt === null ? null : Math.max(0, now - Date.parse(checkedAt)) / 1000,
    staleSeconds,
    nextAt: decision.dueAt,
    why: sentence(decision),
  };
}

/** The contract, answered by the engine. What a client may do depends on nothing but the port it speaks through. */
export function makeRouter({ engine, reader, demo, backups, restore, transfers, views, alerts, presets, fetch }: RouterParts) {
  const os = implement(contract).$context<ClientInfo>();
  const reads = recordReads(reader);
  return os.router({
    app: {
      health: os.app.health.handler(() => {
        const { sound, sqlite, records } = engine.health();
        const { version, startedAt, readOnly } = engine.appStatus();
        return {
          status: sound && readOnly === null ? 'ok' : 'degraded',
          version,
          startedAt,
          database: { sqlite, integrity: sound ? 'ok' : 'failed', records },
          readOnly: readOnly === null ? null : `${readOnly.message} ${readOnly.advice}`,
        };
      }),
      status: os.app.status.handler(() => engine.appStatus()),
      pause: os.app.pause.handler(({ input }) => engine.pauseApp(input.forSeconds)),
      resume: os.app.resume.handler(() => engine.resumeApp()),
      demo: os.app.demo.handler(async ({ input }) => {
        await (input.on ? demo.enter() : demo.leave());
        return engine.appStatus();
      }),
      dismiss: os.app.dismiss.handler(({ input }) => engine.dismiss(input.id)),
      savings: os.app.savings.handler(({ input }) => engine.savings(input.sourceId, input.days)),
    },
    demo: {
      faults: os.demo.faults.handler(() => demo.faults()),
      setFaults: os.demo.setFaults.handler(({ input }) => demo.setFaults(input)),
    },
    backups: {
      list: os.backups.list.handler(() => backups.show()),
      create: os.backups.create.handler(() => backups.create()),
      restore: os.backups.restore.handler(({ input }) => restore(input.id)),
    },
    activity: {
      show: os.activity.show.handler(() => engine.activity()),
      hours: os.activity.hours.handler(() => engine.usualHours()),
      beat: os.activity.beat.handler(({ input, context }) => engine.beat(context.sessionId, input)),
      mode: os.activity.mode.handler(({ input, context }) => engine.setMode(context.sessionId, input.mode)),
    },
    sources: {
      list: os.sources.list.handler(({ input }) => pageOf(engine.sources(), input.limit, input.cursor)),
      get: os.sources.get.handler(({ input }) => engine.source(input.id)),
      add: os.sources.add.handler(({ input }) => engine.add(input)),
      update: os.sources.update.handler(({ input }) => engine.update(input)),
      remove: os.sources.remove.handler(({ input }) => engine.remove(input.id)),
      restore: os.sources.restore.handler(({ input }) => engine.restore(input.id)),
      export: os.sources.export.handler(({ input }) => shareableSource(engine.source(input.id).config).source),
      preview: os.sources.preview.handler(({ input, signal }) => engine.preview(input, signal ?? new AbortController().signal)),
      plan: os.sources.plan.handler(({ input }) => engine.plan(input)),
      refresh: os.sources.refresh.handler(({ input }) => engine.refresh(input.id, input.mode, input.wait)),
      cancel: os.sources.cancel.handler(({ input }) => ({ cancelled: engine.cancel(input.id) })),
      pause: os.sources.pause.handler(({ input }) => engine.pause(input.id, input.forSeconds)),
      resume: os.sources.resume.handler(({ input }) => engine.resume(input.id)),
      pauseEnrichment: os.sources.pauseEnrichment.handler(({ input }) => engine.pauseEnrichment(input.id)),
      resumeEnrichment: os.sources.resumeEnrichment.handler(({ input }) => engine.resumeEnrichment(input.id)),
      looked: os.sources.looked.handler(({ input }) => engine.looked(input.id, input.recordId)),
      retentionPreview: os.sources.retentionPreview.handler(async ({ input }) => {
        const { oldest, ...counts } = await reader.retention(engine.retentionOf(input.id, input.rule));
        return { ...counts, oldestAt: toIsoOrNull(oldest) };
      }),
      why: os.sources.why.handler(({ input }) => {
        const { now, items, nextCursor } = engine.why(input.id, input.limit, input.cursor);
        return { now, sentence: sentence(now), items: items.map((item) => ({ ...item, sentence: sentence(item) })), nextCursor };
      }),
      records: os.sources.records.handler(({ input }) => reads.records(input)),
      record: os.sources.record.handler(({ input }) => reads.record(input)),
      recordChanges: os.sources.recordChanges.handler(({ input }) => reads.recordChanges(input)),
      shown: os.sources.shown.handler(({ input }) => {
        engine.shown(input.id, input.milliseconds);
        return {};
      }),
      window: os.sources.window.handler(({ input }) => reads.window(input)),
    },
    presets: {
      list: os.presets.list.handler(() => presets.list()),
      fill: os.presets.fill.handler(({ input }) => presets.fill(input)),
      add: os.presets.add.handler(({ input }) => presets.add(input)),
      fromOpenApi: os.presets.fromOpenApi.handler(({ input, signal }) => readOpenApi(fetch, input, signal ?? new AbortController().signal)),
    },
    refreshes: {
      list: os.refreshes.list.handler(({ input }) => engine.refreshes(input)),
      all: os.refreshes.all.handler(async ({ input }) => ({ items: await engine.refreshAll(input.mode, input.wait) })),
    },
    records: {
      search: os.records.search.handler(({ input }) => reads.search(input)),
    },
    freshness: {
      list: os.freshness.list.handler(() => {
        const now = Date.now();
        return { items: engine.sources().map((source) => freshnessItem(source, now)), nextCursor: null };
      }),
    },
    quotas: { list: os.quotas.list.handler(() => ({ items: engine.quotas(), nextCursor: null })) },
    decisions: {
      test: os.decisions.test.handler(({ input }) => {
        const decision = engine.whatIf(input);
        return { decision, sentence: sentence(decision) };
      }),
    },
    policies: {
      preview: os.policies.preview.handler(({ input }) => {
        const hours = usualHoursOfWeek(engine.usualHours());
        const price = priceOfRule(ruleOf(input.policy), hours);
        return {
          sentence: policySentence(input.policy),
          callsPerDay: Math.round(price.callsPerDay),
          quarters: price.quarters,
          looked: price.looked,
          fixedCallsPerDay: FIXED_CALLS_PER_DAY,
          hoursLearned: hours !== null,
          hoursAssumed: hours === null ? HOURS_ASSUMED : 'at your usual hours',
        };
      }),
    },
    ...viewRoutes(views),
    alerts: alertRoutes(alerts),
    workspace: {
      export: os.workspace.export.handler(({ input }) => transfers.export(input.file)),
      check: os.workspace.check.handler(({ input, signal }) => transfers.check(input.file, signal ?? new AbortController().signal)),
      import: os.workspace.import.handler(({ input }) => transfers.import(input.file, input.existing)),
      cancel: os.workspace.cancel.handler(() => ({ cancelled: transfers.cancel() })),
    },
    events: {
      subscribe: os.events.subscribe.handler(({ signal, context }) => {
        if (context.kind !== 'api') alerts.pageOpened();
        return engine.events(signal ?? new AbortController().signal);
      }),
    },
  });
}
