export const shell = {
  openExternal: () => Promise.resolve(),
  openPath: () => Promise.resolve(''),
} satisfies Pick<Electron.Shell, 'openExternal' | 'openPath'>;
