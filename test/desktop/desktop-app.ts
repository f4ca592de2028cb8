import { expect, type Page } from '@playwright/test';
import type { RunningApp } from './running-app.ts';

declare global {
  /** In the main process: what the app asked the user and the system to do. */
  var freshetTest: { dialogs: Electron.MessageBoxOptions[]; opened: string[]; answer: number | null } | undefined;
}

/** The app in the hands of a spec: what its user, its system and its clock do. */
export class DesktopApp {
  readonly running: RunningApp;
  readonly page: Page;
  readonly #clockPort: number;

  constructor(running: RunningApp, page: Page, clockPort: number) {
    this.running = running;
    this.page = page;
    this.#clockPort = clockPort;
  }

  /** Lets time pass for the engine; timers that fall due fire in their order. */
  async advance(ms: number): Promise<void> {
    const answer = await fetch(`http://127.0.0.1:${this.#clockPort}/advance`, { method: 'POST', body: JSON.stringify({ ms }) });
    if (!answer.ok) throw new Error(`The clock could not be moved: ${answer.status}`);
  }

  /** The user turns to the window. Resolves when the app has heard of it. */
  focus(): Promise<void> {
    return this.#causing('focus', 'focus');
  }

  /** The user turns to another application. */
  blur(): Promise<void> {
    return this.#causing('blur', 'blur');
  }

  minimize(): Promise<void> {
    return this.#causing('minimize', 'minimize');
  }

  hide(): Promise<void> {
    return this.#causing('hide', 'hide');
  }

  closeWindow(): Promise<void> {
    return this.running.evaluate(({ BrowserWindow }) => {
      // The answer has to leave before the process ends.
      setImmediate(() => BrowserWindow.getAllWindows()[0]?.close());
    });
  }

  bounds(): Promise<Electron.Rectangle | undefined> {
    return this.running.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getBounds());
  }

  setBounds(bounds: Electron.Rectangle): Promise<void> {
    return this.running.evaluate(({ BrowserWindow }, wanted) => BrowserWindow.getAllWindows()[0]?.setBounds(wanted), bounds);
  }

  suspend(): Promise<void> {
    return this.#power('suspend');
  }

  resume(): Promise<void> {
    return this.#power('resume');
  }

  lock(): Promise<void> {
    return this.#power('lock-screen');
  }

  unlock(): Promise<void> {
    return this.#power('unlock-screen');
  }

  /** How long nobody has touched the computer, from the next time that the app asks. */
  setIdle(seconds: number): Promise<void> {
    return this.running.evaluate(({ powerMonitor }, idle) => {
      powerMonitor.getSystemIdleTime = () => idle;
    }, seconds);
  }

  /** The system refuses to say how long nobody has touched the computer. */
  breakIdle(message: string): Promise<void> {
    return this.running.evaluate(({ powerMonitor }, text) => {
      powerMonitor.getSystemIdleTime = () => {
        throw new Error(text);
      };
    }, message);
  }

  /** Which button is pressed in dialogs from now on; `null`: the one for Escape. */
  answerDialogs(button: number | null): Promise<void> {
    return this.running.evaluate((_electron, answer) => {
      globalThis.freshetTest!.answer = answer;
    }, button);
  }

  /** The questions that the app has asked in dialogs. */
  dialogs(): Promise<string[]> {
    return this.running.evaluate(() => globalThis.freshetTest!.dialogs.map(({ message }) => message));
  }

  /** The addresses that the app has opened in the user's browser. */
  opened(): Promise<string[]> {
    return this.running.evaluate(() => globalThis.freshetTest!.opened);
  }

  windows(): Promise<{ focused: boolean; visible: boolean; minimized: boolean }[]> {
    return this.running.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows().map((window) => ({
        focused: window.isFocused(),
        visible: window.isVisible(),
        minimized: window.isMinimized(),
      })),
    );
  }

  /**
   * Whatever the engine has set off by now has reached the upstream when this resolves: it refreshes a source by hand, and that
   * call leaves after all earlier ones.
   */
  async settle(): Promise<void> {
    const row = this.page.getByTestId('source-row-by-hand');
    const checkedAt = () => row.locator('time').evaluateAll(([age]) => age?.getAttribute('datetime') ?? null);
    const before = await checkedAt();
    const refresh = row.getByTestId('refresh');
    // Shortly after a press, another one is part of it.
    await expect(refresh).not.toHaveAttribute('aria-busy', 'true');
    await refresh.click();
    await expect.poll(checkedAt).not.toBe(before);
  }

  /** Quits as the user does, by the menu. Resolves when the process has ended. */
  async quit(): Promise<{ code: number | null; tookMs: number }> {
    const askedAt = performance.now();
    await this.running.evaluate(({ app }) => {
      // The answer has to leave before the process ends.
      setImmediate(() => app.quit());
    });
    const code = await this.running.exited;
    return { code, tookMs: performance.now() - askedAt };
  }

  #causing(method: 'focus' | 'blur' | 'minimize' | 'hide', event: string): Promise<void> {
    return this.running.evaluate(
      ({ BrowserWindow }, what) =>
        new Promise((resolve) => {
          const window = BrowserWindow.getAllWindows()[0];
          // Behind the app's own listeners, which were there first.
          (window as NodeJS.EventEmitter | undefined)?.once(what.event, () => setImmediate(resolve));
          window?.[what.method]();
        }),
      { method, event },
    );
  }

  #power(event: 'suspend' | 'resume' | 'lock-screen' | 'unlock-screen'): Promise<void> {
    return this.running.evaluate(({ powerMonitor }, name) => {
      powerMonitor.emit(name);
    }, event);
  }
}

/** Puts somebody in front of the dialogs who answers and takes notes. */
export function watchDialogs(running: RunningApp): Promise<void> {
  return running.evaluate(({ dialog, shell }) => {
    const notes = (globalThis.freshetTest = { dialogs: [], opened: [], answer: null } as NonNullable<typeof freshetTest>);
    dialog.showMessageBox = (windowOrOptions: object, given?: Electron.MessageBoxOptions) => {
      const options = given ?? (windowOrOptions as Electron.MessageBoxOptions);
      notes.dialogs.push(options);
      return Promise.resolve({ response: notes.answer ?? options.cancelId ?? 0, checkboxChecked: false });
    };
    shell.openExternal = (url) => {
      notes.opened.push(url);
      return Promise.resolve();
    };
  });
}
