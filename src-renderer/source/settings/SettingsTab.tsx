import { Button } from '@mantine/core';
import { IconCopy, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import type { SourceStatus } from '../../../src-preload/contract/index.ts';
import { checkDraft, fromConfig, toInput } from '../../add-source/draft.ts';
import type { Draft } from '../../add-source/draft.ts';
import { ProblemList } from '../../add-source/form/ProblemList.tsx';
import { SourceForm } from '../../add-source/form/SourceForm.tsx';
import { remove } from '../../ui/actions.ts';
import { notify } from '../../ui/notify.tsx';
import { PlanLine } from '../../ui/PlanLine.tsx';
import { ReadOnlyNote, useIsReadOnly } from '../ReadOnlyNote.tsx';
import { saveConfig } from '../save-config.ts';
import { SaveBar } from '../SaveBar.tsx';
import classes from '../source.module.css';
import { useSaving } from '../use-saving.ts';
import { configText } from './config-json.ts';

async function copyConfig(source: SourceStatus): Promise<void> {
  const { text, variables } = configText(source.config);
  try {
    await navigator.clipboard.writeText(text);
    notify({
      text:
        variables.length === 0
          ? 'Copied. It holds no secret.'
          : variables.length === 1
            ? `Copied without the secret: put that into the environment variable ${variables[0]}.`
            : `Copied without the secrets: put them into the environment variables ${variables.join(' and ')}.`,
    });
  } catch {
    notify({ title: 'Not copied', text: 'The browser does not let this page write to the clipboard.', tone: 'error' });
  }
}

/** How the source is called and read, and how to remove it. */
export function SettingsTab({ source }: { source: SourceStatus }) {
  const { config } = source;
  const [edited, setEdited] = useState<Draft | null>(null);
  const { saving, problems, setProblems, save } = useSaving();
  const saved = fromConfig(config);
  const draft = edited ?? saved;
  const readOnly = useIsReadOnly(source);
  const changed = edited !== null && JSON.stringify(toInput(edited)) !== JSON.stringify(toInput(saved));
  // The rule and the quota have screens of their own, where they may have been changed meanwhile.
  const next = { ...toInput(draft), id: config.id, policy: config.policy, quota: config.quota };
  const keep = () => {
    const missing = checkDraft(draft);
    setProblems(missing);
    if (missing.length > 0) return;
    save(async () => {
      await saveConfig(config, next, `Changed the settings of ${source.name}`);
      setEdited(null);
    });
  };
  return (
    <div className={classes['page']}>
      <div className={classes['line']}>
        <span>
          Id <code data-testid="source-id">{source.id}</code>
        </span>
        <Button
          variant="default"
          size="compact-sm"
          leftSection={<IconCopy size={14} stroke={1.6} aria-hidden />}
          onClick={() => void copyConfig(source)}
          data-testid="copy-config"
        >
          Copy as JSON for the config file
        </Button>
      </div>
      <ReadOnlyNote source={source} />
      <SourceForm
        draft={draft}
        onChange={setEdited}
        problems={problems}
        mode="edit"
        fields={source.fields}
        disabled={readOnly}
        source={source}
      />
      <ProblemList problems={problems} />
      {changed && <PlanLine draft={next} />}
      {!readOnly && <SaveBar changed={changed} saving={saving} onSave={keep} onDiscard={() => setEdited(null)} />}
      {source.origin === 'app' && (
        <section className={classes['danger']} aria-label="Remove source">
          <p className={classes['hint']}>Removing stops all calls. The records are kept for 30 days.</p>
          <Button
            color="red"
            variant="outline"
            leftSection={<IconTrash size={16} stroke={1.6} aria-hidden />}
            onClick={() => void remove(source.id)}
            data-testid="remove-source"
          >
            Remove source
          </Button>
        </section>
      )}
    </div>
  );
}
