package dev.jebi.smtp;

import dev.jebi.smtp.SmtpCommand.MailParameters;

import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The reader of the parameters of MAIL (RFC 5321 §4.1.1.11).
final class MailParameterReader {
    private static final Pattern KEYWORD = Pattern.compile("[A-Z0-9][A-Z0-9-]{0,31}");

    /// RFC 1870 §4: at most twenty digits.
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,20}");

    private static final Pattern XTEXT = Pattern.compile("([!-*,-<>-~]|\\+[0-9A-F]{2})+");

    private OptionalLong size = OptionalLong.empty();
    private boolean eightBit;
    private boolean utf8;
    private Optional<String> auth = Optional.empty();

    private MailParameterReader() {}

    static MailParameters read(String text) throws SyntaxRefusal {
        if (text.isEmpty()) {
            return MailParameters.NONE;
        }
        var reader = new MailParameterReader();
        var seen = new HashSet<String>();
        for (String parameter : text.split(" +")) {
            int equals = parameter.indexOf('=');
            String keyword =
                    (equals < 0 ? parameter : parameter.substring(0, equals))
                            .toUpperCase(Locale.ROOT);
            if (!KEYWORD.matcher(keyword).matches()) {
                throw new SyntaxRefusal(501, "5.5.4", "A parameter is KEYWORD=value");
            }
            if (!seen.add(keyword)) {
                throw new SyntaxRefusal(501, "5.5.4", keyword + " stands twice");
            }
            reader.take(keyword, equals < 0 ? "" : parameter.substring(equals + 1));
        }
        return new MailParameters(reader.size, reader.eightBit, reader.utf8, reader.auth);
    }

    private void take(String keyword, String value) throws SyntaxRefusal {
        switch (keyword) {
            case "SIZE" -> size = OptionalLong.of(size(value));
            case "BODY" -> eightBit = body(value);
            case "SMTPUTF8" -> {
                check(value.isEmpty(), "SMTPUTF8 has no value");
                utf8 = true;
            }
            case "AUTH" -> { // RFC 4954 §5
                check(XTEXT.matcher(value).matches(), "Syntax: AUTH=<> or AUTH=xtext");
                auth = Optional.of(value);
            }
            default ->
                    throw new SyntaxRefusal(
                            555, "5.5.4", "Unknown parameter " + keyword + "; EHLO lists them");
        }
    }

    private static long size(String value) throws SyntaxRefusal {
        check(SIZE.matcher(value).matches(), "Syntax: SIZE=octets");
        return value.length() > 18 ? Long.MAX_VALUE : Long.parseLong(value);
    }

    private static boolean body(String value) throws SyntaxRefusal {
        if (value.equalsIgnoreCase("BINARYMIME")) { // RFC 3030 §3: not offered
            throw new SyntaxRefusal(555, "5.5.4", "BINARYMIME is not offered here");
        }
        boolean eightBit = value.equalsIgnoreCase("8BITMIME");
        check(eightBit || value.equalsIgnoreCase("7BIT"), "Syntax: BODY=7BIT or BODY=8BITMIME");
        return eightBit;
    }

    private static void check(boolean right, String syntax) throws SyntaxRefusal {
        if (!right) {
            throw new SyntaxRefusal(501, "5.5.4", syntax);
        }
    }
}
