import { BrowserWindow, powerMonitor } from 'electron';
import type { EngineHost, WindowState } from '../host/engine-host.ts';

/** How often the idle time of the computer is read while a window is focused, milliseconds. */
const IDLE_POLL_MS = 30_000;

type Listener = Pick<EngineHost, 'windowChanged' | 'systemChanged'>;

/** The session of a window; the same for every page that the window loads. */
export function sessionIdOf(window: Electron.BrowserWindow): string {
  return `window-${window.id}`;
}

/**
 * Tells the engine whether a window is looked at. Electron's word and not the page's: page visibility starts as visible for
 * hidden windows, knows of covered windows on macOS only, and does not change when another application comes to the front
 * (https://www.electronjs.org/docs/latest/api/browser-window#page-visibility).
 * Returns a function that says it again, for an engine that has just opened the session.
 */
export function watchWindow(window: Electron.BrowserWindow, engine: Listener): () => void {
  const sessionId = sessionIdOf(window);
  const say = (state: Partial<WindowState> = {}) => {
    if (window.isDestroyed()) return;
    engine.windowChanged(sessionId, { focused: window.isFocused(), visible: window.isVisible() && !window.isMinimized(), ...state });
  };
  const sayAgain = () => say();
  // Within these two events, systems differ in whether `isFocused` has changed already.
  window.on('focus', () => say({ focused: true }));
  window.on('blur', () => say({ focused: false }));
  window.on('show', sayAgain);
  window.on('hide', sayAgain);
  window.on('minimize', sayAgain);
  window.on('restore', sayAgain);
  // Windows restores a minimized window to its maximized state without raising 'restore'.
  window.on('maximize', sayAgain);
  window.on('unmaximize', sayAgain);
  window.on('closed', () => engine.windowChanged(sessionId, { focused: false, visible: false }));
  return sayAgain;
}

/**
 * Tells the engine of lock, sleep and idle time of the whole computer. The idle time is read only while a window is focused:
 * otherwise nobody is looking at us, whatever else they do. Call it when the app is ready, before the first window is made.
 */
export function watchSystem(engine: Listener, onWindow: (listener: (window: Electron.BrowserWindow) => void) => void): void {
  powerMonitor.on('lock-screen', () => engine.systemChanged({ locked: true }));
  powerMonitor.on('unlock-screen', () => engine.systemChanged({ locked: false }));
  powerMonitor.on('suspend', () => engine.systemChanged({ suspended: true }));
  powerMonitor.on('resume', () => engine.systemChanged({ suspended: false }));
  powerMonitor.on('on-battery', () => engine.systemChanged({ saving: true }));
  powerMonitor.on('on-ac', () => engine.systemChanged({ saving: false }));
  engine.systemChanged({ saving: powerMonitor.onBatteryPower });

  let timer: NodeJS.Timeout | null = null;
  const readIdle = () => {
    const idleSeconds = powerMonitor.getSystemIdleTime();
    // Linux raises no lock events, but its screen savers can be asked.
    const locked = process.platform === 'linux' ? { locked: powerMonitor.getSystemIdleState(1) === 'locked' } : {};
    return { idleSeconds, ...locked };
  };
  const read = () => {
    try {
      engine.systemChanged({ ...readIdle(), trackingFailure: null });
    } catch (error) {
      engine.systemChanged({ trackingFailure: error instanceof Error ? error.message : String(error) });
    }
  };
  const settle = () => {
    const focused = BrowserWindow.getFocusedWindow() !== null;
    if (focused && timer === null) timer = setInterval(read, IDLE_POLL_MS);
    if (!focused && timer !== null) {
      clearInterval(timer);
      timer = null;
    }
  };
  onWindow((window) => {
    window.on('focus', () => {
      settle();
      // After the focus itself is told, which counts as a sign of somebody; a window also gets it with nobody there.
      setImmediate(read);
    });
    window.on('blur', settle);
    window.on('hide', settle);
    window.on('closed', settle);
  });
}
