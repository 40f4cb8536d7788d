package dev.jebi.transfer.archive;

import dev.jebi.mailstore.Flags;

import java.util.ArrayList;
import java.util.List;

/// The flags at the end of a file's name in a Maildir: `:2,` and letters; small letters are
/// keywords that a file `dovecot-keywords` names.
final class MaildirName {
    private static final String MARK = ":2,";

    private MaildirName() {}

    static Flags flags(String name, List<String> keywords) {
        int mark = name.lastIndexOf(MARK);
        if (mark < 0) {
            return Flags.NONE;
        }
        var words = new ArrayList<String>();
        for (char letter : name.substring(mark + MARK.length()).toCharArray()) {
            switch (letter) {
                case 'S' -> words.add("\\Seen");
                case 'R' -> words.add("\\Answered");
                case 'F' -> words.add("\\Flagged");
                case 'T' -> words.add("\\Deleted");
                case 'D' -> words.add("\\Draft");
                default -> {
                    int number = letter - 'a';
                    if (number >= 0 && number < keywords.size() && number < 26) {
                        MboxFlags.keywords(keywords.get(number), words);
                    }
                }
            }
        }
        return Flags.of(words);
    }

    /// The ending; keywords beyond the letters that there are get none.
    ///
    /// @param keywords all that were used so far; grows
    static String ending(Flags flags, List<String> keywords) {
        var letters = new StringBuilder(MARK);
        letter(letters, 'D', flags.has(Flags.System.DRAFT));
        letter(letters, 'F', flags.has(Flags.System.FLAGGED));
        letter(letters, 'R', flags.has(Flags.System.ANSWERED));
        letter(letters, 'S', flags.has(Flags.System.SEEN));
        letter(letters, 'T', flags.has(Flags.System.DELETED));
        for (String word : flags.keywords()) {
            if (!keywords.contains(word) && keywords.size() < 26) {
                keywords.add(word);
            }
            int number = keywords.indexOf(word);
            letter(letters, (char) ('a' + number), number >= 0);
        }
        return letters.toString();
    }

    private static void letter(StringBuilder letters, char letter, boolean set) {
        if (set) {
            letters.append(letter);
        }
    }

    /// The name without its flags: it stays the same when they change.
    static String unique(String name) {
        int mark = name.lastIndexOf(MARK);
        return mark < 0 ? name : name.substring(0, mark);
    }
}
