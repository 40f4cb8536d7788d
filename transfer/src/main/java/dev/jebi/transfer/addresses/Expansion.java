package dev.jebi.transfer.addresses;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Account;
import dev.jebi.transfer.addresses.Entry.MailingList;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/// All that the recipients of a message lead to; nobody twice.
///
/// @param streams the message as it is first, then what goes out in the name of lists
/// @param failed recipients for whom nobody gets it
public record Expansion(List<Stream> streams, List<Failed> failed) {
    /// One form of the message and who gets it.
    ///
    /// @param list in whose name; empty for the message as it is
    /// @param accounts each with the recipient that leads there
    /// @param elsewhere addresses elsewhere, and how each is reached
    public record Stream(
            Optional<MailingList> list,
            Map<Account, Address> accounts,
            Map<Address, Leg> elsewhere) {}

    /// How an address elsewhere is reached.
    ///
    /// @param recipient whom the client named
    /// @param via the address of ours that leads there
    /// @param holder the account whose address that is, when it has its mail forwarded
    public record Leg(Address recipient, Address via, Optional<Account> holder) {}

    /// A recipient that nobody gets the message for.
    public record Failed(Address recipient, Why why) {}

    /// Why nobody does.
    public enum Why {
        /// There is no such address.
        UNKNOWN("5.1.1", "there is no such address"),
        /// The account takes no mail.
        INACTIVE("5.2.1", "the account takes no mail"),
        /// It leads back to itself.
        LOOP("5.4.6", "the address leads back to itself"),
        /// It leads to more than are served.
        TOO_MANY("5.2.4", "the address leads to too many"),
        /// Not everybody may write to it.
        NOT_ALLOWED("5.7.2", "you may not write to this address");

        private final String status;
        private final String sentence;

        Why(String status, String sentence) {
            this.status = status;
            this.sentence = sentence;
        }

        /// The enhanced status code (RFC 3463).
        public String status() {
            return status;
        }

        /// For people.
        public String sentence() {
            return sentence;
        }
    }
}
