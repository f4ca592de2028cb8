const workArea: Electron.Rectangle = { x: 0, y: 0, width: 1920, height: 1040 };

export const screen = {
  // Only the work area is asked for; a whole display has some thirty further facts.
  getDisplayMatching: () => ({ workArea }) as Electron.Display,
} satisfies Pick<Electron.Screen, 'getDisplayMatching'>;
