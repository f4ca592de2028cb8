/** The Network Information API, where the browser has it (https://wicg.github.io/netinfo/). */
interface NetworkInformation extends EventTarget {
  readonly saveData?: boolean;
  readonly type?: string;
}

const network = (): NetworkInformation | undefined => (navigator as Navigator & { connection?: NetworkInformation }).connection;

/** Whether the user asked to save data, or the network is a mobile one. */
export function isMetered(): boolean {
  const connection = network();
  return connection?.saveData === true || connection?.type === 'cellular';
}

/** Calls `onChange` when that may have changed. */
export function watchNetwork(onChange: () => void, signal: AbortSignal): void {
  network()?.addEventListener('change', onChange, { signal });
}
