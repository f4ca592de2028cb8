import { Button, Radio, Table, TextInput } from '@mantine/core';
import { useState } from 'react';
import type { ExistingSources, ImportPreview } from '../../src-preload/contract/index.ts';
import { api } from '../bridge/connection.ts';
import { explain } from '../bridge/explain.ts';
import { Ago } from '../ui/Ago.tsx';
import { countWords, numberWords } from '../ui/format.ts';
import { attempt } from '../ui/notify.tsx';
import classes from './Settings.module.css';

type SourceOfFile = ImportPreview['sources'][number];

function plan({ there, needsKey }: SourceOfFile, existing: ExistingSources): string {
  if (there === 'config-file') return 'Left as the config file says';
  if (there === 'yes' && existing === 'keep') return 'Left as it is';
  const words = there === 'yes' ? 'Replaced; the one before is kept for 30 days' : 'Added';
  return needsKey ? `${words}. It may ask for its key` : words;
}

/** Names a file, shows what is in it, and imports it. */
export function ImportForm({ disabled }: { disabled: boolean }) {
  const [file, setFile] = useState('');
  const [existing, setExisting] = useState<ExistingSources>('keep');
  const [preview, setPreview] = useState<ImportPreview | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [checking, setChecking] = useState(false);
  const check = async () => {
    setChecking(true);
    setProblem(null);
    setPreview(null);
    try {
      setPreview(await api().workspace.check({ file: file.trim() }));
    } catch (error) {
      const { message, advice } = explain(error);
      setProblem([message, advice].filter((words) => words !== '').join(' '));
    }
    setChecking(false);
  };
  const begin = async (path: string) => {
    const begun = await attempt(() => api().workspace.import({ file: path, existing }));
    if (begun !== undefined) setPreview(null);
  };
  return (
    <>
      <form
        className={classes['file']}
        onSubmit={(event) => {
          event.preventDefault();
          void check();
        }}
      >
        <TextInput
          className={classes['grow']}
          label="Import a file of this computer"
          placeholder="/home/me/freshet-export-2026-11-21.ndjson.gz"
          value={file}
          error={problem}
          spellCheck={false}
          onChange={(event) => setFile(event.currentTarget.value)}
          data-testid="import-file"
        />
        <Button type="submit" variant="default" loading={checking} disabled={disabled || file.trim() === ''} data-testid="import-check">
          Look into it
        </Button>
      </form>
      {preview !== null && (
        <div className={classes['stack']} data-testid="import-preview">
          <p className={classes['text']}>
            {countWords(preview.sources.length, 'source')} with {countWords(preview.records, 'record')}, written by Freshet {preview.app},{' '}
            <Ago iso={preview.at} />
          </p>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Source</Table.Th>
                <Table.Th>Calls</Table.Th>
                <Table.Th>Records</Table.Th>
                <Table.Th>What happens</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {preview.sources.map((source) => (
                <Table.Tr key={source.id}>
                  <Table.Td>{source.name}</Table.Td>
                  <Table.Td>{source.host}</Table.Td>
                  <Table.Td>{numberWords(source.records)}</Table.Td>
                  <Table.Td>{plan(source, existing)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
          {preview.sources.some(({ there }) => there === 'yes') && (
            <Radio.Group
              label="Sources that are here already"
              value={existing}
              onChange={(value) => setExisting(value === 'replace' ? 'replace' : 'keep')}
            >
              <div className={classes['choice']}>
                <Radio value="keep" label="Leave them as they are" />
                <Radio value="replace" label="Put those of the file in their place" />
              </div>
            </Radio.Group>
          )}
          <p className={classes['muted']}>Import only files that you trust: sources call the addresses that stand in them.</p>
          <div className={classes['choice']}>
            <Button onClick={() => void begin(preview.file)} disabled={disabled} data-testid="import-begin">
              Import
            </Button>
            <Button variant="default" onClick={() => setPreview(null)}>
              Not now
            </Button>
          </div>
        </div>
      )}
    </>
  );
}
