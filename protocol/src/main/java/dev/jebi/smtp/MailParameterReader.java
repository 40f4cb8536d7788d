package dev.jebi.smtp;

import static dev.jebi.smtp.ParameterList.check;

import dev.jebi.smtp.DeliveryWishes.Body;
import dev.jebi.smtp.DeliveryWishes.DeliverBy;
import dev.jebi.smtp.DeliveryWishes.Returned;
import dev.jebi.smtp.MailParameters.By;
import dev.jebi.smtp.MailParameters.Hold;

import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The reader of the parameters of MAIL (RFC 5321 §4.1.1.11); for one line.
final class MailParameterReader {
    /// RFC 1870 §4: at most twenty digits.
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,20}");

    /// RFC 4865 §3: from one to 999,999,999 seconds.
    private static final Pattern INTERVAL = Pattern.compile("0*[1-9][0-9]{0,8}");

    /// RFC 2852 §4.
    private static final Pattern BY =
            Pattern.compile("(?<time>[-+]?[0-9]{1,9});(?<mode>[NR])(?<trace>T?)");

    /// RFC 6710 §3.
    private static final Pattern PRIORITY = Pattern.compile("-?[0-9]");

    /// RFC 3461 §5.4.
    private static final int MAX_ENVELOPE_ID = 100;

    private final boolean submission;
    private OptionalLong size = OptionalLong.empty();
    private Body body = Body.SEVEN_BIT;
    private boolean utf8;
    private Optional<String> auth = Optional.empty();
    private Optional<Returned> returned = Optional.empty();
    private Optional<String> envelopeId = Optional.empty();
    private boolean requireTls;
    private Optional<Hold> hold = Optional.empty();
    private Optional<By> by = Optional.empty();
    private OptionalInt priority = OptionalInt.empty();

    private MailParameterReader(boolean submission) {
        this.submission = submission;
    }

    static MailParameters read(String text, Dialect dialect) throws SyntaxRefusal {
        if (text.isEmpty()) {
            return MailParameters.NONE;
        }
        var reader = new MailParameterReader(dialect == Dialect.SUBMISSION);
        for (var parameter : ParameterList.read(text).entrySet()) {
            reader.take(parameter.getKey(), parameter.getValue());
        }
        return new MailParameters(
                reader.size,
                reader.body,
                reader.utf8,
                reader.auth,
                reader.returned,
                reader.envelopeId,
                reader.requireTls,
                reader.hold,
                reader.by,
                reader.priority);
    }

    private void take(String keyword, String value) throws SyntaxRefusal {
        switch (keyword) {
            case "SIZE" -> size = OptionalLong.of(size(value));
            case "BODY" -> body = body(value);
            case "SMTPUTF8" -> {
                check(value.isEmpty(), "SMTPUTF8 has no value");
                utf8 = true;
            }
            case "AUTH" -> { // RFC 4954 §5
                check(XtextReader.valid(value), "Syntax: AUTH=<> or AUTH=xtext");
                auth = Optional.of(value);
            }
            case "RET" -> returned = Optional.of(returned(value));
            case "ENVID" -> envelopeId = Optional.of(envelopeId(value));
            case "REQUIRETLS" -> { // RFC 8689 §2
                check(value.isEmpty(), "REQUIRETLS has no value");
                requireTls = true;
            }
            default -> takeOfSubmission(keyword, value);
        }
    }

    /// Extensions for account holders alone.
    private void takeOfSubmission(String keyword, String value) throws SyntaxRefusal {
        if (!submission) {
            throw ParameterList.unknown(keyword);
        }
        switch (keyword) {
            case "HOLDFOR" -> {
                check(INTERVAL.matcher(value).matches(), "Syntax: HOLDFOR=seconds");
                hold(new Hold.For(Long.parseLong(value)));
            }
            case "HOLDUNTIL" -> hold(until(value));
            case "BY" -> by = Optional.of(by(value));
            case "MT-PRIORITY" -> {
                check(PRIORITY.matcher(value).matches(), "Syntax: MT-PRIORITY=-9 to 9");
                priority = OptionalInt.of(Integer.parseInt(value));
            }
            default -> throw ParameterList.unknown(keyword);
        }
    }

    private static long size(String value) throws SyntaxRefusal {
        check(SIZE.matcher(value).matches(), "Syntax: SIZE=octets");
        return value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static Body body(String value) throws SyntaxRefusal {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "7BIT" -> Body.SEVEN_BIT;
            case "8BITMIME" -> Body.EIGHT_BIT_MIME;
            case "BINARYMIME" -> Body.BINARY_MIME;
            default ->
                    throw new SyntaxRefusal(
                            501, "5.5.4", "Syntax: BODY=7BIT, BODY=8BITMIME or BODY=BINARYMIME");
        };
    }

    private static Returned returned(String value) throws SyntaxRefusal {
        return switch (value.toUpperCase(Locale.ROOT)) {
            case "FULL" -> Returned.FULL;
            case "HDRS" -> Returned.HEADER;
            default -> throw new SyntaxRefusal(501, "5.5.4", "Syntax: RET=FULL or RET=HDRS");
        };
    }

    private static String envelopeId(String value) throws SyntaxRefusal {
        check(
                value.length() <= MAX_ENVELOPE_ID,
                "ENVID has at most " + MAX_ENVELOPE_ID + " characters");
        var decoded = XtextReader.printable(value);
        check(decoded.isPresent(), "Syntax: ENVID=xtext");
        return decoded.orElseThrow();
    }

    private void hold(Hold wish) throws SyntaxRefusal {
        check(hold.isEmpty(), "HOLDFOR or HOLDUNTIL, not both"); // RFC 4865 §4
        hold = Optional.of(wish);
    }

    private static Hold until(String value) throws SyntaxRefusal {
        try {
            return new Hold.Until(OffsetDateTime.parse(value.toUpperCase(Locale.ROOT)).toInstant());
        } catch (DateTimeParseException _) {
            throw new SyntaxRefusal(501, "5.5.4", "Syntax: HOLDUNTIL=2030-01-31T08:00:00Z");
        }
    }

    private static By by(String value) throws SyntaxRefusal {
        var match = BY.matcher(value.toUpperCase(Locale.ROOT));
        check(match.matches(), "Syntax: BY=seconds;N or BY=seconds;R");
        long seconds = Long.parseLong(match.group("time"));
        var mode = match.group("mode").equals("R") ? DeliverBy.Mode.RETURN : DeliverBy.Mode.NOTIFY;
        // RFC 2852 §4: what is to be returned when it is late has some time
        check(seconds > 0 || mode == DeliverBy.Mode.NOTIFY, "BY with R needs a positive time");
        return new By(seconds, mode, !match.group("trace").isEmpty());
    }
}
