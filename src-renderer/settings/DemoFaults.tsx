import { Button, NativeSelect, Slider, Switch } from '@mantine/core';
import { useState } from 'react';
import {
  type DemoFault,
  type DemoFaults as Faults,
  type DemoServiceId,
  demoServiceId,
  hasDemoFaults,
} from '../../src-preload/contract/index.ts';
import { resetDemoFaults, setCable } from '../ui/demo-actions.ts';
import { demoServiceNames, faultShares, type FaultShare } from '../ui/fault-words.ts';
import { percentWords } from '../ui/format.ts';
import { Card } from './Card.tsx';
import classes from './DemoFaults.module.css';
import settings from './Settings.module.css';
import { useFaultDial } from './use-fault-dial.ts';

const STEP = 5;
const MOST = 100;

const slowness = [
  [0, 'As the services are'],
  [500, 'Half a second slower'],
  [2_000, '2 s slower'],
  [10_000, '10 s slower'],
  [60_000, 'A minute slower, which is more than the time-out'],
] as const;

/** How much of a hundred the other shares leave. */
const roomFor = (fault: DemoFault, key: FaultShare) =>
  MOST - faultShares.reduce((sum, each) => (each.key === key ? sum : sum + fault[each.key]), 0);

interface ShareProps {
  name: string;
  means: string;
  value: number;
  room: number;
  testId: string;
  onSet: (value: number) => void;
}

function Share({ name, means, value, room, testId, onSet }: ShareProps) {
  // While it is dragged; the dial is turned when it is let go.
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? value;
  return (
    <div className={classes['share']} data-testid={testId}>
      <span className={classes['name']}>{name}</span>
      <Slider
        value={shown}
        min={0}
        max={MOST}
        step={STEP}
        label={null}
        thumbLabel={`${name}, percent of the calls`}
        onChange={(next) => setDragged(Math.min(next, room))}
        onChangeEnd={(next) => {
          setDragged(null);
          onSet(Math.min(next, room));
        }}
      />
      <output className={classes['value']}>{percentWords(shown / MOST)}</output>
      <span className={classes['means']}>{means}</span>
    </div>
  );
}

/** The fault dial of the demo: what goes wrong with its services, and how often. */
export function DemoFaults({ faults: current }: { faults: Faults }) {
  const [faults, setFaults] = useFaultDial(current);
  const [chosen, setChosen] = useState<DemoServiceId | 'all'>('all');
  const own = chosen === 'all' ? undefined : faults.services[chosen];
  const shown = own ?? faults.all;
  const of = chosen === 'all' ? 'all services' : demoServiceNames[chosen];
  const turn = (change: Partial<DemoFault>, said: string) => {
    const next = { ...shown, ...change };
    setFaults(
      chosen === 'all' ? { ...faults, all: next } : { ...faults, services: { ...faults.services, [chosen]: next } },
      `${said}, ${of}`,
    );
  };
  const asAll = () => {
    const { [chosen as DemoServiceId]: _own, ...services } = faults.services;
    setFaults({ ...faults, services }, `${of}: as all services`);
  };
  return (
    <Card title="Faults of the demo">
      <p className={settings['text']}>
        See what Freshet does when a service misbehaves. Data that is there stays, with its age. The faults last until Freshet ends or they
        are taken away.
      </p>
      <div className={settings['choice']}>
        <Switch
          checked={faults.cablePulled}
          onChange={(event) => void setCable(faults, event.currentTarget.checked)}
          label="Pull the network cable"
          description="Nothing answers any more, and every connection breaks."
          data-testid="fault-cable"
        />
      </div>
      <div className={settings['choice']}>
        <NativeSelect
          label="Which service"
          value={chosen}
          onChange={({ currentTarget: { value } }) => {
            const service = demoServiceId.safeParse(value);
            setChosen(service.success ? service.data : 'all');
          }}
          data={[
            { value: 'all', label: 'All services' },
            ...demoServiceId.options.map((id) => ({
              value: id,
              label: `${demoServiceNames[id]}${faults.services[id] === undefined ? '' : ', with faults of its own'}`,
            })),
          ]}
          data-testid="fault-service"
        />
        <NativeSelect
          label="How slow"
          value={String(shown.slowMs)}
          onChange={({ currentTarget: { value } }) => turn({ slowMs: Number(value) }, 'Slowness set')}
          data={[
            ...slowness.map(([ms, label]) => ({ value: String(ms), label })),
            ...(slowness.some(([ms]) => ms === shown.slowMs) ? [] : [{ value: String(shown.slowMs), label: `${shown.slowMs} ms slower` }]),
          ]}
          data-testid="fault-slow"
        />
        {own !== undefined && (
          <Button variant="default" className={classes['below-label']} onClick={asAll}>
            As all services
          </Button>
        )}
      </div>
      <div className={classes['shares']} role="group" aria-label={`Of a hundred calls to ${of}`}>
        <p className={settings['muted']}>
          {chosen !== 'all' && own === undefined
            ? `${of} has the faults of all services. What is set here counts in their place.`
            : `Of a hundred calls to ${of}, at most a hundred in all:`}
        </p>
        {faultShares.map(({ key, name, means }) => (
          <Share
            key={`${chosen} ${key}`}
            name={name}
            means={means}
            value={shown[key]}
            room={roomFor(shown, key)}
            testId={`fault-${key}`}
            onSet={(value) => {
              if (value !== shown[key]) turn({ [key]: value }, `${name} ${value} percent`);
            }}
          />
        ))}
      </div>
      <div className={settings['choice']}>
        <Button variant="default" disabled={!hasDemoFaults(faults)} onClick={() => void resetDemoFaults()} data-testid="fault-reset">
          Take all faults away
        </Button>
      </div>
    </Card>
  );
}
