import type { Refusal } from '@orderwire/http/route';

export const RETURN_NOT_FOUND: Refusal = { status: 404, detail: 'There is no such return.' };
