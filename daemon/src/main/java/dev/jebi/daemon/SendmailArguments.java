package dev.jebi.daemon;

import dev.jebi.smtp.DeliveryWishes.Returned;
import dev.jebi.smtp.RecipientWishes.Notice;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/// The arguments of `sendmail` as programs have given them for forty years: a letter, its value in
/// the same word or in the next.
final class SendmailArguments {
    /// Options that take a value; those that nobody needs are read and forgotten.
    private static final String WITH_VALUE = "ABCDFLNORVXbdefhopqr";

    /// What is wanted.
    enum Mode {
        SEND,
        SMTP,
        QUEUE,
        NOTHING
    }

    final List<String> recipients = new ArrayList<>();
    Mode mode = Mode.SEND;
    boolean fromHeader;
    boolean dotsAreText;
    Optional<String> sender = Optional.empty();
    Optional<String> fullName = Optional.empty();
    Optional<Set<Notice>> notices = Optional.empty();
    Optional<Returned> returned = Optional.empty();
    Optional<String> envelopeId = Optional.empty();

    private SendmailArguments() {}

    /// Reads them.
    ///
    /// @throws Failure when they make no sense
    static SendmailArguments read(List<String> words) {
        var read = new SendmailArguments();
        Deque<String> left = new ArrayDeque<>(words);
        boolean options = true;
        while (!left.isEmpty()) {
            String word = left.pop();
            if (options && word.equals("--")) {
                options = false;
            } else if (options && word.length() > 1 && word.startsWith("-")) {
                read.option(word, left);
            } else {
                read.recipients.add(word);
            }
        }
        return read;
    }

    private void option(String word, Deque<String> left) {
        for (int i = 1; i < word.length(); i++) {
            char letter = word.charAt(i);
            if (WITH_VALUE.indexOf(letter) >= 0) {
                String value = word.substring(i + 1);
                if (value.isEmpty() && optional(letter)) {
                    take(letter, "");
                } else if (value.isEmpty() && left.isEmpty()) {
                    throw usage("-" + letter + " takes a value");
                } else {
                    take(letter, value.isEmpty() ? left.pop() : value);
                }
                return;
            }
            flag(letter);
        }
    }

    /// `-q` and `-e` and `-d` and `-o` take a value in the same word or none.
    private static boolean optional(char letter) {
        return letter == 'q' || letter == 'd' || letter == 'e';
    }

    private void flag(char letter) {
        switch (letter) {
            case 't' -> fromHeader = true;
            case 'i' -> dotsAreText = true;
            case 'v', 'n', 'm', 'U', 'G', 's', 'w', 'x' -> {} // of no meaning here
            default -> throw usage("no option -" + letter);
        }
    }

    private void take(char letter, String value) {
        switch (letter) {
            case 'f', 'r' -> sender = Optional.of(value);
            case 'F' -> fullName = Optional.of(value);
            case 'N' -> notices = Optional.of(notices(value));
            case 'R' -> returned = Optional.of(returned(value));
            case 'V' -> envelopeId = Optional.of(value);
            case 'b' -> mode = mode(value);
            case 'q' -> mode = Mode.NOTHING; // the server flushes its queue itself
            case 'o' -> dotsAreText |= value.equals("i");
            default -> {} // of no meaning here
        }
    }

    private static Set<Notice> notices(String value) {
        var notices = EnumSet.noneOf(Notice.class);
        if (!value.equalsIgnoreCase("never")) {
            for (String word : value.split(",", -1)) {
                try {
                    notices.add(Notice.valueOf(word.strip().toUpperCase(Locale.ROOT)));
                } catch (IllegalArgumentException _) {
                    throw usage("-N takes never, or some of success,failure,delay");
                }
            }
        }
        return notices;
    }

    private static Returned returned(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "full" -> Returned.FULL;
            case "hdrs" -> Returned.HEADER;
            default -> throw usage("-R takes full or hdrs");
        };
    }

    private static Mode mode(String value) {
        return switch (value) {
            case "m" -> Mode.SEND;
            case "s" -> Mode.SMTP;
            case "p" -> Mode.QUEUE;
            case "i" -> Mode.NOTHING; // newaliases: aliases are looked up where they are
            default -> throw usage("no mode -b" + value);
        };
    }

    static Failure usage(String why) {
        return new Failure(ExitCode.USAGE, "sendmail: " + why);
    }
}
