package dev.jebi.transfer.addresses;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Register;
import dev.jebi.mailstore.Register.Name;
import dev.jebi.mailstore.Register.Put;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// What is written about addresses: in the register, and a copy of it in memory. Every change
/// returns when it is durable. Safe for use by several threads.
public final class AddressBook {
    private static final Logger LOG = LoggerFactory.getLogger(AddressBook.class);

    private static final String ENTRY = "address";
    private static final String CATCH_ALL = "catch-all";
    private static final String DOMAIN_ALIAS = "domain-alias";
    private static final String FORWARD = "forward";

    /// Says which writing of all this is the last one.
    private static final Name EDITION = Name.of("address-book", "edition");

    private static final int PAGE = 1_000;

    private final Register register;
    private final AddressLimits limits;
    private final InstantSource clock;
    private final ReentrantLock changing = new ReentrantLock();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Pages pages;
    private volatile Instant looked;

    /// The copy in memory.
    ///
    /// @param forwards of accounts that were asked for
    private record Pages(
            byte[] edition,
            Map<String, Entry> entries,
            Map<Domain, Address> catchAlls,
            Map<Domain, Domain> domains,
            Map<AccountId, Optional<Forward>> forwards) {}

    AddressBook(Register register, AddressLimits limits, InstantSource clock) throws IOException {
        this.register = register;
        this.limits = limits;
        this.clock = clock;
        this.looked = clock.instant();
        this.pages = read();
    }

    /// How addresses are compared: without regard to case.
    public static String key(Address address) {
        return Normalizer.normalize(address.localPart(), Normalizer.Form.NFC)
                        .toLowerCase(Locale.ROOT)
                + "@"
                + address.domain().name();
    }

    /// What is written for an address.
    public Optional<Entry> entry(Address address) {
        return Optional.ofNullable(current().entries.get(key(address)));
    }

    /// All entries, by address.
    public Collection<Entry> entries() {
        return new TreeMap<>(current().entries).values();
    }

    /// Where mail for unknown addresses of a domain goes.
    public Optional<Address> catchAll(Domain domain) {
        return Optional.ofNullable(current().catchAlls.get(domain));
    }

    /// The domain that this one is another name of.
    public Optional<Domain> domainAlias(Domain domain) {
        return Optional.ofNullable(current().domains.get(domain));
    }

    /// Where an account's mail is forwarded to.
    public Optional<Forward> forward(AccountId account) throws IOException {
        var known = current().forwards.get(account);
        if (known != null) {
            return known;
        }
        var held = pages; // what is read now belongs to this edition or a later one
        var read = register.value(Name.of(account, FORWARD, "to")).flatMap(this::forwardOf);
        held.forwards.put(account, read);
        return read;
    }

    /// As [#forward]; a register that cannot be read ends the delivery, which is tried again.
    Optional<Forward> forwardInMemory(AccountId account) {
        try {
            return forward(account);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes an entry, in place of what was written for its address.
    ///
    /// @throws IllegalArgumentException when it has too many targets
    public void write(Entry entry) throws IOException {
        int most = entry instanceof Entry.MailingList ? limits.members() : limits.targets();
        if (entry.targets().size() > most) {
            throw new IllegalArgumentException(
                    entry.address() + " would have more than " + most + " targets");
        }
        if (current().entries.size() >= limits.entries()) {
            throw new IllegalArgumentException(
                    "there are " + limits.entries() + " entries already");
        }
        String key = key(entry.address());
        change(
                Put.of(Name.of(ENTRY, key), EntryText.of(entry)),
                () -> pages.entries.put(key, entry));
    }

    /// Removes what is written for an address; false when nothing is.
    public boolean remove(Address address) throws IOException {
        String key = key(address);
        if (!current().entries.containsKey(key)) {
            return false;
        }
        change(Put.none(Name.of(ENTRY, key)), () -> pages.entries.remove(key));
        return true;
    }

    /// Says where mail for unknown addresses of a domain goes; empty for nowhere.
    public void catchAll(Domain domain, Optional<Address> to) throws IOException {
        change(
                put(Name.of(CATCH_ALL, domain.name()), to.map(Address::toString)),
                () -> {
                    if (to.isPresent()) {
                        pages.catchAlls.put(domain, to.get());
                    } else {
                        pages.catchAlls.remove(domain);
                    }
                });
    }

    /// Says that a domain is another name of one; empty for of none.
    ///
    /// @throws IllegalArgumentException when the other is itself another name
    public void domainAlias(Domain domain, Optional<Domain> of) throws IOException {
        if (of.isPresent()
                && (domain.equals(of.get())
                        || domainAlias(of.get()).isPresent()
                        || current().domains.containsValue(domain))) {
            throw new IllegalArgumentException(
                    "a domain is another name of one that is no other name itself");
        }
        change(
                put(Name.of(DOMAIN_ALIAS, domain.name()), of.map(Domain::name)),
                () -> {
                    if (of.isPresent()) {
                        pages.domains.put(domain, of.get());
                    } else {
                        pages.domains.remove(domain);
                    }
                });
    }

    /// What is written that a domain is needed for, in words: an address of it, or a domain that is
    /// another name of it.
    public Optional<String> uses(Domain domain) {
        var pages = current();
        return pages.entries.values().stream()
                .map(Entry::address)
                .filter(address -> address.domain().equals(domain))
                .findFirst()
                .map(address -> "the address " + address)
                .or(() ->
                        pages.domains.entrySet().stream()
                                .filter(other -> other.getValue().equals(domain))
                                .findFirst()
                                .map(other -> "the other name " + other.getKey()));
    }

    /// Forgets what is said of a domain as a whole.
    public void forget(Domain domain) throws IOException {
        catchAll(domain, Optional.empty());
        domainAlias(domain, Optional.empty());
    }

    /// Says where an account's mail is forwarded to; empty for nowhere.
    ///
    /// @return false when there is no such account
    public boolean forward(AccountId account, Optional<Forward> forward) throws IOException {
        if (forward.filter(f -> f.targets().size() > limits.forwards()).isPresent()) {
            throw new IllegalArgumentException(
                    "mail is forwarded to at most " + limits.forwards() + " addresses");
        }
        var name = Name.of(account, FORWARD, "to");
        return change(
                new Put(name, forward.map(EntryText::of), Optional.empty()),
                () -> pages.forwards.put(account, forward));
    }

    private static Put put(Name name, Optional<String> text) {
        return new Put(name, text.map(t -> t.getBytes(StandardCharsets.UTF_8)), Optional.empty());
    }

    /// One durable change, and the same in memory.
    private boolean change(Put put, Runnable inMemory) throws IOException {
        changing.lock();
        try {
            byte[] edition = UUID.randomUUID().toString().getBytes(StandardCharsets.US_ASCII);
            if (!register.put(List.of(put, Put.of(EDITION, edition)))) {
                return false;
            }
            // the edition in memory stays the old one: the next look reads what another node may
            // have written between
            inMemory.run();
            return true;
        } finally {
            changing.unlock();
        }
    }

    /// The copy, which may be as old as the limit says; a new one is read behind the caller's back.
    private Pages current() {
        var now = clock.instant();
        if (now.isAfter(looked.plus(limits.refresh())) && looking.compareAndSet(false, true)) {
            looked = now;
            Thread.ofVirtual().name("jebi-address-book").start(this::look);
        }
        return pages;
    }

    private void look() {
        changing.lock();
        try {
            byte[] edition = register.value(EDITION).orElse(new byte[0]);
            if (!Arrays.equals(edition, pages.edition)) {
                pages = read();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("event=address-book outcome=stale why=\"{}\"", e.toString());
        } finally {
            changing.unlock();
            looking.set(false);
        }
    }

    private Pages read() throws IOException {
        byte[] edition = register.value(EDITION).orElse(new byte[0]);
        var entries = new ConcurrentHashMap<String, Entry>();
        for (var value : all(ENTRY).entrySet()) {
            read(ENTRY, value, EntryText::entry)
                    .ifPresent(entry -> entries.put(value.getKey(), entry));
        }
        var catchAlls = new ConcurrentHashMap<Domain, Address>();
        for (var value : all(CATCH_ALL).entrySet()) {
            read(CATCH_ALL, value, octets -> Address.parse(text(octets)))
                    .ifPresent(to -> catchAlls.put(new Domain(value.getKey()), to));
        }
        var domains = new ConcurrentHashMap<Domain, Domain>();
        for (var value : all(DOMAIN_ALIAS).entrySet()) {
            read(DOMAIN_ALIAS, value, octets -> Domain.parse(text(octets)))
                    .ifPresent(of -> domains.put(new Domain(value.getKey()), of));
        }
        return new Pages(edition, entries, catchAlls, domains, new ConcurrentHashMap<>());
    }

    private Map<String, byte[]> all(String kind) throws IOException {
        var found = new TreeMap<String, byte[]>();
        var page = register.values(Optional.empty(), kind, PAGE);
        while (!page.isEmpty() && found.size() < limits.entries()) {
            found.putAll(page);
            page = register.values(Optional.empty(), kind, page.lastKey(), PAGE);
        }
        return found;
    }

    private Optional<Forward> forwardOf(byte[] octets) {
        return read(FORWARD, Map.entry("to", octets), EntryText::forward);
    }

    /// One value that cannot be read must not take all the others with it.
    private static <T> Optional<T> read(
            String kind, Map.Entry<String, byte[]> value, Function<byte[], T> how) {
        try {
            return Optional.of(how.apply(value.getValue()));
        } catch (IllegalArgumentException e) {
            LOG.error(
                    "event=address-book kind={} key={} outcome=unreadable",
                    kind,
                    value.getKey(),
                    e);
            return Optional.empty();
        }
    }

    private static String text(byte[] octets) {
        return new String(octets, StandardCharsets.UTF_8);
    }
}
