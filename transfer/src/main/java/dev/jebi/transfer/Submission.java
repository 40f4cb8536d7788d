package dev.jebi.transfer;

import dev.jebi.address.Address;
import dev.jebi.address.Domain;
import dev.jebi.address.ReversePath;
import dev.jebi.content.Content;
import dev.jebi.guard.Allowance;
import dev.jebi.mailstore.Account;
import dev.jebi.mailstore.MailStore;
import dev.jebi.mailstore.Trace;
import dev.jebi.mime.ImapAddress;
import dev.jebi.mime.MessageHead;
import dev.jebi.mime.MessageParser;
import dev.jebi.mime.MimeLimits;
import dev.jebi.smtp.ForwardPath;
import dev.jebi.smtp.Reply;
import dev.jebi.transfer.Delivery.Ready;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/// New mail from account holders (RFC 6409). From and the reverse-path must be the account's own.
/// What a message must have and lacks is written above it: Date and Message-ID (RFC 6409 §8.2,
/// §8.3) and, where it has no From at all, From. Bcc fields are left out, for no recipient may see
/// them (RFC 5322 §3.6.3), and fields that say we wrote them (RFC 8601 §5); every other octet stays
/// as it came. Safe for use by several threads.
public final class Submission implements Intake {
    private static final Reply NOT_YOURS =
            Reply.of(550, "5.7.1", "The From address is not one of yours");

    private final Filing filing;
    private final MailStore store;
    private final Recipients recipients;
    private final Delivery delivery;
    private final TraceFields trace;
    private final ReceptionLimits limits;
    private final String hostname;
    private final InstantSource clock;
    private volatile Optional<Allowance> allowance = Optional.empty();

    /// A submission into a store.
    ///
    /// @param hostname what this host calls itself in trace fields and Message-IDs
    public Submission(
            MailStore store,
            String hostname,
            BounceWriter bounces,
            ReceptionLimits limits,
            InstantSource clock) {
        this(Filing.standard(store, hostname, clock), hostname, bounces, limits, clock);
    }

    /// A submission into the store of a filing.
    ///
    /// @param hostname what this host calls itself in trace fields and Message-IDs
    public Submission(
            Filing filing,
            String hostname,
            BounceWriter bounces,
            ReceptionLimits limits,
            InstantSource clock) {
        this.filing = filing;
        this.hostname = hostname;
        this.store = filing.store();
        this.recipients = new Recipients(filing);
        this.delivery = new Delivery(filing, bounces, limits);
        this.trace = new TraceFields(hostname);
        this.limits = limits;
        this.clock = clock;
    }

    /// Where it is written down what becomes of messages.
    public Trace trace() {
        return store.trace();
    }

    /// Limits how many recipients elsewhere an account may write to from now on.
    public void limit(Allowance limit) {
        allowance = Optional.of(limit);
    }

    /// Whoever has stolen a password writes to thousands; hosts that are trusted may.
    private Optional<Reply> tooMany(ClientIdentity client, Account account, Envelope envelope) {
        if (client.trusted() || client.address().isLoopbackAddress()) {
            return Optional.empty();
        }
        long elsewhere =
                envelope.recipients().stream().filter(Recipient.Remote.class::isInstance).count();
        return allowance
                .flatMap(limit -> limit.spend(account.address().toString(), (int) elsewhere))
                .map(denial -> Reply.of(450, "4.7.1", "Not sent: " + denial.sentence()));
    }

    @Override
    public Optional<Reply> sender(ClientIdentity client, ReversePath from) {
        var account = account(client);
        if (account.isEmpty()) { // RFC 6409 §4.3
            return Optional.of(Reply.of(530, "5.7.0", "Sign in with AUTH first"));
        }
        if (from.address().isPresent() && !owns(account.get(), from.address().get())) {
            return Optional.of(
                    Reply.of(550, "5.7.1", "You are not " + from + "; send with your own address"));
        }
        return Optional.empty();
    }

    @Override
    public RecipientVerdict recipient(
            ClientIdentity client,
            ReversePath from,
            ForwardPath to,
            OptionalLong size,
            Claims claims) {
        return recipients.decide(to, true, size, claims);
    }

    @Override
    public Reply accept(ClientIdentity client, Envelope envelope, Arrived arrived)
            throws IOException {
        var refusal = Strictness.check(arrived, true, envelope.wishes().body());
        if (refusal.isPresent()) {
            return refusal.get();
        }
        var account = account(client);
        if (account.isEmpty()) { // removed since it signed in
            return Reply.of(530, "5.7.0", "Sign in with AUTH first");
        }
        var header = HeaderSection.of(arrived.content(), limits.headerOctets());
        if (header.count("Received") > limits.hops()) { // RFC 5321 §6.3
            return Reply.of(554, "5.4.6", "Too many hops: the message is in a loop");
        }
        if (!header.complete()) {
            return Reply.of(554, "5.6.0", "The header section is too large");
        }
        if (header.count("From") > 1) { // RFC 5322 §3.6
            return Reply.of(554, "5.6.0", "A message has one From field");
        }
        var now = clock.instant();
        String returnPath = TraceFields.returnPath(envelope.reversePath());
        String above =
                trace.received(client, envelope, arrived.id(), now)
                        + completion(header, account.get(), now);
        var sent =
                Content.concat(
                        Content.of(above.getBytes(StandardCharsets.UTF_8)),
                        bare(arrived.content(), header));
        var content =
                Content.concat(
                        Content.of(returnPath.getBytes(StandardCharsets.UTF_8)),
                        filing.sealer().signed(sent));
        var head = MessageParser.parse(content, MimeLimits.STANDARD);
        if (!authored(account.get(), head)) {
            return NOT_YOURS;
        }
        var tooMany = tooMany(client, account.get(), envelope);
        if (tooMany.isPresent()) {
            return tooMany.get();
        }
        var ready =
                new Ready(
                        content,
                        returnPath.getBytes(StandardCharsets.UTF_8).length,
                        head,
                        now,
                        arrived.eightBit(),
                        International.needed(envelope, header));
        var asked = TlsRequired.in(envelope, header, arrived.content());
        return delivery.deliver(client, asked, arrived, ready);
    }

    private Optional<Account> account(ClientIdentity client) {
        return client.login().flatMap(store.directory()::account).filter(Account::active);
    }

    private boolean owns(Account account, Address address) {
        return filing.addresses().mayBe(account, address);
    }

    /// What the header section lacks; and the empty line, where the content begins with no header
    /// section at all.
    private String completion(HeaderSection header, Account account, Instant now) {
        var fields = new StringBuilder();
        if (!header.has("Date")) {
            fields.append(TraceFields.dateField(now));
        }
        if (!header.has("Message-ID")) {
            fields.append(trace.messageId(UUID.randomUUID().toString()));
        }
        if (!header.has("From")) {
            fields.append("From: ").append(account.address()).append("\r\n");
        }
        if (!header.started()) {
            fields.append("\r\n");
        }
        return fields.toString();
    }

    private Content bare(Content content, HeaderSection header) throws IOException {
        var dropped = new ArrayList<HeaderSection.Field>();
        for (var field : header.fields()) {
            if (blind(field) || ForgedResults.forged(content, field, hostname)) {
                dropped.add(field);
            }
        }
        if (dropped.isEmpty()) {
            return content;
        }
        var kept = new ByteArrayOutputStream();
        int from = 0;
        for (var field : dropped) {
            kept.write(content.octets(from, field.offset() - from));
            from = field.end();
        }
        return Content.concat(
                Content.of(kept.toByteArray()), content.slice(from, content.size() - from));
    }

    private static boolean blind(HeaderSection.Field field) {
        return field.name().equalsIgnoreCase("Bcc") || field.name().equalsIgnoreCase("Resent-Bcc");
    }

    /// Whether each author is the account.
    private boolean authored(Account account, MessageHead head) {
        List<ImapAddress> authors =
                head.envelope().from().stream().filter(a -> a.host().isPresent()).toList();
        return !authors.isEmpty()
                && authors.stream()
                        .allMatch(a -> address(a).filter(x -> owns(account, x)).isPresent());
    }

    private static Optional<Address> address(ImapAddress author) {
        String local = utf8(author.mailbox().orElse(""));
        String domain = utf8(author.host().orElse(""));
        try {
            return Optional.of(
                    local.startsWith("\"")
                            ? Address.parse(local + "@" + domain)
                            : new Address(local, Domain.parse(domain)));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // nobody's address
        }
    }

    /// An ENVELOPE holds raw octets, one char each.
    private static String utf8(String raw) {
        return new String(raw.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
