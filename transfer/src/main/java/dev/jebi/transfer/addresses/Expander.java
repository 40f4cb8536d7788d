package dev.jebi.transfer.addresses;

import dev.jebi.address.Address;
import dev.jebi.mailstore.Account;
import dev.jebi.transfer.addresses.Entry.MailingList;
import dev.jebi.transfer.addresses.Expansion.Failed;
import dev.jebi.transfer.addresses.Expansion.Leg;
import dev.jebi.transfer.addresses.Expansion.Stream;
import dev.jebi.transfer.addresses.Expansion.Why;
import dev.jebi.transfer.addresses.Found.Holder;
import dev.jebi.transfer.addresses.Found.Inactive;
import dev.jebi.transfer.addresses.Found.Names;
import dev.jebi.transfer.addresses.Found.Nobody;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Follows the recipients of one message to the end. For one thread.
final class Expander {
    private static final Logger LOG = LoggerFactory.getLogger(Expander.class);

    private final Addresses addresses;
    private final boolean forwarding;
    private final Function<Entry, Optional<Entry>> admission;
    private final Draft direct = new Draft(Optional.empty());
    private final Map<String, Draft> lists = new LinkedHashMap<>();
    private final List<Failed> failed = new ArrayList<>();
    private int left;

    /// A stream in the making.
    private static final class Draft {
        private final Optional<MailingList> list;
        private final Map<String, Account> holders = new LinkedHashMap<>();
        private final Map<Account, Address> accounts = new LinkedHashMap<>();
        private final Map<Address, Leg> elsewhere = new LinkedHashMap<>();
        private final Set<String> entered = new HashSet<>();

        Draft(Optional<MailingList> list) {
            this.list = list;
        }

        void hold(Account account, Address recipient) {
            if (holders.putIfAbsent(AddressBook.key(account.address()), account) == null) {
                accounts.put(account, recipient);
            }
        }
    }

    /// The way to where the expansion stands.
    ///
    /// @param recipient whom the client named
    /// @param path keys of the addresses and accounts that were entered on the way
    private record Way(Draft stream, Address recipient, LinkedHashSet<String> path) {
        Way in(Draft other) {
            return new Way(other, recipient, path);
        }
    }

    /// @param forwarding whether accounts' forwarding is followed
    /// @param admission what a message goes by in place of an entry; empty when it may not go there
    Expander(Addresses addresses, boolean forwarding, Function<Entry, Optional<Entry>> admission) {
        this.addresses = addresses;
        this.forwarding = forwarding;
        this.admission = admission;
        this.left = addresses.limits().destinations();
    }

    /// Follows one recipient.
    void address(Address recipient) {
        boolean enough = left > 0;
        var way = new Way(direct, recipient, new LinkedHashSet<>());
        var reached = follow(recipient, new Leg(recipient, recipient, Optional.empty()), way);
        if (reached.isPresent()) {
            failed.add(new Failed(recipient, reached.get()));
        } else if (enough && left <= 0) { // some have it, and some do not: that is to be told
            failed.add(new Failed(recipient, Why.TOO_MANY));
        }
    }

    /// What the recipients lead to. Who gets the message as it is gets it from no list as well.
    Expansion done() {
        var streams = new ArrayList<Stream>();
        var had = new HashSet<Object>();
        add(direct, streams, had);
        lists.values().forEach(list -> add(list, streams, had));
        return new Expansion(List.copyOf(streams), List.copyOf(failed));
    }

    private static void add(Draft draft, List<Stream> streams, Set<Object> had) {
        draft.accounts.keySet().removeIf(account -> !had.add(account.id()));
        draft.elsewhere.keySet().removeIf(address -> !had.add(AddressBook.key(address)));
        if (!draft.accounts.isEmpty() || !draft.elsewhere.isEmpty()) {
            streams.add(new Stream(draft.list, draft.accounts, draft.elsewhere));
        }
    }

    /// @param leg how this address is reached
    /// @return why nobody is reached; empty when somebody is
    private Optional<Why> follow(Address address, Leg leg, Way way) {
        if (!addresses.local(address.domain())) {
            if (left-- <= 0) {
                return Optional.of(Why.TOO_MANY);
            }
            way.stream.elsewhere.putIfAbsent(address, leg);
            return Optional.empty();
        }
        return switch (addresses.find(address)) {
            case Holder(var account) -> hold(account, way);
            case Names(var entry) -> enter(entry, way);
            case Inactive() -> Optional.of(Why.INACTIVE);
            case Nobody() -> Optional.of(Why.UNKNOWN);
        };
    }

    private Optional<Why> enter(Entry entry, Way way) {
        String key = AddressBook.key(entry.address());
        if (way.path.contains(key)) {
            return Optional.of(Why.LOOP);
        }
        if (way.path.size() >= addresses.limits().depth() || left-- <= 0) {
            return Optional.of(Why.TOO_MANY);
        }
        var admitted = admission.apply(entry);
        if (admitted.isEmpty()) {
            return Optional.of(Why.NOT_ALLOWED);
        }
        if (admitted.get() instanceof MailingList list) {
            var stream = lists.computeIfAbsent(key, _ -> new Draft(Optional.of(list)));
            return each(list, key, way.in(stream));
        }
        return each(admitted.get(), key, way);
    }

    /// Enters each address once in a stream: what it reached before is reached.
    private Optional<Why> each(Entry entry, String key, Way way) {
        if (!way.stream.entered.add(key)) {
            return Optional.empty();
        }
        way.path.add(key);
        Optional<Why> first = Optional.of(Why.UNKNOWN);
        boolean reached = false;
        for (Address target : entry.targets()) {
            var why =
                    follow(target, new Leg(way.recipient, entry.address(), Optional.empty()), way);
            if (why.isEmpty()) {
                reached = true;
            } else {
                LOG.warn(
                        "event=dead-target address={} target={} why={}",
                        entry.address(),
                        target,
                        why.get());
                first = reached ? first : why;
            }
        }
        way.path.remove(key);
        return reached ? Optional.empty() : first;
    }

    /// An account whose mail is forwarded to nobody that can be reached keeps it.
    private Optional<Why> hold(Account account, Way way) {
        String key = "account " + account.id().value();
        var forward = forwarding ? addresses.forward(account.id()) : Optional.<Forward>empty();
        if (way.path.contains(key)) { // forwarded in a circle: it stays where that closes
            way.stream.hold(account, way.recipient);
            return Optional.empty();
        }
        if (left-- <= 0) {
            return Optional.of(Why.TOO_MANY);
        }
        if (forward.isEmpty() || way.path.size() >= addresses.limits().depth()) {
            way.stream.hold(account, way.recipient);
            return Optional.empty();
        }
        if (forward.get().keep()) {
            way.stream.hold(account, way.recipient);
        }
        if (!way.stream.entered.add(key)) {
            return Optional.empty();
        }
        way.path.add(key);
        boolean reached = forward.get().keep();
        for (Address target : forward.get().targets()) {
            var leg = new Leg(way.recipient, account.address(), Optional.of(account));
            reached |= follow(target, leg, way).isEmpty();
        }
        way.path.remove(key);
        if (!reached) {
            way.stream.hold(account, way.recipient);
        }
        return Optional.empty();
    }
}
