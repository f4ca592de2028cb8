import { emptyPaging } from '../draft.ts';
import type { PagingDraft } from '../draft.ts';
import { ChoiceField } from './ChoiceField.tsx';
import { Fold } from './Fold.tsx';
import classes from './form.module.css';
import { NumberField } from './NumberField.tsx';
import type { PartProps } from './part.ts';
import { TextField } from './TextField.tsx';

const KINDS = [
  ['none', 'None'],
  ['page', 'Page number'],
  ['offset', 'Offset'],
  ['cursor', 'Cursor'],
  ['link', 'Link header'],
] as const;

/** How further pages of a long list are asked for. */
export function PagingPart({ draft, set, disabled }: PartProps) {
  const { paging } = draft;
  const change = (part: Partial<PagingDraft>) => set({ paging: { ...paging, ...part } });
  const { kind } = paging;
  const grow = classes['grow'];
  const sized = kind === 'page' || kind === 'offset';
  return (
    <Fold title="Paging" summary={KINDS.find(([key]) => key === kind)?.[1] ?? ''} paths={['paging']} open={kind !== 'none'}>
      <div className={classes['row']}>
        <ChoiceField
          path="paging.kind"
          label="Kind"
          value={kind}
          choices={KINDS}
          disabled={disabled}
          onChange={(next) => set({ paging: { ...emptyPaging(next), maxPages: paging.maxPages } })}
        />
        {kind !== 'none' && (
          <NumberField
            path="paging.maxPages"
            label="At most, pages"
            className={classes['narrow']}
            min={1}
            value={paging.maxPages}
            disabled={disabled}
            onChange={(maxPages) => change({ maxPages })}
          />
        )}
      </div>
      {kind === 'cursor' && (
        <TextField
          path="paging.cursor"
          label="Where the response holds the next cursor"
          placeholder="meta.next_cursor"
          mono
          value={paging.cursor}
          disabled={disabled}
          onChange={(cursor) => change({ cursor })}
        />
      )}
      <div className={classes['row']}>
        {(sized || kind === 'cursor') && (
          <TextField
            path="paging.param"
            label={kind === 'page' ? 'Page parameter' : kind === 'offset' ? 'Offset parameter' : 'Cursor parameter'}
            mono
            className={grow}
            value={paging.param}
            disabled={disabled}
            onChange={(param) => change({ param })}
          />
        )}
        {kind === 'page' && (
          <NumberField
            path="paging.start"
            label="First page"
            className={grow}
            min={0}
            value={paging.start}
            disabled={disabled}
            onChange={(start) => change({ start })}
          />
        )}
        {sized && (
          <TextField
            path="paging.sizeParam"
            label="Size parameter"
            placeholder={kind === 'page' ? 'None' : 'limit'}
            mono
            className={grow}
            value={paging.sizeParam}
            disabled={disabled}
            onChange={(sizeParam) => change({ sizeParam })}
          />
        )}
        {sized && (
          <NumberField
            path="paging.size"
            label="Records per page"
            className={grow}
            min={1}
            value={paging.size}
            disabled={disabled}
            onChange={(size) => change({ size })}
          />
        )}
      </div>
      {kind === 'link' && (
        <p className={classes['hint']}>Follows the address with rel=&quot;next&quot; in the Link header, as GitHub and others send it.</p>
      )}
    </Fold>
  );
}
