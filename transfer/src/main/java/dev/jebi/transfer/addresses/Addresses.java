package dev.jebi.transfer.addresses;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Directory;
import dev.jebi.mailstore.MailStore;
import dev.jebi.transfer.addresses.Found.Holder;
import dev.jebi.transfer.addresses.Found.Inactive;
import dev.jebi.transfer.addresses.Found.Names;
import dev.jebi.transfer.addresses.Found.Nobody;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The addresses of this system: what each leads to. What is asked of it costs no I/O. Safe for use
/// by several threads.
public final class Addresses {
    private static final String POSTMASTER = "postmaster";

    /// What stands behind a list's own name in the addresses that belong to it.
    private static final List<String> OF_LISTS = List.of("-bounces", "-owner", "-request");

    private final Directory directory;
    private final AddressSettings settings;
    private final AddressLimits limits;
    private final AddressBook book;

    /// The addresses of a store.
    public Addresses(
            MailStore store, AddressSettings settings, AddressLimits limits, InstantSource clock)
            throws IOException {
        this.directory = store.directory();
        this.settings = settings;
        this.limits = limits;
        this.book = new AddressBook(store.register(), limits, clock);
    }

    /// What is written in it, to be listed and changed.
    public AddressBook book() {
        return book;
    }

    /// What the operator has decided.
    public AddressSettings settings() {
        return settings;
    }

    AddressLimits limits() {
        return limits;
    }

    boolean local(Domain domain) {
        return directory.local(domain);
    }

    /// What an address of a local domain leads to, for the reply to RCPT. Forwarding is not looked
    /// at.
    public Resolution resolve(Address address) {
        return switch (find(address)) {
            case Holder(var account) -> new Resolution.ToAccount(account);
            case Names(Entry.MailingList list) ->
                    new Resolution.ToSeveral(list.targets().stream().anyMatch(this::elsewhere));
            case Names(var entry) -> several(entry);
            case Inactive() -> new Resolution.Inactive();
            case Nobody() -> new Resolution.Unknown();
        };
    }

    private boolean elsewhere(Address address) {
        return !local(address.domain());
    }

    private Resolution several(Entry entry) {
        var expander = new Expander(this, false, Optional::of);
        expander.address(entry.address());
        var expansion = expander.done();
        if (expansion.streams().stream().allMatch(Addresses::empty)) {
            boolean endless =
                    expansion.failed().stream()
                            .anyMatch(failed -> failed.why() == Expansion.Why.LOOP);
            return endless ? new Resolution.Endless() : new Resolution.Unknown();
        }
        if (expansion.streams().size() == 1 && expansion.failed().isEmpty()) {
            var stream = expansion.streams().getFirst();
            if (stream.accounts().size() == 1 && stream.elsewhere().isEmpty()) {
                return new Resolution.ToAccount(stream.accounts().keySet().iterator().next());
            }
        }
        return new Resolution.ToSeveral(
                expansion.streams().stream().anyMatch(one -> !one.elsewhere().isEmpty()));
    }

    private static boolean empty(Expansion.Stream stream) {
        return stream.accounts().isEmpty() && stream.elsewhere().isEmpty();
    }

    /// All that recipients lead to, forwarding included.
    ///
    /// @param recipients addresses of local domains
    public Expansion expand(List<Address> recipients, Poster poster) {
        var expander = new Expander(this, true, entry -> admitted(poster, entry));
        recipients.forEach(expander::address);
        return expander.done();
    }

    /// Whether an account may send with this address as the author.
    public boolean mayBe(Account account, Address author) {
        if (!local(author.domain())) {
            return false;
        }
        if (own(account, author)) {
            return true;
        }
        return switch (settings.sendAs()) {
            case NOBODY -> false;
            case SOLE_OWNER ->
                    resolve(author) instanceof Resolution.ToAccount(var one) && same(one, account);
            case MEMBERS -> {
                var expander = new Expander(this, false, Optional::of);
                expander.address(author);
                yield expander.done().streams().stream()
                        .filter(stream -> stream.list().isEmpty())
                        .flatMap(stream -> stream.accounts().keySet().stream())
                        .anyMatch(one -> same(one, account));
            }
        };
    }

    private static boolean same(Account one, Account other) {
        return one.id().equals(other.id());
    }

    /// The account's own address, or a subaddress of it that is nobody else's.
    private boolean own(Account account, Address author) {
        String own = AddressBook.key(account.address());
        return own.equals(AddressBook.key(author))
                || (base(author).filter(base -> own.equals(AddressBook.key(base))).isPresent()
                        && find(author) instanceof Holder(var holder)
                        && same(holder, account));
    }

    /// A report is not for the members of a list: whoever runs it gets it (RFC 3834 §2).
    private Optional<Entry> admitted(Poster poster, Entry entry) {
        if (entry instanceof Entry.MailingList list && poster.from().isNull()) {
            return Optional.of(owners(list.address(), list));
        }
        return Optional.of(entry).filter(one -> mayPost(poster, one));
    }

    /// Who may write to a group or list. What MAIL says proves nothing about an address of ours:
    /// whoever has one must have signed in, or come from a network of ours.
    private boolean mayPost(Poster poster, Entry entry) {
        return switch (entry.posting()) {
            case ANYBODY -> true;
            case LOCAL -> poster.account().isPresent() || poster.trusted();
            case MEMBERS -> among(poster, entry.targets());
            case OWNERS -> entry instanceof Entry.MailingList list && among(poster, list.owners());
        };
    }

    private boolean among(Poster poster, List<Address> some) {
        if (poster.account().isPresent()) {
            var account = poster.account().get();
            return some.stream()
                    .filter(one -> local(one.domain()))
                    .anyMatch(one -> mayBe(account, one));
        }
        return poster.from()
                .address()
                .filter(from -> poster.trusted() || elsewhere(from))
                .map(AddressBook::key)
                .filter(from -> some.stream().map(AddressBook::key).anyMatch(from::equals))
                .isPresent();
    }

    /// Where an account's mail is forwarded to.
    Optional<Forward> forward(AccountId account) {
        return book.forwardInMemory(account);
    }

    /// What an address leads to in one step: what is written for it as it stands, then the
    /// addresses that belong to a list, then the user without the detail, then the same in the
    /// domain that this one is another name of, then postmaster (RFC 5321 §4.5.1), then the
    /// catch-all.
    Found find(Address address) {
        if (!local(address.domain())) {
            return new Nobody();
        }
        return exact(address)
                .or(() -> ofList(address))
                .or(() -> base(address).flatMap(this::exact))
                .or(() -> inOtherDomain(address))
                .or(() -> postmaster(address))
                .or(() -> book.catchAll(address.domain()).map(to -> caught(address, to)))
                .orElse(new Nobody());
    }

    private Optional<Found> inOtherDomain(Address address) {
        return book.domainAlias(address.domain())
                .map(domain -> new Address(address.localPart(), domain))
                .filter(other -> local(other.domain()))
                .flatMap(other ->
                        exact(other)
                                .or(() -> ofList(other))
                                .or(() -> base(other).flatMap(this::exact))
                                .or(() ->
                                        book.catchAll(other.domain())
                                                .map(to -> caught(other, to))));
    }

    /// One step further where it is an account of ours, so that the account has the address.
    private Found caught(Address address, Address to) {
        var alias = new Names(new Entry.Alias(address, List.of(to)));
        return local(to.domain()) && exact(to).orElse(alias) instanceof Holder holder
                ? holder
                : alias;
    }

    private Optional<Found> exact(Address address) {
        var entry = book.entry(address);
        if (isPostmaster(address)) { // the directory has somebody for it in any case
            return directory
                    .account(address.toString())
                    .filter(Account::active)
                    .<Found>map(Holder::new)
                    .or(() -> entry.map(Names::new));
        }
        var account = directory.recipient(address);
        if (account.isPresent()) {
            return account.map(Holder::new);
        }
        if (entry.isPresent()) {
            return entry.map(Names::new);
        }
        return directory.account(address.toString()).map(_ -> new Inactive());
    }

    private Optional<Found> postmaster(Address address) {
        boolean meant =
                isPostmaster(address) || base(address).filter(Addresses::isPostmaster).isPresent();
        return meant
                ? directory.recipient(new Address(POSTMASTER, address.domain())).map(Holder::new)
                : Optional.empty();
    }

    private static boolean isPostmaster(Address address) {
        return address.localPart().equalsIgnoreCase(POSTMASTER);
    }

    /// Reports about what a list has sent, and mail for those who run it, go to its owners.
    private Optional<Found> ofList(Address address) {
        String local = address.localPart().toLowerCase(Locale.ROOT);
        return OF_LISTS.stream()
                .filter(local::endsWith)
                .map(suffix -> local.substring(0, local.length() - suffix.length()))
                .filter(name -> !name.isEmpty())
                .flatMap(name -> book.entry(new Address(name, address.domain())).stream())
                .filter(entry -> entry instanceof Entry.MailingList)
                .map(entry -> (Found) new Names(owners(address, (Entry.MailingList) entry)))
                .findFirst();
    }

    /// The owners of a list, under an address that belongs to it.
    static Entry owners(Address address, Entry.MailingList list) {
        return new Entry.Alias(
                address,
                list.owners().isEmpty()
                        ? List.of(new Address(POSTMASTER, address.domain()))
                        : list.owners());
    }

    /// The address without its detail (RFC 5233 §4).
    private Optional<Address> base(Address address) {
        String local = address.localPart();
        for (int i = 1; i < local.length(); i++) {
            if (settings.separators().indexOf(local.charAt(i)) >= 0) {
                return Optional.of(new Address(local.substring(0, i), address.domain()));
            }
        }
        return Optional.empty();
    }
}
