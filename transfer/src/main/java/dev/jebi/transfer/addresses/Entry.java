package dev.jebi.transfer.addresses;

import dev.jebi.address.Address;

import java.util.List;

/// What an address of ours that is no account's own stands for.
public sealed interface Entry {
    /// The address.
    Address address();

    /// Where mail for it goes: addresses here or elsewhere.
    List<Address> targets();

    /// The same with other targets.
    Entry with(List<Address> targets);

    /// Who may write to it.
    Posting posting();

    /// Another name for one or several addresses.
    record Alias(Address address, List<Address> targets) implements Entry {
        public Alias {
            targets = List.copyOf(targets);
        }

        @Override
        public Alias with(List<Address> others) {
            return new Alias(address, others);
        }

        @Override
        public Posting posting() {
            return Posting.ANYBODY;
        }
    }

    /// Several under one name, with a say in who may write to them.
    record Group(Address address, List<Address> targets, Posting posting) implements Entry {
        public Group {
            targets = List.copyOf(targets);
        }

        @Override
        public Group with(List<Address> others) {
            return new Group(address, others, posting);
        }
    }

    /// A list: mail goes out in its name, and reports about it come back to its owners.
    ///
    /// @param title a phrase for people; may be empty
    /// @param owners who gets the reports; empty for the postmaster
    record MailingList(
            Address address,
            List<Address> targets,
            Posting posting,
            String title,
            List<Address> owners)
            implements Entry {
        public MailingList {
            targets = List.copyOf(targets);
            owners = List.copyOf(owners);
        }

        @Override
        public MailingList with(List<Address> others) {
            return new MailingList(address, others, posting, title, owners);
        }
    }
}
