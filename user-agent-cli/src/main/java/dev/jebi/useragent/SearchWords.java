package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;

import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.search.AndTerm;
import jakarta.mail.search.BodyTerm;
import jakarta.mail.search.ComparisonTerm;
import jakarta.mail.search.FlagTerm;
import jakarta.mail.search.FromStringTerm;
import jakarta.mail.search.OrTerm;
import jakarta.mail.search.ReceivedDateTerm;
import jakarta.mail.search.RecipientStringTerm;
import jakarta.mail.search.SearchTerm;
import jakarta.mail.search.SubjectTerm;

import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;

/// The words of a search: `from:kim subject:"the report" since:2026-11-01 swallow`. All must match.
final class SearchWords {
    /// What stands between blanks, where quotes hold blanks together.
    private static final Pattern WORD = Pattern.compile("(?:[^\\s\"]|\"[^\"]*\"?)+");

    private SearchWords() {}

    static Optional<SearchTerm> term(String words, boolean unseen) {
        var terms = new ArrayList<SearchTerm>();
        if (unseen) {
            terms.add(new FlagTerm(new Flags(Flags.Flag.SEEN), false));
        }
        var word = WORD.matcher(words);
        while (word.find()) {
            terms.add(term(word.group().replace("\"", "")));
        }
        return switch (terms.size()) {
            case 0 -> Optional.empty();
            case 1 -> Optional.of(terms.getFirst());
            default -> Optional.of(new AndTerm(terms.toArray(SearchTerm[]::new)));
        };
    }

    private static SearchTerm term(String word) {
        int colon = word.indexOf(':');
        String text = word.substring(colon + 1);
        return switch (colon < 0 ? "" : word.substring(0, colon)) {
            case "from" -> new FromStringTerm(text);
            case "to" -> new RecipientStringTerm(Message.RecipientType.TO, text);
            case "subject" -> new SubjectTerm(text);
            case "before" -> new ReceivedDateTerm(ComparisonTerm.LT, day(text));
            case "since" -> new ReceivedDateTerm(ComparisonTerm.GE, day(text));
            default ->
                    new OrTerm(
                            new SearchTerm[] {
                                new SubjectTerm(word), new FromStringTerm(word), new BodyTerm(word)
                            });
        };
    }

    private static Date day(String text) {
        try {
            return Date.from(
                    LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant());
        } catch (DateTimeParseException e) {
            throw new Failure(
                    Failure.Kind.USAGE, "'" + text + "' is no date; write it as 2026-11-22", e);
        }
    }
}
