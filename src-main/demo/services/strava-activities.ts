import { chance, pick } from '../random.ts';
import { isoSeconds } from '../service.ts';
import { encodePolyline, loop, type Point } from './strava-routes.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** Ids are counted from this day on. */
const FIRST_DAY = Date.parse('2020-01-01T00:00:00Z') / DAY_MS;

/** The account holds the activities of so many days. */
const KEPT_DAYS = 180;

/** A summary shows every so many points of the way. */
const SUMMARY_EVERY = 8;

export const ATHLETE = { id: 4_711, username: 'ada_marlow', firstname: 'Ada', lastname: 'Marlow', city: 'Alderton', country: 'Demoland' };

interface Kind {
  type: 'Ride' | 'Run' | 'Walk' | 'Swim';
  names: readonly string[];
  /** Metres a second. */
  speed: number;
  metres: [number, number];
  gear: string | null;
}

const COMMUTE: Kind = { type: 'Ride', names: ['To work', 'Home from work'], speed: 6.2, metres: [7_000, 9_000], gear: 'b1001' };
const KINDS: readonly Kind[] = [
  { type: 'Run', names: ['Evening run', 'Along the river', 'Intervals', 'Easy run'], speed: 2.9, metres: [5_000, 14_000], gear: 'g2001' },
  { type: 'Ride', names: ['Hills', 'Long ride', 'Coffee ride', 'Round the lake'], speed: 7.4, metres: [28_000, 95_000], gear: 'b1002' },
  { type: 'Walk', names: ['Walk with the dog', 'Through the woods'], speed: 1.4, metres: [3_000, 8_000], gear: null },
  { type: 'Swim', names: ['Lengths', 'In the lake'], speed: 0.8, metres: [1_000, 2_600], gear: null },
];

const HOME: Point = [50.1105, 8.6821];
const COMMENTS = ['Well done!', 'What a day for it', 'I was too lazy today', 'See you on Sunday?', 'New bike?', 'Fast!'];
const FRIENDS = ['Ben Q.', 'Chloe B.', 'Dai T.', 'Eve O.', 'Finn A.'];
const NOTES = [
  'Legs were heavy, but the sun was out.',
  'Wind from the front both ways.',
  'First time without a stop.',
  'Met Ben at the bridge.',
  '',
];

export interface Activity {
  id: number;
  kind: Kind;
  name: string;
  commute: boolean;
  startedAt: number;
  movingSeconds: number;
  elapsedSeconds: number;
  metres: number;
  climbMetres: number;
  /** Names the way: the one to work is the same every day. */
  way: number;
}

interface Plan {
  kind: Kind;
  name: string;
  commute: boolean;
  hour: number;
}

/** What is done on a day: to work and back on most weekdays, and a longer way every other day. */
function plansOf(seed: number, day: number): Plan[] {
  const of = (name: string) => chance(seed, day, name);
  const weekday = new Date(day * DAY_MS).getUTCDay();
  const isFree = weekday === 0 || weekday === 6;
  const plans: Plan[] = [];
  if (!isFree && of('commutes') < 0.75) {
    plans.push({ kind: COMMUTE, name: 'To work', commute: true, hour: 7 + of('leaves') * 0.7 });
    plans.push({ kind: COMMUTE, name: 'Home from work', commute: true, hour: 16.5 + of('returns') });
  }
  if (of('trains') < (isFree ? 0.8 : 0.4)) {
    const kind = isFree && of('rides') < 0.6 ? pick(KINDS.slice(1, 2), 0) : pick(KINDS, of('kind'));
    plans.push({ kind, name: pick(kind.names, of('name')), commute: false, hour: isFree ? 9 + of('hour') * 4 : 18.6 + of('hour') });
  }
  return plans;
}

function activityOf(seed: number, day: number, index: number, plan: Plan): Activity {
  const id = 10_000_000_000 + (day - FIRST_DAY) * 10 + index;
  const of = (name: string) => chance(seed, id, name);
  const [least, most] = plan.kind.metres;
  const way = plan.commute ? index : id;
  const metres = least + (most - least) * chance(seed, way, 'metres') ** 2;
  const movingSeconds = Math.round(metres / (plan.kind.speed * (0.9 + of('speed') * 0.2)));
  return {
    id,
    kind: plan.kind,
    name: plan.name,
    commute: plan.commute,
    startedAt: Math.floor((day * DAY_MS + plan.hour * HOUR_MS) / 1000) * 1000,
    movingSeconds,
    elapsedSeconds: Math.round(movingSeconds * (1 + of('stops') * 0.25)),
    metres,
    climbMetres: plan.kind.type === 'Swim' ? 0 : metres * (0.002 + of('climb') * 0.01),
    way,
  };
}

const pointsOf = (seed: number, { way, metres }: Activity) => loop(seed, way, HOME, metres);

/** The activities that are over and were begun in a stretch of time, the newest first. */
export function activitiesBetween(seed: number, from: number, to: number, now: number): Activity[] {
  const activities: Activity[] = [];
  for (
    let day = Math.floor(Math.min(to, now) / DAY_MS);
    day >= Math.max(Math.floor(now / DAY_MS) - KEPT_DAYS, Math.floor(from / DAY_MS));
    day -= 1
  ) {
    const ofDay = plansOf(seed, day).map((plan, index) => activityOf(seed, day, index, plan));
    activities.push(
      ...ofDay
        .reverse()
        .filter((each) => each.startedAt > from && each.startedAt < to && each.startedAt + each.elapsedSeconds * 1000 <= now),
    );
  }
  return activities;
}

/** One activity; `null` where there is none, or none yet. */
export function activityById(seed: number, id: number, now: number): Activity | null {
  const day = Math.floor((id - 10_000_000_000) / 10) + FIRST_DAY;
  return activitiesBetween(seed, day * DAY_MS - 1, (day + 1) * DAY_MS, now).find((each) => each.id === id) ?? null;
}

/** Friends see an activity in the hours after it. */
function soFar(seed: number, activity: Activity, what: string, most: number, now: number): number {
  const total = Math.floor(chance(seed, activity.id, what) ** 2 * (most + 1));
  const passed = (now - activity.startedAt - activity.elapsedSeconds * 1000) / DAY_MS;
  return Math.floor(total * Math.min(1, Math.sqrt(Math.max(0, passed))));
}

const rounded = (value: number, digits: number) => Math.round(value * 10 ** digits) / 10 ** digits;

const summaryLine = (points: readonly Point[]) =>
  encodePolyline(points.filter((_, index) => index % SUMMARY_EVERY === 0 || index === points.length - 1));

/** What the list tells of an activity (SummaryActivity of the reference). */
export function summaryOf(seed: number, activity: Activity, now: number): Record<string, unknown> {
  const { id, kind, metres, movingSeconds, elapsedSeconds } = activity;
  const points = pointsOf(seed, activity);
  const start = isoSeconds(activity.startedAt);
  const ends = [points[0], points.at(-1)].map((point) => point?.map((value) => rounded(value, 4)) ?? []);
  return {
    resource_state: 2,
    athlete: { id: ATHLETE.id, resource_state: 1 },
    name: activity.name,
    distance: rounded(metres, 1),
    moving_time: movingSeconds,
    elapsed_time: elapsedSeconds,
    total_elevation_gain: rounded(activity.climbMetres, 1),
    type: kind.type,
    sport_type: kind.type,
    workout_type: null,
    id,
    start_date: start,
    start_date_local: start,
    timezone: '(GMT+00:00) UTC',
    utc_offset: 0,
    location_city: null,
    location_state: null,
    location_country: null,
    achievement_count: Math.floor(chance(seed, id, 'achievements') ** 3 * 6),
    kudos_count: soFar(seed, activity, 'kudos', 24, now),
    comment_count: soFar(seed, activity, 'comments', 4, now),
    athlete_count: 1,
    photo_count: 0,
    map: { id: `a${id}`, summary_polyline: kind.type === 'Swim' ? '' : summaryLine(points), resource_state: 2 },
    trainer: false,
    commute: activity.commute,
    manual: false,
    private: false,
    visibility: 'everyone',
    flagged: false,
    gear_id: kind.gear,
    start_latlng: kind.type === 'Swim' ? [] : ends[0],
    end_latlng: kind.type === 'Swim' ? [] : ends[1],
    average_speed: rounded(metres / movingSeconds, 3),
    max_speed: rounded((metres / movingSeconds) * (1.4 + chance(seed, id, 'fastest') * 0.6), 3),
    has_heartrate: true,
    average_heartrate: rounded(118 + chance(seed, id, 'heart') * 45, 1),
    external_id: `demo-${id}.fit`,
    upload_id: id + 1_000_000_000,
    total_photo_count: photoCount(seed, activity),
    has_kudoed: false,
  };
}

const photoCount = (seed: number, { id, commute }: Activity) => (commute ? 0 : Math.floor(chance(seed, id, 'photos') * 4));

/** What only the activity itself tells (DetailedActivity of the reference). */
export function detailsOf(seed: number, activity: Activity, now: number): Record<string, unknown> {
  const { id, kind, metres, movingSeconds } = activity;
  const points = pointsOf(seed, activity);
  const summary = summaryOf(seed, activity, now);
  const photos = photoCount(seed, activity);
  const line = kind.type === 'Swim' ? '' : encodePolyline(points);
  return {
    ...summary,
    resource_state: 3,
    map: { id: `a${id}`, polyline: line, summary_polyline: line === '' ? '' : summaryLine(points), resource_state: 3 },
    description: activity.commute ? '' : pick(NOTES, chance(seed, id, 'note')),
    calories: rounded((metres / 1000) * (kind.type === 'Ride' ? 24 : 62), 1),
    device_name: 'Demo Watch 2',
    photos: {
      primary:
        photos === 0
          ? null
          : {
              unique_id: `demo-${id}`,
              urls: { 100: `https://demo.invalid/${id}-100.jpg`, 600: `https://demo.invalid/${id}-600.jpg` },
              source: 1,
            },
      count: photos,
    },
    gear:
      kind.gear === null
        ? null
        : { id: kind.gear, primary: kind.gear === 'b1001', name: kind.type === 'Run' ? 'Running shoes' : 'Bicycle' },
    splits_metric: Array.from({ length: Math.min(200, Math.floor(metres / 1000)) }, (_, split) => {
      const seconds = Math.round((movingSeconds / metres) * 1000 * (0.9 + chance(seed, id, 'split', split) * 0.2));
      return { distance: 1000, elapsed_time: seconds, moving_time: seconds, split: split + 1, average_speed: rounded(1000 / seconds, 2) };
    }),
    segment_efforts: [],
  };
}

/** What friends said about an activity so far, the oldest first. */
export function commentsOf(seed: number, activity: Activity, now: number): Record<string, unknown>[] {
  return Array.from({ length: soFar(seed, activity, 'comments', 4, now) }, (_, index) => {
    const [firstname = '', lastname = ''] = pick(FRIENDS, chance(seed, activity.id, 'friend', index)).split(' ');
    return {
      id: activity.id * 10 + index,
      activity_id: activity.id,
      text: pick(COMMENTS, chance(seed, activity.id, 'comment', index)),
      athlete: { resource_state: 2, firstname, lastname },
      created_at: isoSeconds(activity.startedAt + activity.elapsedSeconds * 1000 + (index + 1) * HOUR_MS),
      cursor: `${activity.id}-${index}`,
    };
  });
}
