package dev.jebi.mailstore;

import dev.jebi.mailstore.Criterion.Cost;
import dev.jebi.mailstore.SearchQuery.AddressField;
import dev.jebi.mailstore.SearchQuery.All;
import dev.jebi.mailstore.SearchQuery.And;
import dev.jebi.mailstore.SearchQuery.Body;
import dev.jebi.mailstore.SearchQuery.ChangedSince;
import dev.jebi.mailstore.SearchQuery.Fuzzy;
import dev.jebi.mailstore.SearchQuery.HasEmail;
import dev.jebi.mailstore.SearchQuery.HasFlag;
import dev.jebi.mailstore.SearchQuery.HasKeyword;
import dev.jebi.mailstore.SearchQuery.Header;
import dev.jebi.mailstore.SearchQuery.InThread;
import dev.jebi.mailstore.SearchQuery.Internal;
import dev.jebi.mailstore.SearchQuery.Larger;
import dev.jebi.mailstore.SearchQuery.Not;
import dev.jebi.mailstore.SearchQuery.Or;
import dev.jebi.mailstore.SearchQuery.Received;
import dev.jebi.mailstore.SearchQuery.SaveDates;
import dev.jebi.mailstore.SearchQuery.Saved;
import dev.jebi.mailstore.SearchQuery.Sent;
import dev.jebi.mailstore.SearchQuery.Smaller;
import dev.jebi.mailstore.SearchQuery.Subject;
import dev.jebi.mailstore.SearchQuery.Text;
import dev.jebi.mailstore.SearchQuery.Uids;
import dev.jebi.mailstore.SearchQuery.When;
import dev.jebi.mailstore.search.MessageText;
import dev.jebi.mailstore.search.Needle;
import dev.jebi.mailstore.search.TextKind;
import dev.jebi.mime.HeaderText;
import dev.jebi.mime.ImapAddress;
import dev.jebi.mime.ImapEnvelope;
import dev.jebi.mime.MailDate;
import dev.jebi.mime.MessageHead;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;

/// Makes criteria of queries: of each text the index says beforehand which messages can have it.
record SearchCompiler(SearchScope scope, SearchQuery.Tolerance tolerance) {
    SearchCompiler(SearchScope scope) {
        this(scope, SearchQuery.Tolerance.NONE);
    }

    Criterion compile(SearchQuery query) {
        return switch (query) {
            case All _ -> memory(info -> true);
            case Uids(var uids) -> memory(info -> uids.contains(info.uid().value()));
            case HasFlag(var flag) -> memory(info -> info.flags().has(flag));
            case HasKeyword(var keyword) -> memory(info -> info.flags().has(keyword));
            case Larger(var octets) -> memory(info -> info.size() > octets);
            case Smaller(var octets) -> memory(info -> info.size() < octets);
            case ChangedSince(var modSeq) -> memory(info -> info.modSeq().compareTo(modSeq) >= 0);
            case Internal(var when, var day) ->
                    memory(info -> is(utc(info.internalDate()), when, day));
            case Received(var at, boolean before) -> received(at.getEpochSecond(), before);
            case Saved(var when, var day) -> memory(info -> is(utc(info.saved()), when, day));
            case SaveDates _ -> memory(info -> true);
            case HasEmail(var email) -> memory(info -> info.email().equals(email));
            case InThread(var thread) -> thread(thread);
            case Fuzzy(var inner, var more) -> new SearchCompiler(scope, more).compile(inner);
            case Sent(var when, var day) -> sent(when, day);
            case AddressField(var field, var text) ->
                    texts(text, sought -> addresses(field, sought));
            case Subject(var text) -> texts(text, this::subject);
            case Header(var field, var text) -> header(field, text);
            case Body(var text) -> texts(text, this::body);
            case Text(var text) -> texts(text, this::text);
            case And(var queries) -> Criterion.all(queries.stream().map(this::compile).toList());
            case Or(var left, var right) -> compile(left).or(compile(right));
            case Not(var inner) -> compile(inner).not();
        };
    }

    /// A text as a whole or, where more is let pass, word by word.
    private Criterion texts(String text, Function<Sought, Criterion> each) {
        return Criterion.all(Sought.of(text, tolerance).stream().map(each).toList());
    }

    private static Criterion received(long second, boolean before) {
        return memory(info -> {
            long then = info.internalDate().getEpochSecond();
            return before ? then <= second : then >= second;
        });
    }

    /// As [Mailbox#thread] has it.
    private static Criterion thread(ThreadId wanted) {
        return new Criterion(
                Cost.HEAD,
                message -> {
                    var head = message.head();
                    if (head.isEmpty()) {
                        return false;
                    }
                    long thread = Heads.thread(head.get());
                    return wanted.value()
                            == (thread == 0 ? message.info().email().value() : thread);
                });
    }

    private interface MemoryTest {
        boolean holds(MessageInfo info);
    }

    private static Criterion memory(MemoryTest test) {
        return new Criterion(Cost.MEMORY, message -> test.holds(message.info()));
    }

    private static Criterion sent(When when, LocalDate day) {
        return new Criterion(
                Cost.HEAD,
                message ->
                        message.head()
                                .flatMap(head -> head.envelope().date())
                                .flatMap(MailDate::parse)
                                .map(OffsetDateTime::toLocalDate)
                                .filter(date -> is(date, when, day))
                                .isPresent());
    }

    private Criterion addresses(SearchQuery.Field field, Sought sought) {
        return Criterion.among(
                sought.in(scope, Set.of(kind(field))),
                Cost.HEAD,
                message -> {
                    var envelope = message.head().map(MessageHead::envelope);
                    return envelope.isPresent()
                            && MessageText.addresses(
                                    addresses(envelope.get(), field), sought.visitor());
                });
    }

    private static TextKind kind(SearchQuery.Field field) {
        return switch (field) {
            case FROM -> TextKind.FROM;
            case TO -> TextKind.TO;
            case CC -> TextKind.CC;
            case BCC -> TextKind.BCC;
        };
    }

    private static List<ImapAddress> addresses(ImapEnvelope envelope, SearchQuery.Field field) {
        return switch (field) {
            case FROM -> envelope.from();
            case TO -> envelope.to();
            case CC -> envelope.cc();
            case BCC -> envelope.bcc();
        };
    }

    /// The head has one subject, which nearly always answers; only the header has them all.
    private Criterion subject(Sought sought) {
        return Criterion.among(
                sought.in(scope, Set.of(TextKind.SUBJECT)),
                Cost.HEADER,
                message ->
                        message.head()
                                        .flatMap(head -> head.envelope().subject())
                                        .map(HeaderText::decode)
                                        .filter(sought.visitor()::text)
                                        .isPresent()
                                || MessageText.field(
                                        message.header(), "subject", sought.visitor()));
    }

    /// RFC 9051 §6.4.4: with an empty text, HEADER asks whether the field is there.
    private Criterion header(String field, String text) {
        // the index has the name of a field in front of what it says
        var name = new Needle(field.toLowerCase(Locale.ROOT) + ": ");
        var there =
                Criterion.among(
                        scope.mayHave(name, Set.of(TextKind.HEADER)),
                        Cost.HEADER,
                        message -> message.header().first(field).isPresent());
        if (text.isEmpty()) {
            return there;
        }
        var has =
                texts(
                        text,
                        sought ->
                                Criterion.among(
                                        sought.in(scope, Set.of(TextKind.HEADER)),
                                        Cost.HEADER,
                                        message ->
                                                MessageText.field(
                                                        message.header(),
                                                        field,
                                                        sought.visitor())));
        return Criterion.all(List.of(there, has));
    }

    private Criterion body(Sought sought) {
        return Criterion.among(
                sought.in(scope, Set.of(TextKind.BODY)),
                Cost.CONTENT,
                message -> {
                    var structure = message.head().map(MessageHead::structure);
                    var content = message.content();
                    return structure.isPresent()
                            && content.isPresent()
                            && MessageText.body(content.get(), structure.get(), sought.visitor());
                });
    }

    private Criterion text(Sought sought) {
        return Criterion.among(
                sought.in(scope, EnumSet.of(TextKind.HEADER, TextKind.BODY)),
                Cost.CONTENT,
                message -> {
                    var structure = message.head().map(MessageHead::structure);
                    var content = message.content();
                    return structure.isPresent()
                            && content.isPresent()
                            && MessageText.all(
                                    content.get(),
                                    message.header(),
                                    structure.get(),
                                    sought.visitor());
                });
    }

    /// The day in the zone that INTERNALDATE is told in.
    private static LocalDate utc(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    private static boolean is(LocalDate date, When when, LocalDate day) {
        return switch (when) {
            case BEFORE -> date.isBefore(day);
            case ON -> date.equals(day);
            case SINCE -> !date.isBefore(day);
        };
    }
}
