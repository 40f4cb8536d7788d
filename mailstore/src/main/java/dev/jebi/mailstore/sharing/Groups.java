package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.Account;

/// Groups of accounts, where the directory has any. Safe for use by several threads.
public interface Groups {
    /// Nobody has made a group.
    Groups NONE =
            new Groups() {
                @Override
                public boolean exists(String address) {
                    return false;
                }

                @Override
                public boolean member(String address, Account account) {
                    return false;
                }
            };

    /// Whether there is a group of that address.
    boolean exists(String address);

    /// Whether an account is a member of the group of that address.
    boolean member(String address, Account account);
}
