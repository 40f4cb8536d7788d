package dev.jebi.imapserver;

import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.sharing.Groups;

/// Groups for tests: `group-of-NAME@a.test` has the members `NAME@a.test` and `NAME-other@a.test`.
final class NamedGroups implements Groups {
    private static final String PREFIX = "group-of-";

    @Override
    public boolean exists(String address) {
        return address.startsWith(PREFIX);
    }

    @Override
    public boolean member(String address, Account account) {
        String name = address.substring(PREFIX.length(), address.indexOf('@'));
        String local = account.address().localPart();
        return local.equals(name) || local.equals(name + "-other");
    }
}
