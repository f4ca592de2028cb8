import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';

/** The stream holds the changes of all wikis. A message that is filtered out leaves an empty list, which is no mistake. */
const OF_THE_WIKI = `[$[server_name = "{{wiki}}" and type in ["edit", "new", "log"] and $exists(id)
  and ("{{by}}" != "!bot" or bot = false) and ("{{by}}" != "bot" or bot = true)]]`;

/** A message in the shape of the listing, so that both bring the same fields. */
const AS_LISTED = `{
  "type": type, "ns": namespace, "title": title, "revid": revision.new, "old_revid": revision.old, "rcid": id,
  "user": user, "bot": bot, "minor": minor, "oldlen": length.old, "newlen": length.new,
  "timestamp": $substring($fromMillis(timestamp * 1000), 0, 19) & "Z", "comment": comment
}`;

/** https://www.mediawiki.org/wiki/API:RecentChanges and https://wikitech.wikimedia.org/wiki/Event_Platform/EventStreams_HTTP_Service */
export const wikimediaChanges: SourcePresetInput = {
  id: 'wikimedia-changes',
  name: 'Wikimedia recent changes',
  summary: 'Edits of Wikipedia or another Wikimedia wiki as they happen, pushed by Server-Sent Events.',
  category: 'News and feeds',
  keywords: ['wikipedia', 'wikidata', 'edits', 'sse', 'eventstreams', 'realtime', 'mediawiki'],
  documentation: 'https://wikitech.wikimedia.org/wiki/Event_Platform/EventStreams_HTTP_Service',
  auth: { kind: 'none' },
  limits: 'None stated; one call at a time is asked for.',
  verified: 'Recorded responses, documented errors, a stream over real HTTP',
  parameters: [
    {
      name: 'wiki',
      label: 'Wiki',
      standard: 'de.wikipedia.org',
      pattern: '[a-z0-9-]+(\\.[a-z0-9-]+)+',
      example: 'en.wikipedia.org',
      help: 'Its host name. The English Wikipedia brings some 200,000 changes a day.',
    },
    {
      name: 'by',
      label: 'Made by',
      kind: 'choice',
      standard: '!bot',
      required: false,
      choices: [
        { value: '!bot', label: 'people' },
        { value: 'bot', label: 'bots' },
        { value: '', label: 'people and bots' },
      ],
    },
    { name: 'days', label: 'Keep for days', kind: 'number', standard: 7, min: 1, max: 36_500 },
  ],
  sources: [
    {
      source: {
        id: 'changes-{{wiki}}',
        name: 'Changes of {{wiki}}',
        url: 'https://{{wiki}}/w/api.php',
        query: {
          action: 'query',
          list: 'recentchanges',
          rcprop: 'title|ids|sizes|flags|user|timestamp|comment',
          rctype: 'edit|new|log',
          rclimit: '500',
          rcshow: '{{by}}',
          format: 'json',
          formatversion: '2',
        },
        list: 'query.recentchanges',
        idField: 'rcid',
        timeField: 'timestamp',
        paging: { kind: 'cursor', cursor: 'continue.rccontinue', param: 'rccontinue', maxPages: 2 },
        push: {
          kind: 'sse',
          url: 'https://stream.wikimedia.org/v2/stream/recentchange',
          credentials: false,
          messages: OF_THE_WIKI,
          record: AS_LISTED,
        },
        retention: { olderThanDays: '{{days}}' },
        policy: { preset: 'realtime' },
      },
    },
  ],
  dashboards: [
    {
      title: 'Changes of {{wiki}}',
      range: { lastSeconds: 3_600 },
      panels: [
        {
          id: 'by-minute',
          title: 'Changes by minute',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'count', as: 'changes' }],
            by: [{ field: '$time', grain: 'minute' }],
          },
          show: { kind: 'area' },
          place: { x: 0, y: 0, width: 8, height: 8 },
        },
        {
          id: 'authors',
          title: 'Most changes',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            values: [{ aggregate: 'count', as: 'changes' }],
            by: [{ field: 'user' }],
            order: { by: 'changes', descending: true },
            limit: 15,
          },
          show: { kind: 'table' },
          place: { x: 8, y: 0, width: 4, height: 8 },
        },
        {
          id: 'latest',
          title: 'Latest',
          query: {
            kind: 'form',
            source: '{{source.main}}',
            columns: ['title', 'user', 'comment', 'timestamp'],
            order: { by: 'timestamp', descending: true },
            limit: 50,
          },
          show: { kind: 'list', title: 'title', detail: 'comment', time: 'timestamp' },
          place: { x: 0, y: 8, width: 12, height: 10 },
        },
      ],
    },
  ],
};
