import { startWorld, type World } from './world.ts';

let world: Promise<World> | undefined;

/** One platform for all who ask in a test file. The file itself stops it. */
export const sharedWorld = (): Promise<World> => (world ??= startWorld());
