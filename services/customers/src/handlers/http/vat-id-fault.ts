import type { VatIdInvalid } from '../../domain/change-profile.ts';

const FAULTS: Readonly<Record<VatIdInvalid['reason'], string>> = {
  unknown_country: 'begins with no prefix of a member state, such as DE or EL, nor with XI',
  wrong_form: 'has not the form of VAT ids there',
  wrong_digits: 'has a typing error: its check digits do not fit',
};

export const vatIdFault = ({ code, reason }: VatIdInvalid) => ({
  refusal: code,
  errors: [{ pointer: '#/vatId', message: FAULTS[reason] }],
});
