import type { UsualHours as Usual } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { numberWords } from '../ui/format.ts';
import { useLoaded } from '../ui/use-loaded.ts';
import { Card } from './Card.tsx';
import { localWeek, mostUsual } from './usual-hours.ts';
import classes from './UsualHours.module.css';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

const load = async () => api().activity.hours();

function Words({ usual }: { usual: Usual }) {
  return usual.hoursPerWeek === null ? (
    <p className={classes['text']}>
      So far <strong>{numberWords(usual.hoursLooked)}</strong> of 20 hours with a look in them were seen, which takes at least a week. Until
      then calls are spread nearly evenly, and a day costs what eight hours of looking cost.
    </p>
  ) : (
    <p className={classes['text']}>
      About <strong>{numberWords(Math.round(usual.hoursPerWeek))}</strong> hours of a week. Calls of a day or a month are spread over these
      hours, and the price of a rule is worked out for them.
    </p>
  );
}

/** In which hours of the week somebody usually looks, by the clock of this computer. */
export function UsualHours() {
  const [loaded] = useLoaded(load);
  if (loaded.state !== 'ready') return null;
  const usual = loaded.data;
  const week = localWeek(usual.weights, new Date().getTimezoneOffset());
  const most = Math.max(...week);
  return (
    <Card title="When somebody usually looks">
      <Words usual={usual} />
      <div className={classes['week']} role="img" aria-label={mostUsual(week, DAYS)} data-testid="usual-hours">
        <span />
        {HOURS.map((hour) => (
          <span key={hour} className={classes['hour']}>
            {hour % 6 === 0 ? hour : ''}
          </span>
        ))}
        {DAYS.map((day, index) => [
          <span key={day} className={classes['day']}>
            {day}
          </span>,
          ...HOURS.map((hour) => (
            <span
              key={`${day} ${hour}`}
              className={classes['cell']}
              style={{ ['--share' as string]: `${Math.round(((week[index * 24 + hour] ?? 0) / most) * 100)}%` }}
              title={`${day} ${hour} to ${hour + 1}`}
            />
          )),
        ])}
      </div>
    </Card>
  );
}
