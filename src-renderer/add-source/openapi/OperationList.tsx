import { TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import type { OpenApiReading, SourcePreset } from '../../../src-preload/contract/index.ts';
import { EmptyState } from '../../ui/EmptyState.tsx';
import { countWords } from '../../ui/format.ts';
import addClasses from '../add-source.module.css';
import { byCategory, findPresets } from '../gallery/find-presets.ts';
import galleryClasses from '../gallery/gallery.module.css';
import classes from '../import/copy.module.css';

/** A list as long as this is enough to choose from; the rest is found by a word. */
const MOST_SHOWN = 200;

/** The operations of a document, found by a word. */
export function OperationList({ reading, onChoose }: { reading: OpenApiReading; onChoose: (preset: SourcePreset) => void }) {
  const [search, setSearch] = useState('');
  const found = findPresets(reading.operations, search);
  const shown = found.slice(0, MOST_SHOWN);
  return (
    <div className={addClasses['single']}>
      {reading.notes.length > 0 && (
        <ul className={addClasses['notes']}>
          {reading.notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
      <TextInput
        className={addClasses['wide'] ?? ''}
        label={`Choose one of ${countWords(reading.operations.length, 'operation')}`}
        placeholder="Find by name or path"
        leftSection={<IconSearch size={16} stroke={1.8} aria-hidden />}
        autoFocus
        data-autofocus
        data-filter
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
        data-testid="operation-search"
      />
      {found.length === 0 && <EmptyState title="No operation matches" text={`None has '${search}' in its name or path.`} />}
      {byCategory(shown).map(([category, items]) => (
        <section key={category} className={addClasses['wide']} aria-label={category}>
          <h2 className={galleryClasses['heading']}>{category}</h2>
          <ul className={classes['list']}>
            {items.map((preset) => (
              <li key={preset.id}>
                <button type="button" className={classes['choice']} onClick={() => onChoose(preset)} data-testid={`operation-${preset.id}`}>
                  <span className={classes['name']}>{preset.name}</span>
                  <span className={classes['url']}>{preset.summary}</span>
                </button>
              </li>
            ))}
          </ul>
        </section>
      ))}
      {found.length > shown.length && (
        <p className={addClasses['hint']}>{countWords(found.length - shown.length, 'more operation')}: find them by a word.</p>
      )}
    </div>
  );
}
