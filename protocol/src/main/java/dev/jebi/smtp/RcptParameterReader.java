package dev.jebi.smtp;

import static dev.jebi.smtp.ParameterList.check;

import dev.jebi.smtp.RecipientWishes.Notice;
import dev.jebi.smtp.RecipientWishes.OriginalRecipient;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// The reader of the parameters of RCPT (RFC 3461 §4.1, §4.2).
final class RcptParameterReader {
    /// RFC 3461 §5.4.
    private static final int MAX_ORIGINAL = 500;

    private static final Pattern TYPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9-]{0,63}");

    private RcptParameterReader() {}

    static RecipientWishes read(String text) throws SyntaxRefusal {
        if (text.isEmpty()) {
            return RecipientWishes.NONE;
        }
        Optional<Set<Notice>> notices = Optional.empty();
        Optional<OriginalRecipient> original = Optional.empty();
        for (var parameter : ParameterList.read(text).entrySet()) {
            switch (parameter.getKey()) {
                case "NOTIFY" -> notices = Optional.of(notices(parameter.getValue()));
                case "ORCPT" -> original = Optional.of(original(parameter.getValue()));
                default -> throw ParameterList.unknown(parameter.getKey());
            }
        }
        return new RecipientWishes(notices, original);
    }

    private static Set<Notice> notices(String value) throws SyntaxRefusal {
        var notices = EnumSet.noneOf(Notice.class);
        if (value.equalsIgnoreCase("NEVER")) { // RFC 3461 §4.1: alone
            return notices;
        }
        for (String word : value.split(",", -1)) {
            notices.add(
                    switch (word.toUpperCase(Locale.ROOT)) {
                        case "SUCCESS" -> Notice.SUCCESS;
                        case "FAILURE" -> Notice.FAILURE;
                        case "DELAY" -> Notice.DELAY;
                        default ->
                                throw new SyntaxRefusal(
                                        501,
                                        "5.5.4",
                                        "Syntax: NOTIFY=NEVER, or some of SUCCESS,FAILURE,DELAY");
                    });
        }
        return notices;
    }

    private static OriginalRecipient original(String value) throws SyntaxRefusal {
        check(value.length() <= MAX_ORIGINAL, "ORCPT has at most " + MAX_ORIGINAL + " characters");
        int semicolon = value.indexOf(';');
        check(semicolon > 0, "Syntax: ORCPT=rfc822;xtext");
        String type = value.substring(0, semicolon);
        check(TYPE.matcher(type).matches(), "Syntax: ORCPT=rfc822;xtext");
        String encoded = value.substring(semicolon + 1);
        var address =
                type.equalsIgnoreCase("utf-8") // RFC 6533 §3
                        ? XtextReader.international(encoded)
                        : XtextReader.printable(encoded);
        check(address.isPresent(), "ORCPT is not the xtext that it has to be");
        return new OriginalRecipient(type.toLowerCase(Locale.ROOT), address.orElseThrow());
    }
}
