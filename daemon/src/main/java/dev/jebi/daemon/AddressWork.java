package dev.jebi.daemon;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.Directory;
import dev.jebi.transfer.addresses.AddressBook;
import dev.jebi.transfer.addresses.Addresses;
import dev.jebi.transfer.addresses.Entry;
import dev.jebi.transfer.addresses.Forward;
import dev.jebi.transfer.addresses.Posting;
import dev.jebi.transfer.addresses.Resolution;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What an administrator does with addresses: aliases, groups, lists, catch-alls, domains that are
/// other names, forwarding. Safe for use by several threads.
final class AddressWork {
    private final Directory directory;
    private final Addresses addresses;
    private final AddressBook book;

    AddressWork(Directory directory, Addresses addresses) {
        this.directory = directory;
        this.addresses = addresses;
        this.book = addresses.book();
    }

    Outcome run(AdminRequest.Addressing request) throws IOException {
        var given = request.words();
        return switch (request.act()) {
            case ALIAS_ADD -> add(Kind.ALIAS, given.get(0), "", "", "", from(given, 1));
            case GROUP_ADD -> add(Kind.GROUP, given.get(0), given.get(1), "", "", from(given, 2));
            case LIST_ADD ->
                    add(
                            Kind.LIST,
                            given.get(0),
                            given.get(1),
                            given.get(2),
                            given.get(3),
                            from(given, 4));
            case ENTRY_REMOVE -> remove(Kind.valueOf(given.get(0)), given.get(1), from(given, 2));
            case ENTRY_LIST -> list(Kind.valueOf(given.get(0)), given.get(1));
            case CATCH_ALL -> catchAll(Domain.parse(given.get(0)), given.get(1));
            case DOMAIN_ALIAS -> domainAlias(Domain.parse(given.get(0)), given.get(1));
            case FORWARD -> forward(given.get(0), given.get(1), from(given, 2));
        };
    }

    /// What an entry is.
    enum Kind {
        ALIAS,
        GROUP,
        LIST;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }

        boolean is(Entry entry) {
            return switch (entry) {
                case Entry.Alias _ -> this == ALIAS;
                case Entry.Group _ -> this == GROUP;
                case Entry.MailingList _ -> this == LIST;
            };
        }
    }

    private static List<String> from(List<String> words, int index) {
        return words.subList(index, words.size());
    }

    private Outcome add(
            Kind kind,
            String name,
            String posting,
            String title,
            String owners,
            List<String> targets)
            throws IOException {
        var address = Address.parse(name);
        if (!directory.local(address.domain())) {
            return bad(
                    "the domain "
                            + address.domain()
                            + " is not served here; add it first: jebi domain add "
                            + address.domain());
        }
        var there = book.entry(address);
        if (there.isPresent() && !kind.is(there.get())) {
            return bad(address + " is something else already; remove it first");
        }
        if (there.isEmpty() && account(address).isPresent()) {
            return bad(
                    address
                            + " is an account; to send its mail elsewhere: jebi account forward "
                            + address);
        }
        var all = new LinkedHashMap<String, Address>();
        there.ifPresent(entry -> entry.targets().forEach(t -> all.put(AddressBook.key(t), t)));
        for (String target : targets) {
            var to = Address.parse(target);
            if (addresses.resolve(to) instanceof Resolution.Unknown
                    && directory.local(to.domain())) {
                return bad("there is no address " + to + " here; add it first");
            }
            all.put(AddressBook.key(to), to);
        }
        if (all.isEmpty() && kind != Kind.LIST) {
            return bad("say to whom " + address + " leads");
        }
        return write(
                entry(kind, there, address, posting, title, owners)
                        .with(List.copyOf(all.values())));
    }

    private static Entry entry(
            Kind kind,
            Optional<Entry> there,
            Address address,
            String posting,
            String title,
            String owners) {
        var wanted =
                posting.isEmpty()
                        ? there.map(Entry::posting).orElse(Posting.ANYBODY)
                        : Posting.of(posting)
                                .orElseThrow(() ->
                                        new IllegalArgumentException(
                                                "'"
                                                        + posting
                                                        + "' says nothing; write "
                                                        + words()));
        return switch (kind) {
            case ALIAS -> new Entry.Alias(address, List.of());
            case GROUP -> new Entry.Group(address, List.of(), wanted);
            case LIST -> {
                var old = there.map(Entry.MailingList.class::cast);
                yield new Entry.MailingList(
                        address,
                        List.of(),
                        wanted,
                        title.isEmpty() ? old.map(Entry.MailingList::title).orElse("") : title,
                        owners.isEmpty()
                                ? old.map(Entry.MailingList::owners).orElse(List.of())
                                : Arrays.stream(owners.split("[,\\s]+"))
                                        .map(Address::parse)
                                        .toList());
            }
        };
    }

    private static String words() {
        return String.join(", ", Arrays.stream(Posting.values()).map(Posting::word).toList());
    }

    private Outcome write(Entry entry) throws IOException {
        var before = book.entry(entry.address());
        book.write(entry);
        if (addresses.resolve(entry.address()) instanceof Resolution.Endless) {
            if (before.isPresent()) {
                book.write(before.get());
            } else {
                boolean _ = book.remove(entry.address());
            }
            return bad(entry.address() + " would lead back to itself; nothing is changed");
        }
        return Outcome.done(line(entry));
    }

    private Outcome remove(Kind kind, String name, List<String> targets) throws IOException {
        var address = Address.parse(name);
        var there = book.entry(address).filter(kind::is);
        if (there.isEmpty()) {
            return bad("there is no " + kind.word() + " " + address);
        }
        if (targets.isEmpty()) {
            boolean _ = book.remove(address);
            return Outcome.done("removed " + address);
        }
        var gone = targets.stream().map(Address::parse).map(AddressBook::key).toList();
        var left = new ArrayList<>(there.get().targets());
        if (!left.removeIf(target -> gone.contains(AddressBook.key(target)))) {
            return bad(address + " does not lead to " + String.join(", ", targets));
        }
        if (left.isEmpty() && kind != Kind.LIST) {
            return bad(
                    "that was the last target; to remove it all: jebi "
                            + kind.word()
                            + " remove "
                            + address);
        }
        return write(there.get().with(left));
    }

    private Outcome list(Kind kind, String name) {
        if (!name.isEmpty()) {
            var there = book.entry(Address.parse(name)).filter(kind::is);
            return there.map(entry ->
                            Outcome.done(entry.targets().stream().map(Address::toString).toList()))
                    .orElseGet(() -> bad("there is no " + kind.word() + " " + name));
        }
        return Outcome.done(
                book.entries().stream().filter(kind::is).map(AddressWork::line).toList());
    }

    private static String line(Entry entry) {
        return switch (entry) {
            case Entry.Alias alias -> alias.address() + "\t" + joined(alias.targets());
            case Entry.Group group ->
                    String.join(
                            "\t",
                            group.address().toString(),
                            "post=" + group.posting().word(),
                            joined(group.targets()));
            case Entry.MailingList list ->
                    String.join(
                            "\t",
                            list.address().toString(),
                            "post=" + list.posting().word(),
                            "members=" + list.targets().size(),
                            "owners=" + (list.owners().isEmpty() ? "-" : joined(list.owners())),
                            list.title());
        };
    }

    private static String joined(List<Address> some) {
        return String.join(",", some.stream().map(Address::toString).toList());
    }

    private Outcome catchAll(Domain domain, String to) throws IOException {
        if (!directory.local(domain)) {
            return bad("there is no domain " + domain + "; 'jebi domain list' shows all");
        }
        if (to.equals("none")) {
            book.catchAll(domain, Optional.empty());
        } else if (!to.isEmpty()) {
            var target = Address.parse(to);
            if (directory.local(target.domain())
                    && addresses.resolve(target) instanceof Resolution.Unknown) {
                return bad("there is no address " + target + " here; add it first");
            }
            book.catchAll(domain, Optional.of(target));
        }
        return Outcome.done(
                domain + "\t" + book.catchAll(domain).map(Address::toString).orElse("none"));
    }

    private Outcome domainAlias(Domain domain, String of) throws IOException {
        if (of.equals("none")) {
            book.domainAlias(domain, Optional.empty());
        } else if (!of.isEmpty()) {
            var other = Domain.parse(of);
            if (!directory.local(other)) {
                return bad("there is no domain " + other + "; 'jebi domain list' shows all");
            }
            boolean _ = directory.local(domain) || directory.addDomain(domain);
            book.domainAlias(domain, Optional.of(other));
        }
        return Outcome.done(
                domain + "\t" + book.domainAlias(domain).map(Domain::name).orElse("none"));
    }

    /// @param keep yes or no, or show, or off
    private Outcome forward(String name, String keep, List<String> targets) throws IOException {
        var account = account(Address.parse(name));
        if (account.isEmpty()) {
            return bad("there is no account " + name + "; 'jebi account list' shows all");
        }
        var id = account.get().id();
        if (keep.equals("off")) {
            boolean _ = book.forward(id, Optional.empty());
        } else if (!keep.equals("show")) {
            var forward =
                    new Forward(targets.stream().map(Address::parse).toList(), keep.equals("yes"));
            boolean _ = book.forward(id, Optional.of(forward));
        }
        return Outcome.done(
                account.get().address()
                        + "\t"
                        + book.forward(id)
                                .map(f ->
                                        joined(f.targets())
                                                + (f.keep() ? "\tkeeps a copy" : "\tkeeps none"))
                                .orElse("none"));
    }

    private Optional<Account> account(Address address) {
        return directory.account(address.toString());
    }

    private static Outcome bad(String complaint) {
        return Outcome.failed(ExitCode.BAD_DATA, complaint);
    }
}
