import { useElementSize } from '@mantine/hooks';
import { useRef, useState } from 'react';
import type { KeyboardEvent } from 'react';
import { numberWords } from '../ui/format.ts';
import { chartGeometry, mostCalls, scaleFor } from './chart-geometry.ts';
import { dayAfterKey } from './day-keys.ts';
import { SavingsBars } from './SavingsBars.tsx';
import classes from './Savings.module.css';
import type { ShownDay } from './savings-days.ts';
import { dayFacts, dayName, daySentence } from './savings-words.ts';

const HEIGHT = 240;
/** Of a digit at the size of the scale's numbers, a little more than it has. */
const DIGIT_WIDTH = 7.5;

interface SavingsChartProps {
  days: readonly ShownDay[];
  today: string;
  withFixed: boolean;
  withUnits: boolean;
}

function Tip({ shown, today, withUnits, x, width }: { shown: ShownDay; today: string; withUnits: boolean; x: number; width: number }) {
  const facts = dayFacts(shown, withUnits);
  return (
    <div
      className={classes['tip']}
      style={x > width / 2 ? { right: width - x + 8, top: 0 } : { left: x + 8, top: 0 }}
      aria-hidden="true"
      data-testid="savings-tip"
    >
      <strong>{dayName(shown.day, today)}</strong>
      {facts.length === 0 ? (
        'Nothing was counted: Freshet did not run, or there was no source.'
      ) : (
        <dl>{facts.map(({ name, words }) => [<dt key={name}>{name}</dt>, <dd key={`${name} words`}>{words}</dd>])}</dl>
      )}
    </div>
  );
}

/** Calls made and calls of fixed polling, day by day. The arrow keys go from day to day; Escape takes the numbers away. */
export function SavingsChart({ days, today, withFixed, withUnits }: SavingsChartProps) {
  const { ref, width } = useElementSize<HTMLDivElement>();
  const slots = useRef<HTMLDivElement>(null);
  const [tabStop, setTabStop] = useState<string | null>(null);
  const [told, setTold] = useState<string | null>(null);
  const left = 16 + DIGIT_WIDTH * Math.max(...scaleFor(mostCalls(days, withFixed)).map((value) => numberWords(value).length));
  const chart = chartGeometry(days, { width, height: HEIGHT, left }, withFixed);
  const stop = Math.max(
    0,
    days.findIndex(({ day }) => day === (tabStop ?? today)),
  );
  const toldIndex = days.findIndex(({ day }) => day === told);
  const toldDay = days[toldIndex];
  const toldSlot = chart.slots[toldIndex];
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setTold(null);
    const to = dayAfterKey(event.key, stop, days.length);
    if (to === null) return;
    event.preventDefault();
    slots.current?.querySelectorAll<HTMLElement>('[data-day]')[to]?.focus();
  };
  return (
    <div className={classes['chart']} ref={ref} data-testid="savings-chart">
      {width > 0 && (
        <>
          <SavingsBars chart={chart} left={left} height={HEIGHT} />
          <div
            ref={slots}
            role="group"
            aria-label="Calls by day; the arrow keys go from day to day"
            onKeyDown={onKeyDown}
            onPointerLeave={() => setTold(null)}
          >
            {days.map((shown, index) => (
              <div
                key={shown.day}
                className={classes['slot']}
                style={{
                  left: chart.slots[index]?.x,
                  width: chart.slots[index]?.width,
                  top: chart.top,
                  height: chart.base - chart.top + 16,
                }}
                role="img"
                aria-label={daySentence(shown, today, withUnits)}
                tabIndex={index === stop ? 0 : -1}
                data-day={shown.day}
                data-active={shown.day === told}
                onFocus={() => {
                  setTabStop(shown.day);
                  setTold(shown.day);
                }}
                onBlur={() => setTold(null)}
                onPointerEnter={() => setTold(shown.day)}
              />
            ))}
          </div>
          {toldDay !== undefined && toldSlot !== undefined && (
            <Tip shown={toldDay} today={today} withUnits={withUnits} x={toldSlot.x + toldSlot.width / 2} width={width} />
          )}
        </>
      )}
    </div>
  );
}
