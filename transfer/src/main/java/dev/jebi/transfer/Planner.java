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
import dev.jebi.mailstore.TraceEvent;
import dev.jebi.mailstore.TraceStep;
import dev.jebi.smtp.RecipientWishes;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;
import dev.jebi.transfer.Plan.Failed;
import dev.jebi.transfer.abuse.Tasted;
import dev.jebi.transfer.addresses.AddressBook;
import dev.jebi.transfer.addresses.Expansion;
import dev.jebi.transfer.addresses.Expansion.Leg;
import dev.jebi.transfer.addresses.Expansion.Stream;
import dev.jebi.transfer.addresses.Poster;
import dev.jebi.transfer.filing.Delivered;
import dev.jebi.transfer.filing.Filed;
import dev.jebi.transfer.filing.Filed.Notice;
import dev.jebi.transfer.filing.Filed.Placement;
import dev.jebi.transfer.filing.Filed.Redirected;
import dev.jebi.transfer.filing.Filed.Refusal;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Works out what one message leads to. For one thread.
final class Planner {
    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);
    private static final Placement INBOX =
            new Placement(MailboxName.INBOX, Flags.NONE, Optional.empty());

    private final Filing filing;
    private final Envelope envelope;
    private final Letter letter;
    private final Traits traits;
    private final List<Incoming> together = new ArrayList<>();
    private final Map<AccountId, List<Address>> holders = new LinkedHashMap<>();
    private final List<Failed> failed = new ArrayList<>();
    private final List<Runnable> afterwards = new ArrayList<>();
    private final Set<AccountId> filedFor = new HashSet<>();
    private final Set<AccountId> redirecting = new HashSet<>();
    private final Map<AccountId, Owed> owed = new LinkedHashMap<>();
    private final List<Passed> passed = new ArrayList<>();
    private final List<Notice> notices = new ArrayList<>();
    private final List<NoticeCopy> noticeCopies = new ArrayList<>();
    private Optional<LoopMarks> marks = Optional.empty();

    /// An account that is reached once more, by a redirect.
    private record Owed(Letter form, Address recipient) {}

    /// A copy that a rule sends on.
    ///
    /// @param content as the rule has edited it
    private record Passed(Letter form, Optional<Content> content, Leg leg, Relayed to) {}

    /// The owner's copy of an automatic message.
    private record NoticeCopy(AccountId account, Placement placement) {}

    /// What was found out about a message.
    ///
    /// @param suspicion what was found out about whoever brought it
    /// @param passable whether another server would take its octets
    /// @param headerOctets how far its header section is read
    /// @param peer the address that it comes from
    record Traits(Suspicion suspicion, boolean passable, int headerOctets, String peer) {}

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
        rest();
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
        var header = header();
        var marks = marks();
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

    private HeaderSection header() throws IOException {
        return HeaderSection.of(letter.content(), traits.headerOctets());
    }

    private LoopMarks marks() throws IOException {
        if (marks.isEmpty()) {
            marks = Optional.of(LoopMarks.of(letter.content(), header()));
        }
        return marks.get();
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
    private void form(Letter form, Map<Account, Address> accounts, List<Relayed> relayed)
            throws IOException {
        var drafts = new Drafts(form, relayed);
        for (var one : accounts.entrySet()) {
            file(drafts, one.getKey(), one.getValue());
        }
        together.addAll(drafts.incomings());
    }

    /// Runs the rules of an account, once for each message.
    private void file(Drafts drafts, Account account, Address recipient) throws IOException {
        if (!filedFor.add(account.id())) {
            owed.putIfAbsent(account.id(), new Owed(drafts.form(), recipient));
            return;
        }
        var filed =
                filing.rules()
                        .file(
                                new Delivered(
                                        letter.id(),
                                        drafts.form().content(),
                                        drafts.form().head(),
                                        envelope.reversePath(),
                                        account,
                                        recipient,
                                        junk(drafts, account, recipient),
                                        () -> loops(account),
                                        traits.peer()));
        trace(account, filed);
        for (Placement placement : filed.placements()) {
            place(drafts, account, recipient, placement);
        }
        filed.refusal().ifPresent(refusal -> refuse(recipient, refusal));
        if (!filed.redirects().isEmpty()) {
            redirecting.add(account.id());
        }
        for (Redirected redirected : filed.redirects()) {
            redirect(drafts, account, recipient, redirected);
        }
        for (Notice notice : filed.notices()) {
            notices.add(notice);
            notice.fcc().ifPresent(copy -> noticeCopies.add(new NoticeCopy(account.id(), copy)));
        }
        if (!filed.memory().isEmpty()) {
            afterwards.add(() -> remember(filed));
        }
    }

    /// Whether this account's copy belongs among the junk: what was found out about the message,
    /// and what the account's owner has taught.
    private boolean junk(Drafts drafts, Account account, Address recipient) {
        var suspicion = traits.suspicion();
        boolean found = suspicion.junk().test(recipient.domain());
        if (!suspicion.stranger()) {
            return found;
        }
        var opinion =
                filing.taste()
                        .of(
                                account.id(),
                                new Tasted(
                                        drafts.form().content(),
                                        drafts.form().head(),
                                        suspicion.author(),
                                        found));
        if (!opinion.sentence().isEmpty()) {
            filtered(account, opinion.sentence());
        }
        return opinion.junk();
    }

    private boolean loops(Account account) {
        try {
            return !traits.passable() || marks().passed(account.address());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void place(Drafts drafts, Account account, Address recipient, Placement placement) {
        var recipients = holders.computeIfAbsent(account.id(), _ -> new ArrayList<>());
        if (!recipients.contains(recipient)) {
            recipients.add(recipient);
        }
        drafts.copy(
                placement.content(),
                new LocalCopy(account.id(), placement.mailbox(), placement.flags()));
    }

    private void refuse(Address recipient, Refusal refusal) {
        if (!refusal.quietly()) {
            failed.add(new Failed(recipient, "5.7.1", refusal.reason()));
        }
    }

    private void redirect(Drafts drafts, Account account, Address recipient, Redirected redirected)
            throws IOException {
        var target = redirected.to();
        var leg = new Leg(recipient, account.address(), Optional.of(account));
        if (!filing.store().directory().local(target.domain())) {
            var wished = DsnWish.of(wishes(leg), redirected.wishes());
            var to = new Relayed(target, wished);
            passed.add(new Passed(drafts.form(), redirected.content(), leg, to));
            return;
        }
        var poster = new Poster(envelope.reversePath(), Optional.of(account), true);
        var expansion = filing.addresses().expand(List.of(target), poster);
        for (Stream stream : expansion.streams()) {
            for (Account holder : stream.accounts().keySet()) {
                file(drafts, holder, target);
            }
            for (Address elsewhere : stream.elsewhere().keySet()) {
                var to = new Relayed(elsewhere, wishes(leg));
                passed.add(new Passed(drafts.form(), redirected.content(), leg, to));
            }
        }
        if (expansion.streams().isEmpty()) { // to nobody: it stays where it is
            place(drafts, account, recipient, INBOX);
        }
    }

    private void remember(Filed filed) {
        try {
            boolean _ = filing.store().register().put(filed.memory());
        } catch (IOException e) {
            LOG.warn("event=sieve-memory id={} outcome=lost", letter.id(), e);
        }
    }

    private void trace(Account account, Filed filed) {
        filed.sentences().forEach(sentence -> filtered(account, sentence));
    }

    private void filtered(Account account, String sentence) {
        filing.store()
                .trace()
                .record(
                        new TraceEvent(
                                filing.clock().instant(),
                                letter.id(),
                                TraceStep.FILTERED,
                                sentence,
                                Map.of(TraceEvent.ACCOUNT, account.address().toString())));
    }

    /// What came of redirects, of circles, and of answers.
    private void rest() throws IOException {
        for (var owing : owed.entrySet()) { // redirected in a circle: it stays where that closes
            if (!holders.containsKey(owing.getKey()) && redirecting.contains(owing.getKey())) {
                var copy = new LocalCopy(owing.getKey(), MailboxName.INBOX, Flags.NONE);
                holders.put(owing.getKey(), List.of(owing.getValue().recipient()));
                together.add(owing.getValue().form().incoming(List.of(copy), List.of()));
            }
        }
        for (Passed one : passed) {
            var content = one.content.orElse(one.form.content());
            var sent = passedOn(one.form, Drafts.unstamped(content), one.leg.via());
            together.add(sent.incoming(List.of(), List.of(one.to)));
        }
        var answers = new Answers(filing, letter);
        for (Notice notice : notices) {
            together.addAll(answers.incomings(notice.mail()));
        }
        for (NoticeCopy copy : noticeCopies) {
            together.add(answers.copy(copy.account, copy.placement));
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
