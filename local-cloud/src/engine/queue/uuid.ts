const BYTES = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

const twoBytes = (value: number): string => `${BYTES[(value >>> 8) & 0xff]}${BYTES[value & 0xff]}`;

/** A version 4 UUID (RFC 9562) drawn from `random`, uniform in [0, 1). On the way of every event and message. */
export const uuid = (random: () => number): string => {
  const first = Math.floor(random() * 2 ** 32);
  const second = Math.floor(random() * 2 ** 16);
  const third = 0x4000 | Math.floor(random() * 2 ** 12);
  const variant = 0x8000 | Math.floor(random() * 2 ** 14);
  const last = Math.floor(random() * 2 ** 48);
  const [high, low] = [Math.floor(last / 2 ** 32), last >>> 0];
  return `${twoBytes(first >>> 16)}${twoBytes(first)}-${twoBytes(second)}-${twoBytes(third)}-${twoBytes(variant)}-${twoBytes(high)}${twoBytes(low >>> 16)}${twoBytes(low)}`;
};
