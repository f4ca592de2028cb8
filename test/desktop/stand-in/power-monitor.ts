import { EventEmitter } from 'node:events';

class StandInPowerMonitor
  extends EventEmitter
  implements Pick<Electron.PowerMonitor, 'getSystemIdleTime' | 'getSystemIdleState' | 'onBatteryPower'>
{
  onBatteryPower = false;

  getSystemIdleTime(): number {
    return 0;
  }

  getSystemIdleState(): 'active' | 'idle' | 'locked' | 'unknown' {
    return 'active';
  }
}

/** The specs raise its events and set its answers, as they do with the real one. */
export const powerMonitor = new StandInPowerMonitor();
