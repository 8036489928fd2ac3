const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0');

/** A version 4 UUID (RFC 9562) drawn from `random`, uniform in [0, 1). */
export const uuid = (random: () => number): string => {
  const draw = (bits: number): number => Math.floor(random() * 2 ** bits);
  const variant = hex(0x8000 | draw(14), 4);
  return `${hex(draw(32), 8)}-${hex(draw(16), 4)}-4${hex(draw(12), 3)}-${variant}-${hex(draw(48), 12)}`;
};
