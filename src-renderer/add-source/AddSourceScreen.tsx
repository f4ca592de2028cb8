import type { AddWay } from '../shell/route.ts';
import { FormScreen } from './FormScreen.tsx';
import { GalleryScreen } from './gallery/GalleryScreen.tsx';
import { CopyScreen } from './import/CopyScreen.tsx';
import { CurlScreen } from './import/CurlScreen.tsx';
import { FileScreen } from './import/FileScreen.tsx';
import { OpenApiScreen } from './openapi/OpenApiScreen.tsx';
import { PresetScreen } from './preset/PresetScreen.tsx';

interface AddSourceScreenProps {
  way: AddWay | undefined;
  /** The preset that was chosen. */
  id: string | undefined;
}

/** Adding a source: the gallery, and a screen for each way in. */
export function AddSourceScreen({ way, id }: AddSourceScreenProps) {
  switch (way) {
    case 'json':
      return <FormScreen />;
    case 'curl':
      return <CurlScreen />;
    case 'openapi':
      return <OpenApiScreen />;
    case 'file':
      return <FileScreen />;
    case 'copy':
      return <CopyScreen />;
    case 'preset':
      return <PresetScreen key={id} id={id ?? ''} />;
    case undefined:
      return <GalleryScreen />;
  }
}
