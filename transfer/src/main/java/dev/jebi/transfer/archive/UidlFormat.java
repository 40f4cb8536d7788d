package dev.jebi.transfer.archive;

import dev.jebi.mailstore.UniqueIds;

import org.jspecify.annotations.Nullable;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// How another server makes POP3's unique ids, in Dovecot's notation (`pop3_uidl_format`): `%u` is
/// the UID, `%v` UIDVALIDITY, `%f` the name of the file; `%08Xu` is it in hexadecimal, of eight
/// digits at least.
public record UidlFormat(String pattern) {
    private static final Pattern PLACE = Pattern.compile("%(?:0?([0-9]{1,2}))?([Xx]?)([uvf])");

    /// What Dovecot does where nothing else was configured.
    public static final UidlFormat DOVECOT = new UidlFormat("%08Xu%08Xv");

    /// Checks the form.
    ///
    /// @throws IllegalArgumentException when it has something else
    public UidlFormat {
        String rest = PLACE.matcher(pattern).replaceAll("1");
        if (!UniqueIds.valid(rest) || rest.contains("%") || !PLACE.matcher(pattern).find()) {
            throw new IllegalArgumentException(
                    "'" + pattern + "' is no format of POP3 ids; write for example %08Xu%08Xv");
        }
    }

    /// The id of a message.
    String of(long uid, long uidValidity, String file) {
        return PLACE.matcher(pattern)
                .replaceAll(place ->
                        Matcher.quoteReplacement(
                                switch (place.group(3)) {
                                    case "u" -> number(uid, place.group(1), place.group(2));
                                    case "v" -> number(uidValidity, place.group(1), place.group(2));
                                    default -> file;
                                }));
    }

    private static String number(long number, @Nullable String width, String base) {
        String digits =
                switch (base) {
                    case "X", "x" -> Long.toHexString(number);
                    default -> Long.toString(number);
                };
        int least = width == null ? 0 : Integer.parseInt(width);
        return "0".repeat(Math.max(0, least - digits.length())) + digits;
    }
}
