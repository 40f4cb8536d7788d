package dev.jebi.mailstore;

import dev.jebi.mailstore.SearchQuery.AddressField;
import dev.jebi.mailstore.SearchQuery.All;
import dev.jebi.mailstore.SearchQuery.And;
import dev.jebi.mailstore.SearchQuery.Body;
import dev.jebi.mailstore.SearchQuery.ChangedSince;
import dev.jebi.mailstore.SearchQuery.HasFlag;
import dev.jebi.mailstore.SearchQuery.HasKeyword;
import dev.jebi.mailstore.SearchQuery.Header;
import dev.jebi.mailstore.SearchQuery.Internal;
import dev.jebi.mailstore.SearchQuery.Larger;
import dev.jebi.mailstore.SearchQuery.Not;
import dev.jebi.mailstore.SearchQuery.Or;
import dev.jebi.mailstore.SearchQuery.Sent;
import dev.jebi.mailstore.SearchQuery.Smaller;
import dev.jebi.mailstore.SearchQuery.Subject;
import dev.jebi.mailstore.SearchQuery.Text;
import dev.jebi.mailstore.SearchQuery.Uids;
import dev.jebi.mailstore.SearchQuery.When;
import dev.jebi.mime.ImapAddress;
import dev.jebi.mime.ImapEnvelope;
import dev.jebi.mime.MailDate;
import dev.jebi.mime.MessageHead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.stream.LongStream;

/// A search query made ready: cheap questions first, so that a message is opened only when all that
/// is known of it in memory agrees. It scans; it is right without any index. Immutable.
final class Search {
    private final UidSet candidates;
    private final Criterion criterion;

    private Search(UidSet candidates, Criterion criterion) {
        this.candidates = candidates;
        this.criterion = criterion;
    }

    static Search of(SearchQuery query) {
        return new Search(candidates(query), compile(query));
    }

    /// The UIDs of the messages that match, ascending.
    long[] in(Mailbox mailbox) throws IOException {
        var found = LongStream.builder();
        try {
            mailbox.forEach(
                    candidates,
                    info -> {
                        if (matches(new SearchedMessage(mailbox, info))) {
                            found.add(info.uid().value());
                        }
                    });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        return found.build().toArray();
    }

    private boolean matches(SearchedMessage message) {
        try {
            return criterion.test().holds(message);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // through the mailbox's loop, to `in`
        }
    }

    /// A question about a message.
    private interface Test {
        boolean holds(SearchedMessage message) throws IOException;
    }

    /// What must be read to answer a question, the cheapest first.
    private enum Cost {
        MEMORY,
        HEAD,
        HEADER,
        CONTENT
    }

    private record Criterion(Cost cost, Test test) {
        static final Comparator<Criterion> CHEAP_FIRST = Comparator.comparing(Criterion::cost);
    }

    /// The messages that need to be looked at: those of the first UIDs that all must be among.
    private static UidSet candidates(SearchQuery query) {
        return switch (query) {
            case Uids(var uids) -> uids;
            case And(var queries) ->
                    queries.stream()
                            .filter(Uids.class::isInstance)
                            .findFirst()
                            .map(Search::candidates)
                            .orElse(UidSet.ALL);
            case SearchQuery _ -> UidSet.ALL;
        };
    }

    private static Criterion compile(SearchQuery query) {
        return switch (query) {
            case All _ -> memory(info -> true);
            case Uids(var uids) -> memory(info -> uids.contains(info.uid().value()));
            case HasFlag(var flag) -> memory(info -> info.flags().has(flag));
            case HasKeyword(var keyword) -> memory(info -> info.flags().has(keyword));
            case Larger(var octets) -> memory(info -> info.size() > octets);
            case Smaller(var octets) -> memory(info -> info.size() < octets);
            case ChangedSince(var modSeq) -> memory(info -> info.modSeq().compareTo(modSeq) >= 0);
            case Internal(var when, var day) -> memory(info -> is(arrived(info), when, day));
            case Sent(var when, var day) ->
                    envelope(envelope ->
                            envelope.date()
                                    .flatMap(MailDate::parse)
                                    .map(OffsetDateTime::toLocalDate)
                                    .filter(sent -> is(sent, when, day))
                                    .isPresent());
            case AddressField(var field, var text) -> addresses(field, new Needle(text));
            case Subject(var text) -> header("subject", text, false);
            case Header(var field, var text) -> header(field, text, text.isEmpty());
            case Body(var text) -> content(new Needle(text), false);
            case Text(var text) -> content(new Needle(text), true);
            case And(var queries) -> all(queries);
            case Or(var left, var right) -> either(compile(left), compile(right));
            case Not(var inner) -> not(compile(inner));
        };
    }

    private interface MemoryTest {
        boolean holds(MessageInfo info);
    }

    private static Criterion memory(MemoryTest test) {
        return new Criterion(Cost.MEMORY, message -> test.holds(message.info()));
    }

    private interface EnvelopeTest {
        boolean holds(ImapEnvelope envelope);
    }

    private static Criterion envelope(EnvelopeTest test) {
        return new Criterion(
                Cost.HEAD,
                message -> {
                    var envelope = message.head().map(MessageHead::envelope);
                    return envelope.isPresent() && test.holds(envelope.get());
                });
    }

    private static Criterion addresses(SearchQuery.Field field, Needle needle) {
        return envelope(envelope -> TextSearch.inAddresses(addresses(envelope, field), needle));
    }

    private static List<ImapAddress> addresses(ImapEnvelope envelope, SearchQuery.Field field) {
        return switch (field) {
            case FROM -> envelope.from();
            case TO -> envelope.to();
            case CC -> envelope.cc();
            case BCC -> envelope.bcc();
        };
    }

    /// RFC 9051 §6.4.4: with an empty text, HEADER asks whether the field is there.
    private static Criterion header(String field, String text, boolean present) {
        var needle = new Needle(text);
        return new Criterion(
                Cost.HEADER,
                message ->
                        present
                                ? message.header().first(field).isPresent()
                                : TextSearch.inField(message.header(), field, needle));
    }

    private static Criterion content(Needle needle, boolean headerToo) {
        return new Criterion(
                Cost.CONTENT,
                message -> {
                    var structure = message.head().map(MessageHead::structure);
                    var content = message.content();
                    if (structure.isEmpty() || content.isEmpty()) {
                        return false;
                    }
                    boolean above =
                            headerToo
                                    && (TextSearch.inHeader(message.header(), needle)
                                            || TextSearch.inNames(structure.get(), needle));
                    return above || TextSearch.inBody(content.get(), structure.get(), needle);
                });
    }

    private static Criterion all(List<SearchQuery> queries) {
        var parts = queries.stream().map(Search::compile).sorted(Criterion.CHEAP_FIRST).toList();
        return new Criterion(
                parts.isEmpty() ? Cost.MEMORY : parts.getLast().cost(),
                message -> {
                    for (Criterion part : parts) {
                        if (!part.test().holds(message)) {
                            return false;
                        }
                    }
                    return true;
                });
    }

    private static Criterion either(Criterion left, Criterion right) {
        boolean leftFirst = Criterion.CHEAP_FIRST.compare(left, right) <= 0;
        Test first = leftFirst ? left.test() : right.test();
        Test second = leftFirst ? right.test() : left.test();
        return new Criterion(
                leftFirst ? right.cost() : left.cost(),
                message -> first.holds(message) || second.holds(message));
    }

    private static Criterion not(Criterion inner) {
        return new Criterion(inner.cost(), message -> !inner.test().holds(message));
    }

    /// The day of the internal date, in the zone that INTERNALDATE tells it in.
    private static LocalDate arrived(MessageInfo info) {
        return LocalDate.ofInstant(info.internalDate(), ZoneOffset.UTC);
    }

    private static boolean is(LocalDate date, When when, LocalDate day) {
        return switch (when) {
            case BEFORE -> date.isBefore(day);
            case ON -> date.equals(day);
            case SINCE -> !date.isBefore(day);
        };
    }
}
