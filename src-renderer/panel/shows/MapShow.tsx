import { useElementSize } from '@mantine/hooks';
import { useMemo } from 'react';
import { cellAt, columnAt, columnOr, holdsText, textOf } from '../data/cells.ts';
import { colorSlots } from '../data/palette.ts';
import { decodePolyline, routeMap, scaleBarMetres } from '../data/polyline.ts';
import { unitWords } from '../data/unit-words.ts';
import { countWords } from '../../ui/format.ts';
import type { ShowProps } from './show-props.ts';
import classes from './shows.module.css';

/** More lines than this cannot be told apart, and take long to draw. */
const MOST_ROUTES = 200;
const BAR_PIXELS = 120;

/** Routes as lines, north up, drawn from the data alone: nothing is fetched for a background. */
export function MapShow({ show, data, title }: ShowProps<'map'>) {
  const { ref, width, height } = useElementSize<HTMLDivElement>();
  const { columns, rows } = data;
  const lineAt = Math.max(0, columnOr(columns, show.polyline, holdsText));
  const titleAt = columnAt(columns, show.title);
  const routes = useMemo(
    () =>
      rows
        .slice(0, MOST_ROUTES)
        .map((row, index) => ({
          name: titleAt < 0 ? `Route ${index + 1}` : textOf(cellAt(row, titleAt)),
          places: decodePolyline(textOf(cellAt(row, lineAt))),
        }))
        .filter(({ places }) => places.length > 0),
    [rows, lineAt, titleAt],
  );
  const map = useMemo(
    () =>
      routeMap(
        routes.map(({ places }) => places),
        width,
        height,
        16,
      ),
    [routes, width, height],
  );
  const slots = colorSlots(routes.map(({ name }) => name));
  const bar = scaleBarMetres(map.metresPerPixel, BAR_PIXELS);
  const names = routes.slice(0, 5).map(({ name }) => name);
  return (
    <div className={classes['map']} ref={ref} data-testid="show-map">
      {width > 0 && (
        <svg
          width={width}
          height={height}
          role="img"
          aria-label={`Map${title === '' ? '' : ` of ${title}`}: ${countWords(routes.length, 'route')}, ${names.join(', ')}`}
        >
          {map.lines.map((points, index) => (
            <polyline key={index} points={points} className={classes['route']} style={{ stroke: `var(--fr-series-${slots[index] ?? 0})` }}>
              <title>{routes[index]?.name}</title>
            </polyline>
          ))}
          {map.ends.map(({ from, to }, index) => (
            <g key={index}>
              <circle cx={from[0]} cy={from[1]} r={4} className={classes['routeFrom']} />
              <rect x={to[0] - 4} y={to[1] - 4} width={8} height={8} className={classes['routeTo']} />
            </g>
          ))}
          {bar > 0 && (
            <g transform={`translate(12 ${height - 10})`} className={classes['bar']}>
              <path d={`M 0 -4 V 0 H ${(bar / map.metresPerPixel).toFixed(1)} V -4`} />
              <text y={-7}>{unitWords(bar, { kind: 'distance' })}</text>
            </g>
          )}
        </svg>
      )}
    </div>
  );
}
