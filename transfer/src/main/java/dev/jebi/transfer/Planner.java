package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.content.Content;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.AccountId;
import dev.jebi.mailstore.Flags;
import dev.jebi.mailstore.Incoming;
import dev.jebi.mailstore.Incoming.LocalCopy;
import dev.jebi.mailstore.Incoming.Relayed;
import dev.jebi.mailstore.MailLane;
import dev.jebi.mailstore.MailboxName;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;
import dev.jebi.transfer.Plan.Failed;
import dev.jebi.transfer.addresses.AddressBook;
import dev.jebi.transfer.addresses.Expansion;
import dev.jebi.transfer.addresses.Expansion.Leg;
import dev.jebi.transfer.addresses.Expansion.Stream;
import dev.jebi.transfer.addresses.Poster;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Works out what one message leads to. For one thread.
final class Planner {
    private final Filing filing;
    private final Envelope envelope;
    private final Letter letter;
    private final Traits traits;
    private final List<Incoming> together = new ArrayList<>();
    private final Map<AccountId, List<Address>> holders = new LinkedHashMap<>();
    private final List<Failed> failed = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();

    /// What was found out about a message.
    ///
    /// @param junk whether it belongs among the junk
    /// @param passable whether another server would take its octets
    /// @param headerOctets how far its header section is read
    record Traits(boolean junk, boolean passable, int headerOctets) {}

    Planner(Filing filing, Envelope envelope, Letter letter, Traits traits) {
        this.filing = filing;
        this.envelope = envelope;
        this.letter = letter;
        this.traits = traits;
    }

    Plan plan(ClientIdentity client) throws IOException {
        var ours =
                envelope.recipients().stream()
                        .filter(r -> !(r instanceof Recipient.Remote))
                        .map(Recipient::address)
                        .toList();
        var account = client.login().flatMap(filing.store().directory()::account);
        var poster = new Poster(envelope.reversePath(), account, client.trusted());
        var expansion = filing.addresses().expand(ours, poster);
        for (Expansion.Failed one : expansion.failed()) {
            failed.add(new Failed(one.recipient(), one.why().status(), one.why().sentence()));
        }
        var direct =
                expansion.streams().stream().filter(stream -> stream.list().isEmpty()).findFirst();
        stream(direct.orElse(new Stream(Optional.empty(), Map.of(), Map.of())), relayed());
        for (Stream stream : expansion.streams()) {
            if (stream.list().isPresent()) {
                stream(stream, List.of());
            }
        }
        return new Plan(
                List.copyOf(together),
                Map.copyOf(holders),
                List.copyOf(failed),
                List.copyOf(afterwards));
    }

    /// One entry for each address; of several wishes the first counts.
    private List<Relayed> relayed() {
        var relayed = new LinkedHashMap<Address, Relayed>();
        for (Recipient recipient : envelope.recipients()) {
            if (recipient instanceof Recipient.Remote(var address, var wishes)) {
                relayed.putIfAbsent(address, new Relayed(address, wishes));
            }
        }
        return List.copyOf(relayed.values());
    }

    private void stream(Stream stream, List<Relayed> remote) throws IOException {
        var accounts = new LinkedHashMap<>(stream.accounts());
        if (stream.list().isEmpty() && stream.elsewhere().isEmpty()) { // no header is looked at
            form(letter, accounts, remote);
            return;
        }
        var header = HeaderSection.of(letter.content(), traits.headerOctets());
        var marks = LoopMarks.of(letter.content(), header);
        if (stream.list().isPresent()) {
            var list = stream.list().get();
            if (marks.lists().contains(ListMail.id(list))) {
                failed.add(loop(list.address()));
                return;
            }
            var members = new ArrayList<>(remote);
            stream.elsewhere()
                    .forEach((address, leg) -> {
                        if (same(leg.via(), list.address())) {
                            members.add(Relayed.to(address));
                        }
                    });
            var sent = ListMail.of(letter, header, list, filing.sealer());
            var legs = legs(stream, marks, accounts);
            legs.remove(AddressBook.key(list.address()));
            int before = together.size();
            form(sent, accounts, members);
            pass(sent, legs);
            together.subList(before, together.size()).replaceAll(one -> one.in(MailLane.LIST));
            return;
        }
        var legs = legs(stream, marks, accounts);
        form(letter, accounts, remote);
        pass(letter, legs);
    }

    /// The addresses elsewhere by the address of ours that leads there. Where that has had the
    /// message before, it goes round in a circle, and stays here.
    private Map<String, Map<Address, Leg>> legs(
            Stream stream, LoopMarks marks, Map<Account, Address> accounts) {
        var legs = new LinkedHashMap<String, Map<Address, Leg>>();
        stream.elsewhere()
                .forEach((address, leg) -> {
                    if (marks.passed(leg.via()) || !traits.passable()) {
                        leg.holder()
                                .ifPresentOrElse(
                                        account -> accounts.putIfAbsent(account, leg.recipient()),
                                        () -> failed.add(loop(leg.recipient())));
                    } else {
                        legs.computeIfAbsent(AddressBook.key(leg.via()), _ -> new LinkedHashMap<>())
                                .put(address, leg);
                    }
                });
        return legs;
    }

    private static Failed loop(Address recipient) {
        var why = Expansion.Why.LOOP;
        return new Failed(recipient, why.status(), why.sentence());
    }

    private static boolean same(Address one, Address other) {
        return AddressBook.key(one).equals(AddressBook.key(other));
    }

    /// One form of the message for those who have it here, and those elsewhere who get it so.
    private void form(Letter form, Map<Account, Address> accounts, List<Relayed> relayed) {
        var copies = new ArrayList<LocalCopy>();
        accounts.forEach((account, recipient) -> {
            holders.computeIfAbsent(account.id(), _ -> new ArrayList<>()).add(recipient);
            var mailbox =
                    traits.junk()
                            ? filing.junk(account).orElse(MailboxName.INBOX)
                            : MailboxName.INBOX;
            copies.add(new LocalCopy(account.id(), mailbox, Flags.NONE));
        });
        if (!copies.isEmpty() || !relayed.isEmpty()) {
            together.add(form.incoming(copies, relayed));
        }
    }

    /// The message as it is passed on by addresses of ours.
    private void pass(Letter form, Map<String, Map<Address, Leg>> legs) throws IOException {
        for (var group : legs.values()) {
            var via = group.values().iterator().next().via();
            var relayed = new ArrayList<Relayed>();
            group.forEach((address, leg) -> relayed.add(new Relayed(address, wishes(leg))));
            together.add(passedOn(form, form.unstamped(), via).incoming(List.of(), relayed));
        }
    }

    private Letter passedOn(Letter form, Content content, Address via) throws IOException {
        String mark = LoopMarks.DELIVERED_TO + ": " + via + "\r\n";
        var marked = Content.concat(octets(mark), content);
        String seal = filing.sealer().above(marked, via.domain());
        return form.passedOn(
                seal.isEmpty() ? marked : Content.concat(octets(seal), marked),
                filing.forwarded(form.reversePath(), via),
                form.wishes());
    }

    private static Content octets(String text) {
        return Content.of(text.getBytes(StandardCharsets.UTF_8));
    }

    /// What was wished for the recipient goes on with the message, and whom it was meant for (RFC
    /// 3461 §5.2.7.1).
    private RecipientWishes wishes(Leg leg) {
        var wishes =
                envelope.recipients().stream()
                        .filter(recipient -> recipient.address().equals(leg.recipient()))
                        .map(Recipient::wishes)
                        .findFirst()
                        .orElse(RecipientWishes.NONE);
        boolean ascii = !leg.recipient().international();
        return new RecipientWishes(
                wishes.notices(),
                wishes.original()
                        .or(() ->
                                Optional.of(
                                        new OriginalRecipient(
                                                ascii ? "rfc822" : "utf-8",
                                                leg.recipient().toString()))));
    }
}
