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

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Date;
import java.util.List;
import java.util.Optional;

/// A search as an IMAP server is asked it (RFC 9051 §6.4.4).
public final class ServerTerms {
    private ServerTerms() {}

    /// The term, or nothing when everything fits.
    public static Optional<SearchTerm> of(Query query) {
        return switch (query) {
            case Query.All(var parts) -> all(parts);
            case Query.Any(var parts) -> any(parts);
            case Query.Not(var part) ->
                    // whatever is not everything is nothing
                    Optional.of(new NotTerm(of(part).orElseGet(ServerTerms::everything)));
            case Query.Text(var where, var text) -> Optional.of(text(where, text));
            case Query.Flag(var name) -> Optional.of(new FlagTerm(flags(name), true));
            case Query.Attachment _ ->
                    Optional.of(new HeaderTerm("Content-Type", "multipart/mixed"));
            case Query.Before(var day) -> received(ComparisonTerm.LT, day);
            case Query.Since(var day) -> received(ComparisonTerm.GE, day);
            case Query.Larger(long octets) -> size(ComparisonTerm.GT, octets);
            case Query.Smaller(long octets) -> size(ComparisonTerm.LT, octets);
            case Query.In _ -> Optional.empty(); // said by where it is asked
        };
    }

    private static SearchTerm everything() {
        var seen = new FlagTerm(new Flags(Flags.Flag.SEEN), true);
        return new OrTerm(seen, new NotTerm(seen));
    }

    private static Optional<SearchTerm> all(List<Query> parts) {
        List<SearchTerm> terms =
                parts.stream().map(ServerTerms::of).flatMap(Optional::stream).toList();
        return terms.size() <= 1
                ? terms.stream().findFirst()
                : Optional.of(new AndTerm(terms.toArray(SearchTerm[]::new)));
    }

    private static Optional<SearchTerm> any(List<Query> parts) {
        List<Optional<SearchTerm>> terms = parts.stream().map(ServerTerms::of).toList();
        if (terms.stream().anyMatch(Optional::isEmpty)) {
            return Optional.empty();
        }
        return Optional.of(
                new OrTerm(terms.stream().map(Optional::orElseThrow).toArray(SearchTerm[]::new)));
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

    private static Optional<SearchTerm> received(int comparison, LocalDate day) {
        var start = Date.from(day.atStartOfDay(ZoneId.systemDefault()).toInstant());
        return Optional.of(new ReceivedDateTerm(comparison, start));
    }

    private static Optional<SearchTerm> size(int comparison, long octets) {
        return Optional.of(new SizeTerm(comparison, (int) Math.min(octets, Integer.MAX_VALUE)));
    }
}
