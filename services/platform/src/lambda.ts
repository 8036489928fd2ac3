import { onLambda } from '@orderwire/lambda/lambda';
import { compose } from './service.ts';

export const { health } = compose(onLambda({}));
