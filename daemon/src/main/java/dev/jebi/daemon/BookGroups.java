package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.sharing.Groups;
import dev.jebi.transfer.addresses.AddressBook;
import dev.jebi.transfer.addresses.Entry;

import java.util.Optional;

/// The groups of the address book, for access lists: a mailbox can be shared with them. Members of
/// members do not count, nor do lists, which anybody may be on. Safe for use by several threads.
record BookGroups(AddressBook book) implements Groups {
    @Override
    public boolean exists(String address) {
        return group(address).isPresent();
    }

    @Override
    public boolean member(String address, Account account) {
        String member = AddressBook.key(account.address());
        return group(address).stream()
                .flatMap(group -> group.targets().stream())
                .anyMatch(target -> AddressBook.key(target).equals(member));
    }

    private Optional<Entry> group(String address) {
        try {
            return book.entry(Address.parse(address)).filter(Entry.Group.class::isInstance);
        } catch (IllegalArgumentException _) {
            return Optional.empty(); // no address, so no group's
        }
    }
}
