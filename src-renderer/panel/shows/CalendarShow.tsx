import { ActionIcon, Button } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { countWords, timeWords } from '../../ui/format.ts';
import { useNow } from '../../ui/use-now.ts';
import { eventsOf, firstWeekday, monthOf } from '../data/calendar.ts';
import type { CalendarDay, CalendarEvent } from '../data/calendar.ts';
import type { ShowProps } from './show-props.ts';
import classes from './calendar.module.css';

const monthName = new Intl.DateTimeFormat(undefined, { month: 'long', year: 'numeric' });
const weekdayName = new Intl.DateTimeFormat(undefined, { weekday: 'short' });
const dayName = new Intl.DateTimeFormat(undefined, { weekday: 'long', day: 'numeric', month: 'long' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const number = new Intl.NumberFormat(undefined, { maximumFractionDigits: 2 });

const MINUTE_MS = 60_000;

const eventWords = ({ atMs, title, value }: CalendarEvent) =>
  [clock.format(atMs), title, value === null ? '' : number.format(value)].filter(Boolean).join(' · ');

function Day({ day, isToday, chosen, onChoose }: { day: CalendarDay; isToday: boolean; chosen: boolean; onChoose: () => void }) {
  const { date, events, inMonth } = day;
  return (
    <td data-outside={!inMonth} data-today={isToday} data-chosen={chosen}>
      <button type="button" onClick={onChoose} aria-pressed={chosen} title={events.slice(0, 10).map(eventWords).join('\n')}>
        <span className="fr-hidden">
          {dayName.format(date)}, {countWords(events.length, 'event')}
        </span>
        <span className={classes['date']} aria-hidden>
          {date.getDate()}
        </span>
        {events.slice(0, 2).map((event, index) => (
          <span key={index} className={classes['event']}>
            {event.title || clock.format(event.atMs)}
          </span>
        ))}
        {events.length > 2 && <span className={classes['more']}>+{events.length - 2}</span>}
      </button>
    </td>
  );
}

/** A month with what lies in it; a day that is chosen is told below. */
export function CalendarShow({ show, data }: ShowProps<'calendar'>) {
  const now = new Date(useNow(MINUTE_MS));
  const events = useMemo(() => eventsOf(data, show), [data, show]);
  const [shift, setShift] = useState(0);
  const [chosen, setChosen] = useState<string | null>(null);
  const shown = new Date(now.getFullYear(), now.getMonth() + shift, 1);
  const weeks = monthOf(events, shown.getFullYear(), shown.getMonth(), firstWeekday(navigator.language));
  const chosenDay = weeks.flat().find(({ date }) => date.toDateString() === chosen);
  return (
    <div className={classes['calendar']} data-testid="show-calendar" tabIndex={0} role="region" aria-label="Calendar">
      <div className={classes['head']}>
        <ActionIcon variant="subtle" size="sm" aria-label="The month before" onClick={() => setShift(shift - 1)}>
          <IconChevronLeft size={16} aria-hidden />
        </ActionIcon>
        <strong aria-live="polite">{monthName.format(shown)}</strong>
        <ActionIcon variant="subtle" size="sm" aria-label="The month after" onClick={() => setShift(shift + 1)}>
          <IconChevronRight size={16} aria-hidden />
        </ActionIcon>
        {shift !== 0 && (
          <Button size="compact-xs" variant="default" onClick={() => setShift(0)}>
            Today
          </Button>
        )}
      </div>
      <table>
        <thead>
          <tr>
            {weeks[0]?.map(({ date }) => (
              <th key={date.getDay()} scope="col">
                {weekdayName.format(date)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week[0]?.date.toISOString()}>
              {week.map((day) => {
                const key = day.date.toDateString();
                return (
                  <Day
                    key={key}
                    day={day}
                    isToday={key === now.toDateString()}
                    chosen={key === chosen}
                    onChoose={() => setChosen(chosen === key ? null : key)}
                  />
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
      {chosenDay !== undefined && (
        <div className={classes['told']}>
          <strong>{dayName.format(chosenDay.date)}</strong>
          {chosenDay.events.length === 0 ? (
            <p>Nothing on this day.</p>
          ) : (
            <ul>
              {chosenDay.events.map((event, index) => (
                <li key={index}>
                  {eventWords(event)}
                  {event.endMs !== null && ` · until ${timeWords(new Date(event.endMs).toISOString())}`}
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </div>
  );
}
