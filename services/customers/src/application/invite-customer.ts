import { type Clock, isoTime } from '@orderwire/kernel/clock';
import { ok, refuse, type Result } from '@orderwire/kernel/result';
import { changeProfile, type ProfileChange, type VatIdInvalid } from '../domain/change-profile.ts';
import { firstProfile, type Profile } from '../domain/profile.ts';
import type { Administration, By, Customers } from './ports.ts';

export type InviteRefusal = { readonly code: 'CUSTOMER_EXISTS' | 'EMAIL_REFUSED' } | VatIdInvalid;

export type InviteCustomer = (
  wish: ProfileChange & { readonly email: string },
  by: By,
) => Promise<Result<Profile, InviteRefusal>>;

/**
 * Makes a user and the profile; the user pool mails a temporary password. Asked again after it broke off in between, it makes
 * the profile that is missing.
 */
export const makeInviteCustomer =
  (deps: {
    readonly customers: Pick<Customers, 'register'>;
    readonly administration: Pick<Administration, 'invite'>;
    readonly clock: Clock;
  }): InviteCustomer =>
  async ({ email, ...wish }, by) => {
    const { customers, administration, clock } = deps;
    const drafted = changeProfile(firstProfile({ customerId: '', email }, isoTime(clock())), wish);
    if (!drafted.ok) return drafted;
    const invited = await administration.invite(email, wish.name);
    if (!invited.ok) return refuse({ code: invited.error });
    const { customerId, isNew, isInvited } = invited.value;
    if (!isNew && !isInvited) return refuse({ code: 'CUSTOMER_EXISTS' });
    const profile = { ...drafted.value.profile, customerId };
    return (await customers.register(profile, by)) === 'registered' ? ok(profile) : refuse({ code: 'CUSTOMER_EXISTS' });
  };
