import { implement } from '@orpc/server';
import { contract } from '../../src-preload/contract/index.ts';
import type { Views } from '../views/views.ts';
import type { ClientInfo } from './messages.ts';

/** The part of the contract that is about dashboards, answered by the views. */
export function viewRoutes(views: Views) {
  const os = implement(contract).$context<ClientInfo>();
  const { dashboards } = views;
  return {
    dashboards: {
      list: os.dashboards.list.handler(() => ({ items: dashboards.list(), nextCursor: null })),
      get: os.dashboards.get.handler(({ input }) => dashboards.get(input.id)),
      create: os.dashboards.create.handler(({ input }) => dashboards.create(input)),
      replace: os.dashboards.replace.handler(({ input }) => dashboards.replace(input.id, input.version, input.dashboard)),
      remove: os.dashboards.remove.handler(({ input }) => dashboards.remove(input.id)),
      undo: os.dashboards.undo.handler(({ input }) => dashboards.undo(input.id)),
      duplicate: os.dashboards.duplicate.handler(({ input }) => dashboards.duplicate(input.id, input.title)),
      arrange: os.dashboards.arrange.handler(({ input }) => ({ items: dashboards.arrange(input.ids), nextCursor: null })),
      export: os.dashboards.export.handler(({ input }) => dashboards.export(input.id)),
      import: os.dashboards.import.handler(({ input }) => dashboards.import(input.file, input.existing)),
      choices: os.dashboards.choices.handler(({ input }) => views.choices(input.id, input.name)),
    },
    panels: {
      data: os.panels.data.handler(({ input: { id, panelId, known, ...ask }, context }) =>
        views.data(id, panelId, ask, context.kind !== 'api', known),
      ),
      preview: os.panels.preview.handler(({ input: { query, ...ask } }) => views.preview(query, ask)),
      target: os.panels.target.handler(({ input }) => views.target(input.id, input.panelId)),
    },
    schema: { list: os.schema.list.handler(() => views.schema()) },
    cache: {
      list: os.cache.list.handler(() => views.showCache()),
      warm: os.cache.warm.handler(() => views.warm()),
      clear: os.cache.clear.handler(() => views.clearCache()),
    },
  };
}
