import { type Shop, type ShopSettings, shopOf } from '@orderwire/money/shop';

/**
 * How the shop prices and taxes, from the settings that the deployment has checked.
 * @throws Error that names the setting that is wrong: nothing is sold at a guessed tax
 */
export const shopFrom = (settings: ShopSettings): Shop => {
  const shop = shopOf(settings);
  if (!shop.ok) throw new Error(`The setting ${shop.error.setting} is wrong: give it ${shop.error.rule}.`);
  return shop.value;
};
