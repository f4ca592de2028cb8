import {
  type DemoFault,
  type DemoFaults,
  demoFaultsSchema,
  type DemoFaultsInput,
  type DemoServiceId,
} from '../../src-preload/contract/index.ts';
import { chance } from './random.ts';
import type { DemoRefusal } from './service.ts';

/** How long a 429 of the dial asks to be left alone, seconds. */
export const FAULT_RETRY_AFTER_SECONDS = 30;

/** What becomes of one call. `cut`: a body that ends too early; `page`: a web page in its place. */
export interface Fate {
  kind: 'none' | DemoRefusal | 'drop' | 'cut' | 'page';
  /** How much longer the answer takes, milliseconds. */
  slowMs: number;
}

/** The fault dial. Which calls are met follows from the seed and from their number since the dial was turned. */
export class FaultDial {
  readonly #seed: number;
  #faults: DemoFaults;
  #calls = new Map<DemoServiceId, number>();

  constructor(seed: number, faults: DemoFaultsInput = {}) {
    this.#seed = seed;
    this.#faults = demoFaultsSchema.parse(faults);
  }

  get faults(): DemoFaults {
    return this.#faults;
  }

  /** Turns the dial; calls are numbered anew. */
  turn(faults: DemoFaultsInput): void {
    this.#faults = demoFaultsSchema.parse(faults);
    this.#calls = new Map();
  }

  /** The faults of a service: its own where it has some, else those of all. */
  of(service: DemoServiceId): DemoFault {
    return this.#faults.services[service] ?? this.#faults.all;
  }

  /** What becomes of the next call to a service. */
  next(service: DemoServiceId): Fate {
    const fault = this.of(service);
    const call = (this.#calls.get(service) ?? 0) + 1;
    this.#calls.set(service, call);
    // One roll for all of them, so that the shares add up.
    let roll = chance(this.#seed, 'fault', service, call) * 100;
    const meets = (percent: number) => {
      const isMet = roll >= 0 && roll < percent;
      roll -= percent;
      return isMet;
    };
    const { slowMs } = fault;
    if (meets(fault.rateLimitedPercent)) return { kind: 'rate-limited', slowMs };
    if (meets(fault.unauthorizedPercent)) return { kind: 'unauthorized', slowMs };
    if (meets(fault.serverErrorPercent)) return { kind: 'server-error', slowMs };
    if (meets(fault.dropPercent)) return { kind: 'drop', slowMs };
    if (meets(fault.malformedPercent)) return { kind: call % 2 === 1 ? 'cut' : 'page', slowMs };
    return { kind: 'none', slowMs };
  }
}
