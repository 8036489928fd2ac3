import { http } from '@orderwire/lambda/http';
import type { Outside } from '@orderwire/lambda/outside';
import { health } from './handlers/http/health.ts';

/** Everything that the platform itself answers. */
export const compose = (outside: Outside) => ({ health: http(outside, health, () => ({})) });
