import type { AppStatus } from '../../src-preload/contract/index.ts';
import { countWords } from '../ui/format.ts';
import { ProblemList } from '../ui/ProblemList.tsx';
import { Card } from './Card.tsx';
import { CopyPath } from './CopyPath.tsx';
import classes from './Settings.module.css';

export function ConfigFileSettings({ configFile }: { configFile: AppStatus['configFile'] }) {
  const { path, present, problems, files } = configFile;
  return (
    <Card title="Config file">
      <CopyPath path={path} />
      {!present && (
        <p className={classes['muted']}>
          There is no config file yet. Sources written into it, or into files of the folder sources beside it, appear here as soon as they
          are saved.
        </p>
      )}
      {present && problems.length === 0 && (
        <p className={classes['muted']}>Read without problems. Changes take effect as soon as it is saved.</p>
      )}
      {files.length > 0 && (
        <ul className={classes['files']}>
          {files.map((file) => (
            <li key={file.path}>
              <code>{file.path}</code>, {countWords(file.sources.length, 'source')}
            </li>
          ))}
        </ul>
      )}
      {problems.length > 0 && <ProblemList problems={problems} />}
    </Card>
  );
}
