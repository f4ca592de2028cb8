import { expect, test } from 'vitest';
import { ActivityTracker } from '../../../src-main/engine/activity.ts';
import { SimClock } from '../../support/sim-clock.ts';

const looking = { focused: true, visible: true };
const away = { focused: false, visible: true };

function track() {
  const clock = new SimClock();
  let changes = 0;
  const tracker = new ActivityTracker(clock, null, () => (changes += 1));
  return { clock, tracker, changes: () => changes };
}

test('a tab counts for 300 s after its last sign of somebody looking, to the millisecond', async () => {
  const { clock, tracker } = track();
  tracker.open('tab', 'tab');
  expect(tracker.looking().active).toBe(false);
  tracker.beat('tab', looking);
  await clock.advance(299_999);
  expect(tracker.looking().active).toBe(true);
  await clock.advance(1);
  expect(tracker.looking()).toMatchObject({ active: false, lookingSince: null, lastLookedAt: clock.now() - 300_000 });
});

test('beats of an unfocused or hidden page do not count', async () => {
  const { clock, tracker } = track();
  tracker.open('tab', 'tab');
  tracker.beat('tab', away);
  tracker.beat('tab', { focused: true, visible: false });
  expect(tracker.looking().active).toBe(false);
  tracker.beat('tab', looking);
  tracker.beat('tab', away);
  for (let minute = 0; minute < 5; minute += 1) {
    await clock.advance(60_000);
    tracker.beat('tab', away);
  }
  expect(tracker.looking().active).toBe(false);
});

test('closing the only tab ends looking at once; another tab goes on', () => {
  const { tracker } = track();
  tracker.open('one', 'tab');
  tracker.open('two', 'tab');
  tracker.beat('one', looking);
  tracker.beat('two', looking);
  tracker.close('one');
  expect(tracker.looking().active).toBe(true);
  tracker.close('two');
  expect(tracker.looking().active).toBe(false);
});

test('an unknown session cannot beat', () => {
  expect(track().tracker.beat('nobody', looking)).toBeNull();
});

test('of a window the desktop is believed, not the page: a covered window still says that it has focus', () => {
  const { tracker } = track();
  tracker.open('window', 'window');
  tracker.windowChanged('window', { focused: false, visible: false });
  tracker.beat('window', looking);
  expect(tracker.looking().active).toBe(false);
  tracker.windowChanged('window', looking);
  expect(tracker.looking().active).toBe(true);
});

test('a locked screen ends looking at once, and unlocking takes it up again', () => {
  const { tracker } = track();
  tracker.open('window', 'window');
  tracker.windowChanged('window', looking);
  tracker.systemChanged({ locked: true });
  expect(tracker.looking().active).toBe(false);
  tracker.systemChanged({ locked: false });
  expect(tracker.looking().active).toBe(true);
});

test('a focused window in front of which nobody has moved for 300 s is not looked at', () => {
  const { tracker } = track();
  tracker.open('window', 'window');
  tracker.windowChanged('window', looking);
  tracker.systemChanged({ idleSeconds: 299 });
  expect(tracker.looking().active).toBe(true);
  tracker.systemChanged({ idleSeconds: 300 });
  expect(tracker.looking().active).toBe(false);
  tracker.systemChanged({ idleSeconds: 1 });
  expect(tracker.looking().active).toBe(true);
});

test('the beats of a focused window in front of an empty chair do not count, movements of the mouse do', async () => {
  const { clock, tracker } = track();
  tracker.open('window', 'window');
  tracker.windowChanged('window', looking);
  for (let minute = 0; minute < 5; minute += 1) {
    await clock.advance(60_000);
    tracker.beat('window', looking);
  }
  expect(tracker.looking().active).toBe(false);
  tracker.systemChanged({ idleSeconds: 0 });
  expect(tracker.looking().active).toBe(true);
});

test('a window on Pause never counts, one on Always counts unfocused and behind a locked screen', async () => {
  const { clock, tracker } = track();
  tracker.open('tab', 'tab');
  tracker.beat('tab', looking);
  tracker.setMode('tab', 'pause');
  expect(tracker.looking().active).toBe(false);
  tracker.setMode('tab', 'always');
  tracker.beat('tab', away);
  tracker.systemChanged({ locked: true });
  await clock.advance(3_600_000);
  expect(tracker.looking().active).toBe(true);
  tracker.systemChanged({ suspended: true });
  expect(tracker.looking().active).toBe(false);
});

test('a clock that is set back does not keep a session alive for the length of the jump', async () => {
  const { clock, tracker } = track();
  tracker.open('tab', 'tab');
  tracker.beat('tab', looking);
  clock.setWall(-3_600_000);
  tracker.settle();
  await clock.advance(300_000);
  expect(tracker.looking().active).toBe(false);
});

test('looking is counted from when nobody looked before', async () => {
  const { clock, tracker } = track();
  tracker.open('tab', 'tab');
  tracker.beat('tab', looking);
  const since = clock.now();
  await clock.advance(200_000);
  tracker.beat('tab', looking);
  expect(tracker.looking().lookingSince).toBe(since);
  expect(tracker.show().sessions[0]).toMatchObject({
    id: 'tab',
    active: true,
    lastBeatAt: '2026-11-20T00:03:20.000Z',
    expiresAt: '2026-11-20T00:08:20.000Z',
  });
});

test('when it cannot be told whether anybody looks, an opening counts for a minute and nothing after it', async () => {
  const { clock, tracker } = track();
  tracker.open('tab', 'tab');
  tracker.beat('tab', looking);
  await clock.advance(100_000);
  tracker.setFailure('the idle time cannot be read');
  expect(tracker.looking().active).toBe(false);
  tracker.beat('tab', looking);
  expect(tracker.looking().active).toBe(false);
  tracker.beat('tab', away);
  tracker.beat('tab', looking);
  expect(tracker.looking()).toMatchObject({ active: true, lookingSince: clock.now() });
  await clock.advance(59_999);
  expect(tracker.looking().active).toBe(true);
  await clock.advance(1);
  expect(tracker.looking().active).toBe(false);
  expect(tracker.show().failure).toBe('the idle time cannot be read');
  tracker.setFailure(null);
  expect(tracker.looking().active).toBe(true);
});

test('one page on a metered network is enough, for as long as it is there', () => {
  const { tracker } = track();
  tracker.open('one', 'tab');
  tracker.open('two', 'tab');
  tracker.beat('one', looking);
  tracker.beat('two', { ...looking, metered: true });
  expect(tracker.metered).toBe(true);
  tracker.close('two');
  expect(tracker.metered).toBe(false);
});
