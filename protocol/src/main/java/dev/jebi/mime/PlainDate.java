package dev.jebi.mime;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.OptionalLong;

/// Reads a date that is written as RFC 5322 §3.3 has it, such as `Thu, 12 Feb 2026 13:45:00 +0100`,
/// without patterns and objects; anything else is left to [MailDate]. For one thread.
final class PlainDate {
    private static final String MONTHS = "JanFebMarAprMayJunJulAugSepOctNovDec";
    private static final int NONE = -1;

    /// Longer ones are not read at a glance.
    private static final int LONGEST = 100;

    private final String text;
    private int at;

    private PlainDate(String text) {
        this.text = text;
    }

    /// Seconds since 1970; empty when it is not written so.
    static OptionalLong seconds(String value) {
        return value.length() > LONGEST ? OptionalLong.empty() : new PlainDate(value).read();
    }

    private OptionalLong read() {
        weekday();
        int day = number(1, 2);
        boolean spaced = take(' ');
        int month = month();
        spaced &= take(' ');
        int year = number(4, 4);
        spaced &= take(' ');
        if (!spaced || day < 1 || month < 1 || year < 1000) {
            return OptionalLong.empty();
        }
        long time = time();
        if (time < 0 || !take(' ') || day > YearMonth.of(year, month).lengthOfMonth()) {
            return OptionalLong.empty();
        }
        int offset = offset();
        if (offset == Integer.MIN_VALUE || !ends()) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                LocalDate.of(year, month, day).toEpochDay() * 86_400 + time - offset);
    }

    private void weekday() {
        if (text.length() > 5 && text.charAt(3) == ',' && text.charAt(4) == ' ') {
            at = letters(0, 3) ? 5 : 0;
            take(' ');
        }
    }

    private boolean letters(int from, int end) {
        for (int i = from; i < end; i++) {
            char c = (char) (text.charAt(i) | 0x20);
            if (c < 'a' || c > 'z') {
                return false;
            }
        }
        return true;
    }

    private boolean take(char c) {
        if (at < text.length() && text.charAt(at) == c) {
            at++;
            return true;
        }
        return false;
    }

    private int number(int least, int most) {
        int number = 0;
        int first = at;
        while (at < text.length() && at - first < most) {
            int digit = text.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                break;
            }
            number = number * 10 + digit;
            at++;
        }
        return at - first < least ? NONE : number;
    }

    private int month() {
        for (int i = 0; i < MONTHS.length(); i += 3) {
            if (text.startsWith(MONTHS.substring(i, i + 3), at)) {
                at += 3;
                return i / 3 + 1;
            }
        }
        return NONE;
    }

    private long time() {
        int hour = number(2, 2);
        boolean whole = take(':');
        int minute = number(2, 2);
        int second = take(':') ? number(2, 2) : 0;
        whole &= hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
        return whole && second >= 0 && second < 60 ? hour * 3600L + minute * 60L + second : NONE;
    }

    private int offset() {
        boolean minus = take('-');
        if (!minus && !take('+')) {
            return Integer.MIN_VALUE;
        }
        int number = number(4, 4);
        if (number < 0 || number / 100 >= 18 || number % 100 >= 60) {
            return Integer.MIN_VALUE;
        }
        int seconds = number / 100 * 3600 + number % 100 * 60;
        return minus ? -seconds : seconds;
    }

    /// Nothing more but a comment of letters, digits and signs such as `(CEST)`.
    private boolean ends() {
        if (at == text.length()) {
            return true;
        }
        if (!text.startsWith(" (", at)) {
            return false;
        }
        for (int i = at + 2; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '(' || c == ')' || c == '\\') {
                return false;
            }
        }
        return text.charAt(text.length() - 1) == ')';
    }
}
