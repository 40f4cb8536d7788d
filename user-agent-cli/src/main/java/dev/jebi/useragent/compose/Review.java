package dev.jebi.useragent.compose;

import dev.jebi.useragent.text.SafeText;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A last look at a letter before it goes: what stands in its way, and what the author may have
/// forgotten.
///
/// @param hindrances why it cannot be sent
/// @param warnings what may be meant so
public record Review(List<String> hindrances, List<String> warnings) {
    /// A person who writes to more than so many may have meant the author alone.
    private static final int MANY = 10;

    /// Most servers take no more (25 MB, a third of it lost to base64).
    private static final long HEAVY = 18L << 20;

    private static final Pattern PROMISE =
            Pattern.compile(
                    "(?iu)\\b(attach(e[ds]|ing|ments?)?|enclosed|im anhang"
                            + "|anbei|ci-joint)\\b|첨부|붙임|동봉");

    /// Looks at a letter.
    ///
    /// @param home what `~` stands for in a file's name
    public static Review of(Letter letter, Path home) {
        var hindrances = new ArrayList<String>();
        var warnings = new ArrayList<String>();
        long recipients = recipients(letter, hindrances);
        if (recipients == 0 && hindrances.isEmpty()) {
            hindrances.add("nobody is to get it");
        }
        if (recipients > MANY) {
            warnings.add(recipients + " people get it");
        }
        if (letter.subject().isBlank()) {
            warnings.add("it has no subject");
        }
        if (letter.body().isBlank()) {
            warnings.add("it has no text");
        }
        if (letter.attach().isEmpty() && promises(letter)) {
            warnings.add("it speaks of an attachment, and nothing is attached");
        }
        files(letter, home, hindrances, warnings);
        return new Review(List.copyOf(hindrances), List.copyOf(warnings));
    }

    private static long recipients(Letter letter, List<String> hindrances) {
        long count = 0;
        for (Map.Entry<String, String> field :
                List.of(
                        Map.entry("To", letter.to()),
                        Map.entry("Cc", letter.cc()),
                        Map.entry("Bcc", letter.bcc()))) {
            try {
                count += Addressing.parse(field.getValue()).size();
            } catch (Addressing.BadAddress e) {
                hindrances.add(
                        field.getKey() + ": " + SafeText.line(String.valueOf(e.getMessage())));
            }
        }
        return count;
    }

    /// Whether the author's own words, not those quoted, speak of something attached.
    private static boolean promises(Letter letter) {
        String subject = letter.answered().isPresent() ? "" : Answer.base(letter.subject());
        String own =
                Stream.concat(Stream.of(subject), letter.body().lines())
                        .takeWhile(line -> !line.startsWith("──── ") && !line.equals("-- "))
                        .filter(line -> !line.startsWith(">"))
                        .collect(Collectors.joining("\n"));
        return PROMISE.matcher(own).find();
    }

    private static void files(
            Letter letter, Path home, List<String> hindrances, List<String> warnings) {
        long size = 0;
        for (String typed : letter.attach()) {
            Path file = file(typed, home);
            if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
                hindrances.add("Attach: " + SafeText.line(typed) + " cannot be read as a file");
                continue;
            }
            try {
                size += Files.size(file);
            } catch (IOException e) {
                hindrances.add("Attach: " + SafeText.line(typed + " (" + e.getMessage() + ")"));
            }
        }
        if (size > HEAVY) {
            warnings.add("what is attached is large: " + SafeText.size(size));
        }
    }

    /// The file that a person meant; quotes around it and `~` are read as a shell does.
    public static Path file(String typed, Path home) {
        String name = typed.strip().replaceAll("^([\"'])(.*)\\1$", "$2").replace("\0", "");
        if (name.equals("~")) {
            return home;
        }
        return name.startsWith("~/") ? home.resolve(name.substring(2)) : Path.of(name);
    }
}
