package dev.jebi.mailstore.sharing;

import dev.jebi.mailstore.AccountId;

import java.util.Locale;

/// Whom an entry of an access list is about (RFC 4314 §2).
public sealed interface Identifier {
    /// The name of [Anyone].
    String ANYONE = "anyone";

    /// As IMAP writes it.
    String name();

    /// Everybody who has signed in.
    record Anyone() implements Identifier {
        @Override
        public String name() {
            return ANYONE;
        }
    }

    /// An account. Its number decides: an address that is given again is somebody else.
    record Person(AccountId account, String name) implements Identifier {
        @Override
        public boolean equals(Object other) {
            return other instanceof Person person && person.account.equals(account);
        }

        @Override
        public int hashCode() {
            return account.hashCode();
        }
    }

    /// The members of a group, by the group's address.
    record Group(String name) implements Identifier {
        /// Without regard to case.
        public Group {
            name = name.toLowerCase(Locale.ROOT);
        }
    }
}
