import { chance, hexadecimal, pick } from '../random.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** Something is put into a calendar at most once in each stretch of this length. */
const SLOT_MS = 15_000;

/** What is put in at short notice is gone again after so many stretches, an hour. */
const LIFE_SLOTS = 240;

/** The calendar reaches from a week ago to four weeks ahead. */
const PAST_DAYS = 7;
const AHEAD_DAYS = 28;

export const USERS = ['ada', 'ben', 'chloe', 'dai'] as const;

export interface CalendarEvent {
  id: string;
  title: string;
  description: string;
  location: string;
  startsAt: string;
  endsAt: string;
  allDay: boolean;
  status: 'confirmed' | 'tentative' | 'cancelled';
  organizer: string;
  attendees: { user: string; answer: 'accepted' | 'declined' | 'open' }[];
  createdAt: string;
  updatedAt: string;
  version: number;
}

/** A change of the calendar of one user. */
export interface CalendarChange {
  type: 'event.created' | 'event.updated' | 'event.deleted' | 'invitation.created';
  /** Milliseconds since the epoch. */
  at: number;
  event: CalendarEvent;
}

const TITLES = [
  'Planning',
  'Review',
  'Demo for a client',
  'Lunch',
  'One to one',
  'Interview',
  'Workshop',
  'Retrospective',
  'Dentist',
  'Budget',
];
const SUDDEN = ['Call back', 'Quick question', 'Look at the failed run', 'Coffee', 'Change of plan', 'Handover'];
const PLACES = ['Room 1', 'Room 2', 'Online', 'Café', 'At the client', ''];

const iso = (at: number) => new Date(at).toISOString();

/** Events that were made well ahead: two to four on a weekday, seldom one on a weekend. */
function plannedOn(seed: number, user: string, day: number): CalendarEvent[] {
  const weekday = new Date(day * DAY_MS).getUTCDay();
  const roll = chance(seed, user, day, 'count');
  const count = weekday === 0 || weekday === 6 ? (roll < 0.3 ? 1 : 0) : 2 + Math.floor(roll * 3);
  return Array.from({ length: count }, (_, index) => {
    const of = (name: string) => chance(seed, user, day, index, name);
    const startsAt = day * DAY_MS + (8 + index * 2.5 + Math.floor(of('start') * 4) / 2) * HOUR_MS;
    const createdAt = startsAt - (3 + Math.floor(of('created') * 20)) * DAY_MS;
    const organizer = of('organizer') < 0.6 ? user : pick(USERS, of('who'));
    const others = USERS.filter((each) => each !== organizer && chance(seed, user, day, index, each) < 0.4);
    return {
      id: hexadecimal(12, seed, user, day, index, 'planned'),
      title: pick(TITLES, of('title')),
      description: '',
      location: pick(PLACES, of('place')),
      startsAt: iso(startsAt),
      endsAt: iso(startsAt + (0.5 + Math.floor(of('length') * 4) / 2) * HOUR_MS),
      allDay: false,
      status: of('status') < 0.12 ? 'tentative' : 'confirmed',
      organizer,
      attendees: [...new Set([user, ...others])].map((each) => ({
        user: each,
        answer: each === organizer || of(each) < 0.7 ? 'accepted' : 'open',
      })),
      createdAt: iso(createdAt),
      updatedAt: iso(createdAt),
      version: 1,
    };
  });
}

/** Everything that happens to an event that is put in at short notice, in order; nothing where none is. */
function suddenLife(seed: number, user: string, slot: number): CalendarChange[] {
  const of = (name: string) => chance(seed, user, slot, name);
  if (of('begins') >= 0.55) return [];
  const at = slot * SLOT_MS + Math.floor(of('moment') * (SLOT_MS - 1));
  const isInvitation = of('invitation') < 0.35;
  const startsAt = (Math.floor(at / HOUR_MS) + 2 + Math.floor(of('ahead') * 48)) * HOUR_MS;
  const event: CalendarEvent = {
    id: hexadecimal(12, seed, user, slot, 'sudden'),
    title: pick(SUDDEN, of('title')),
    description: '',
    location: pick(PLACES, of('place')),
    startsAt: iso(startsAt),
    endsAt: iso(startsAt + HOUR_MS / 2),
    allDay: false,
    status: isInvitation ? 'tentative' : 'confirmed',
    organizer: isInvitation
      ? pick(
          USERS.filter((each) => each !== user),
          of('who'),
        )
      : user,
    attendees: [{ user, answer: isInvitation ? 'open' : 'accepted' }],
    createdAt: iso(at),
    updatedAt: iso(at),
    version: 1,
  };
  const changes: CalendarChange[] = [{ type: isInvitation ? 'invitation.created' : 'event.created', at, event }];
  if (of('moved') < 0.6) {
    const movedAt = at + 20_000 + Math.floor(of('moved-at') * 600_000);
    changes.push({
      type: 'event.updated',
      at: movedAt,
      event: {
        ...event,
        startsAt: iso(startsAt + HOUR_MS),
        endsAt: iso(startsAt + 1.5 * HOUR_MS),
        status: 'confirmed',
        attendees: [{ user, answer: of('answer') < 0.8 ? 'accepted' : 'declined' }],
        updatedAt: iso(movedAt),
        version: 2,
      },
    });
  }
  const last = changes.at(-1)?.event ?? event;
  const goneAt = at + 900_000 + Math.floor(of('gone-at') * (LIFE_SLOTS * SLOT_MS - 920_000));
  changes.push({
    type: 'event.deleted',
    at: goneAt,
    event: { ...last, status: 'cancelled', updatedAt: iso(goneAt), version: last.version + 1 },
  });
  return changes;
}

/** The changes of a user's calendar after `from` and until `to`, oldest first. */
export function changesBetween(seed: number, user: string, from: number, to: number): CalendarChange[] {
  const changes: CalendarChange[] = [];
  for (let slot = Math.floor(from / SLOT_MS) - LIFE_SLOTS - 1; slot <= to / SLOT_MS; slot += 1)
    changes.push(...suddenLife(seed, user, slot).filter(({ at }) => at > from && at <= to));
  return changes.sort((a, b) => a.at - b.at);
}

/** The calendar of a user at a moment, by the time at which events begin. */
export function calendarAt(seed: number, user: string, now: number): CalendarEvent[] {
  const today = Math.floor(now / DAY_MS);
  const events = new Map<string, CalendarEvent>();
  for (let day = today - PAST_DAYS; day <= today + AHEAD_DAYS; day += 1)
    for (const event of plannedOn(seed, user, day)) if (Date.parse(event.createdAt) <= now) events.set(event.id, event);
  for (const { type, event } of changesBetween(seed, user, now - (LIFE_SLOTS + 1) * SLOT_MS, now)) {
    if (type === 'event.deleted') events.delete(event.id);
    else events.set(event.id, event);
  }
  return [...events.values()].sort((a, b) => (a.startsAt < b.startsAt ? -1 : a.startsAt > b.startsAt ? 1 : a.id < b.id ? -1 : 1));
}
