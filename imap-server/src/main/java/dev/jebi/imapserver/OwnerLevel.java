package dev.jebi.imapserver;

import dev.jebi.address.Address;
import dev.jebi.mailstore.MailboxName;

/// An address as one level of a mailbox name: a local part may hold the separator, which stands
/// there as `=2F`, and `=` as `=3D`.
final class OwnerLevel {
    private OwnerLevel() {}

    static String encode(Address address) {
        return address.toString().replace("=", "=3D").replace("" + MailboxName.SEPARATOR, "=2F");
    }

    static String decode(String level) {
        return level.replace("=2F", "" + MailboxName.SEPARATOR).replace("=3D", "=");
    }
}
