import { Button, CloseButton } from '@mantine/core';
import { useFreshet } from '../bridge/store.ts';
import { connectNow } from '../bridge/connection.ts';
import { dismissNotice, leaveDemo, resumeAll } from '../ui/actions.ts';
import { resetDemoFaults } from '../ui/demo-actions.ts';
import { demoFaultsWords } from '../ui/fault-words.ts';
import { absoluteTime, timeWords } from '../ui/format.ts';
import { ConfigProblems } from './ConfigProblems.tsx';
import { Strip } from './Strip.tsx';

function LostStrip() {
  const lost = useFreshet((state) => state.link !== 'open');
  if (!lost) return null;
  return (
    <Strip
      tone="warning"
      testId="reconnect"
      action={<Button size="compact-sm" variant="default" onClick={connectNow} children="Try now" />}
    >
      No connection to Freshet. What is on screen stays as it was; this page tries again by itself.
    </Strip>
  );
}

function DemoStrip() {
  const on = useFreshet((state) => state.app?.demo.on ?? false);
  if (!on) return null;
  return (
    <Strip
      tone="demo"
      testId="demo-strip"
      action={
        <Button size="compact-sm" variant="default" onClick={() => void leaveDemo()} data-testid="leave-demo">
          Leave the demo and add your own source
        </Button>
      }
    >
      This is the demo: its sources come from a server inside Freshet, and no call leaves this computer.
    </Strip>
  );
}

function FaultStrip() {
  const faults = useFreshet((state) => state.app?.demo.faults ?? null);
  const words = faults === null ? null : demoFaultsWords(faults);
  if (words === null) return null;
  return (
    <Strip
      tone="warning"
      testId="fault-strip"
      action={
        <Button size="compact-sm" variant="default" onClick={() => void resetDemoFaults()} data-testid="fault-strip-reset">
          Reset
        </Button>
      }
    >
      {words}
    </Strip>
  );
}

function ReadOnlyStrip() {
  const readOnly = useFreshet((state) => state.app?.readOnly ?? null);
  if (readOnly === null) return null;
  return (
    <Strip tone="warning" testId="read-only-strip">
      {readOnly.message} {readOnly.advice}
    </Strip>
  );
}

function PausedStrip() {
  const paused = useFreshet((state) => state.app?.paused ?? false);
  const until = useFreshet((state) => state.app?.pausedUntil ?? null);
  if (!paused) return null;
  return (
    <Strip
      tone="plain"
      testId="paused-strip"
      action={<Button size="compact-sm" variant="default" onClick={() => void resumeAll()} children="Resume" />}
    >
      Everything is paused {until === null ? 'until you resume it' : `until ${timeWords(until)}`}. Refresh still works when you press it.
    </Strip>
  );
}

function Notices() {
  const notices = useFreshet((state) => state.app?.notices);
  return notices?.map((notice) => (
    <Strip
      key={notice.id}
      tone={notice.tone === 'info' ? 'plain' : notice.tone}
      testId={`notice-${notice.id}`}
      action={<CloseButton size="sm" aria-label="Take this notice off the screen" onClick={() => void dismissNotice(notice.id)} />}
    >
      <time dateTime={notice.at} title={absoluteTime(notice.at)}>
        {timeWords(notice.at)}
      </time>
      {' · '}
      {notice.message} {notice.advice}
    </Strip>
  ));
}

/** What concerns the app as a whole, above every screen. */
export function Strips() {
  return (
    <>
      <LostStrip />
      <ReadOnlyStrip />
      <DemoStrip />
      <FaultStrip />
      <PausedStrip />
      <ConfigProblems />
      <Notices />
    </>
  );
}
