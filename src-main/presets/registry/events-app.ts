import type { SourcePresetInput } from '../../../src-preload/contract/index.ts';
import { sqlPanel } from './sql-panel.ts';

/** The events of all users. */
const EVENTS = `WITH events AS (
  SELECT _id AS id, coalesce(_fields ->> '$.owner', '') AS owner, _fields ->> '$.title' AS title, _fields ->> '$.startsAt' AS begins,
    _fields ->> '$.endsAt' AS ends, _fields ->> '$.location' AS place, _fields ->> '$.status' AS status,
    _fields ->> '$.organizer' AS organizer, _fields ->> '$.updatedAt' AS updated, _fields ->> '$.attendees' AS attendees
  FROM {{records.main}} WHERE :user IS NULL OR _fields ->> '$.owner' = :user
)`;

/** Somebody else's event to which the owner of the calendar has not answered. */
const INVITED = `organizer <> owner AND EXISTS (SELECT 1 FROM json_each(attendees)
  WHERE value ->> '$.user' = owner AND value ->> '$.answer' = 'open')`;

/** An app for appointments: a list of each user's events, and their changes pushed over a WebSocket as they happen. */
export const eventsApp: SourcePresetInput = {
  id: 'events-app',
  name: 'Events over WebSocket',
  summary: 'Calendars of one or several users, kept up to date by pushes over a WebSocket.',
  category: 'Automation',
  keywords: ['calendar', 'appointments', 'invitations', 'websocket', 'realtime'],
  documentation: 'https://example.com/events',
  auth: { kind: 'oauth', words: 'A client id and secret for each user, as whom the app signs in (client credentials).' },
  limits: 'None stated; what is pushed costs no call.',
  verified: 'The demo server, pushes over a real WebSocket, documented errors',
  parameters: [
    { name: 'server', label: 'Server', pattern: 'https?://[^\\s?#]+', example: 'https://events.example.com' },
    { name: 'stream', label: 'Address of pushes', pattern: 'wss?://[^\\s?#]+', example: 'wss://events.example.com' },
    {
      name: 'users',
      label: 'Users',
      many: true,
      pattern: '[\\w.@-]+',
      example: 'ada, ben',
      help: 'The client id of each; each is a source.',
    },
    { name: 'secrets', label: 'Client secrets', kind: 'secret', many: true, help: 'One for all users, or one for each in their order.' },
  ],
  sources: [
    {
      repeat: ['users', 'secrets'],
      source: {
        id: 'events-{{users}}',
        name: 'Calendar of {{users}}',
        url: '{{server}}/api/v1/events',
        auth: {
          kind: 'oauth2',
          grant: 'client-credentials',
          tokenUrl: '{{server}}/oauth/token',
          clientId: '{{users}}',
          clientSecret: '{{secrets}}',
        },
        list: 'items',
        idField: 'id',
        timeField: 'updatedAt',
        completeListing: true,
        computed: { owner: "'{{users}}'" },
        paging: { kind: 'offset', param: 'offset', sizeParam: 'limit', size: 100 },
        push: {
          kind: 'websocket',
          url: '{{stream}}/api/v1/stream',
          record: 'event',
          id: 'id',
          action: 'type',
          actions: { create: ['event.created', 'invitation.created'], update: ['event.updated'], delete: ['event.deleted'] },
        },
        policy: { preset: 'realtime' },
      },
    },
  ],
  dashboards: [
    {
      title: 'Calendar',
      about: 'Events of all users as they are pushed, with invitations that wait for an answer.',
      range: { all: true },
      parameters: [
        {
          name: 'user',
          label: 'User',
          kind: 'choice',
          choices: [{ value: null, label: 'Everybody' }],
          choicesSql: `SELECT DISTINCT _fields ->> '$.owner' FROM {{records.main}} WHERE _fields ->> '$.owner' IS NOT NULL ORDER BY 1`,
        },
      ],
      panels: [
        sqlPanel(
          'calendar',
          'Calendar',
          [0, 0, 8, 14],
          { kind: 'calendar', time: 'begins', end: 'ends', title: 'title' },
          `${EVENTS} SELECT begins, ends, title FROM events WHERE status <> 'cancelled' ORDER BY begins`,
        ),
        sqlPanel(
          'next',
          'Next',
          [8, 0, 4, 7],
          { kind: 'list', title: 'title', detail: 'detail', time: 'begins' },
          `${EVENTS} SELECT title, owner || CASE WHEN place = '' THEN '' ELSE ' · ' || place END AS detail, begins FROM events
WHERE ms(begins) >= now() AND status <> 'cancelled' ORDER BY begins LIMIT 30`,
        ),
        sqlPanel(
          'invitations',
          'Invitations',
          [8, 7, 4, 7],
          { kind: 'list', title: 'title', detail: 'detail', time: 'begins' },
          `${EVENTS} SELECT title, organizer || ' invites ' || owner AS detail, begins FROM events
WHERE ms(ends) >= now() AND ${INVITED} ORDER BY begins LIMIT 50`,
          'Those that wait for an answer.',
        ),
        sqlPanel(
          'by-day',
          'Events by day',
          [0, 14, 8, 6],
          { kind: 'bar', x: 'day', series: 'owner', y: ['events'], stacked: true },
          `${EVENTS} SELECT time_bucket(ms(begins), 'day') AS day, owner, count(*) AS events FROM events GROUP BY 1, 2 ORDER BY 1`,
        ),
        sqlPanel(
          'changes',
          'Changed',
          [8, 14, 4, 6],
          { kind: 'list', title: 'title', detail: 'detail', time: 'updated' },
          `${EVENTS} SELECT title, owner || ' · ' || status AS detail, updated FROM events ORDER BY updated DESC LIMIT 30`,
        ),
      ],
    },
  ],
};
