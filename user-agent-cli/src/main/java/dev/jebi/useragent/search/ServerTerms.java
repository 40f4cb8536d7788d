package dev.jebi.useragent.search;

import dev.jebi.useragent.search.Query.Where;

import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.FromStringTerm;
import jakarta.mail.search.HeaderTerm;
import jakarta.mail.search.NotTerm;
import jakarta.mail.search.OrTerm;
import jakarta.mail.search.ReceivedDateTerm;
import jakarta.mail.search.RecipientStringTerm;
import jakarta.mail.search.SearchTerm;
import jakarta.mail.search.SizeTerm;
import jakarta.mail.search.SubjectTerm;

import org.eclipse.angus.mail.imap.YoungerTerm;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;

/// A search as an IMAP server is asked it (RFC 9051 §6.4.4).
///
/// @param now what the server's intervals count from
/// @param intervals whether the server knows them (RFC 5032): with them a day begins when it does
///   in the person's time zone, without them when it does in the server's
public record ServerTerms(Instant now, boolean intervals) {
    /// Dates of IMAP have a year of four digits, and no mail is older.
    private static final LocalDate FIRST_DAY = LocalDate.of(1000, 1, 1);

    /// The term of what is left to ask in a mailbox; see [Query#in].
    public SearchTerm of(Query query) {
        return switch (query) {
            case Query.All(var parts) -> new AndTerm(all(parts));
            case Query.Any(var parts) -> new OrTerm(all(parts));
            case Query.Not(var part) -> new NotTerm(of(part));
            case Query.Text(var where, var text) -> text(where, text);
            case Query.Flag(var name) -> new FlagTerm(flags(name), true);
            case Query.Attachment _ -> new HeaderTerm("Content-Type", "multipart/mixed");
            case Query.Before(var day) -> before(day);
            case Query.Since(var day) -> since(day);
            case Query.Larger(long octets) -> size(ComparisonTerm.GT, octets);
            case Query.Smaller(long octets) -> size(ComparisonTerm.LT, octets);
            case Query.In _ ->
                    throw new IllegalArgumentException("known where it is asked: " + query);
        };
    }

    private SearchTerm[] all(List<Query> parts) {
        return parts.stream().map(this::of).toArray(SearchTerm[]::new);
    }

    private static SearchTerm text(Where where, String text) {
        return switch (where) {
            case FROM -> new FromStringTerm(text);
            case TO -> new RecipientStringTerm(Message.RecipientType.TO, text);
            case CC -> new RecipientStringTerm(Message.RecipientType.CC, text);
            case SUBJECT -> new SubjectTerm(text);
            case BODY -> new BodyTerm(text);
            case LIST -> new HeaderTerm("List-Id", text);
            case MESSAGE_ID -> new HeaderTerm("Message-ID", text);
            case ANYWHERE ->
                    new OrTerm(
                            new SearchTerm[] {
                                new SubjectTerm(text),
                                new FromStringTerm(text),
                                new RecipientStringTerm(Message.RecipientType.TO, text),
                                new RecipientStringTerm(Message.RecipientType.CC, text),
                                new BodyTerm(text)
                            });
        };
    }

    private static Flags flags(String name) {
        return switch (name) {
            case "seen" -> new Flags(Flags.Flag.SEEN);
            case "answered" -> new Flags(Flags.Flag.ANSWERED);
            case "flagged" -> new Flags(Flags.Flag.FLAGGED);
            case "deleted" -> new Flags(Flags.Flag.DELETED);
            case "draft" -> new Flags(Flags.Flag.DRAFT);
            default -> new Flags(name);
        };
    }

    private SearchTerm since(LocalDate day) {
        long seconds = secondsSince(day);
        return seconds > 0 ? new YoungerTerm((int) seconds) : received(ComparisonTerm.GE, day);
    }

    private SearchTerm before(LocalDate day) {
        long seconds = secondsSince(day);
        return seconds > 0
                ? new NotTerm(new YoungerTerm((int) seconds))
                : received(ComparisonTerm.LT, day);
    }

    /// How long ago that day began; 0 when the server cannot be asked so.
    private long secondsSince(LocalDate day) {
        Instant start = day.atStartOfDay(ZoneId.systemDefault()).toInstant();
        long seconds = Duration.between(start, now).plusNanos(999_999_999).toSeconds();
        return intervals && seconds <= Integer.MAX_VALUE ? Math.max(0, seconds) : 0;
    }

    private static SearchTerm received(int comparison, LocalDate day) {
        LocalDate told = day.isBefore(FIRST_DAY) ? FIRST_DAY : day;
        var start = Date.from(told.atStartOfDay(ZoneId.systemDefault()).toInstant());
        return new ReceivedDateTerm(comparison, start);
    }

    private static SearchTerm size(int comparison, long octets) {
        return new SizeTerm(comparison, (int) Math.min(octets, Integer.MAX_VALUE));
    }
}
