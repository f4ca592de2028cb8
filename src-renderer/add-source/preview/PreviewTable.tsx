import type { Preview } from '../../../src-preload/contract/index.ts';
import { cellOf } from '../../source/records/cell-text.ts';
import { cx } from '../../ui/cx.ts';
import classes from './preview.module.css';

/** The first records as the source would hold them. */
export function PreviewTable({ preview }: { preview: Preview }) {
  return (
    <div className={classes['scroll']} tabIndex={0} role="region" aria-label="First records">
      <table className={classes['table']} data-testid="preview-table">
        <thead>
          <tr>
            <th scope="col">Id</th>
            {preview.columns.map((column) => (
              <th key={column} scope="col" title={column}>
                {column}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {preview.rows.map((row) => (
            <tr key={row.id}>
              <td title={row.id}>{row.id}</td>
              {preview.columns.map((column) => {
                const cell = cellOf(row.fields, column);
                return (
                  <td
                    key={column}
                    title={cell.title}
                    className={cx(cell.kind === 'number' && classes['number'], cell.kind === 'null' && classes['faint'])}
                  >
                    {cell.text}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
