import { countWords, timeWords } from '../../ui/format.ts';
import { byHour, byLocalClock } from './day-strip.ts';
import classes from './DayStrip.module.css';

const WIDTH = 960;
const HEIGHT = 48;
const QUARTER = WIDTH / 96;
const HOURS = [0, 6, 12, 18, 24];

/** A time of day in the words of the user's locale. */
function hourWords(hour: number): string {
  return timeWords(new Date(new Date().setHours(hour, 0, 0, 0)).toISOString());
}

/** A day of calls, quarter by quarter of an hour, with the hours in which somebody looks. */
export function DayStrip({ quarters, looked }: { quarters: readonly number[]; looked: readonly boolean[] }) {
  const day = byLocalClock(quarters, looked, -new Date().getTimezoneOffset());
  const most = Math.max(1, ...day.map(({ calls }) => calls));
  const hours = byHour(day);
  const words = hours.flatMap((calls, hour) => (calls === 0 ? [] : [`${hourWords(hour)}: ${countWords(calls, 'call')}`]));
  return (
    <figure className={classes['strip']} data-testid="day-strip">
      <svg
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        role="img"
        aria-label={`Calls on a Monday. ${words.length === 0 ? 'None' : words.join(', ')}.`}
      >
        {day.map(({ looked: isLooked }, at) =>
          isLooked ? <rect key={at} className={classes['looked']} x={at * QUARTER} y={0} width={QUARTER + 0.5} height={HEIGHT} /> : null,
        )}
        {day.map(({ calls }, at) =>
          calls === 0 ? null : (
            <rect
              key={at}
              className={classes['calls']}
              x={at * QUARTER + 1}
              width={QUARTER - 2}
              y={HEIGHT - Math.max(4, (calls / most) * (HEIGHT - 4))}
              height={Math.max(4, (calls / most) * (HEIGHT - 4))}
            >
              <title>{`${hourWords(Math.floor(at / 4))}, quarter ${(at % 4) + 1}: ${countWords(calls, 'call')}`}</title>
            </rect>
          ),
        )}
      </svg>
      <div className={classes['hours']} aria-hidden>
        {HOURS.map((hour) => (
          <span key={hour}>{hourWords(hour % 24)}</span>
        ))}
      </div>
      <figcaption className={classes['caption']}>Calls on a Monday; shaded while somebody looks.</figcaption>
    </figure>
  );
}
