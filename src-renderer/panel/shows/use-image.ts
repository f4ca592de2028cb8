import { createContext, useContext } from 'react';

export type TakeImage = (image: (() => HTMLCanvasElement) | null) => void;

const nobody: TakeImage = () => undefined;

/** Who wants to be able to copy a chart as an image. */
export const ImageContext = createContext<TakeImage>(nobody);

export const useImage = (): TakeImage => useContext(ImageContext);
