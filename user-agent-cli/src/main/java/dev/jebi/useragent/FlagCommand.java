package dev.jebi.useragent;

import dev.jebi.useragent.failure.Failure;
import dev.jebi.useragent.local.MessageRef;
import dev.jebi.useragent.text.Terminal;

import jakarta.mail.Flags;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TreeMap;

/// `jebi mail flag`: sets and clears flags.
@Command(
        name = "flag",
        description = "Sets and clears flags: jebi mail flag ID… +seen -flagged +keyword.")
final class FlagCommand extends Verb {
    // no short options here: -help would be a flag to clear
    @SuppressWarnings("UnusedVariable") // picocli looks at it
    @Option(names = "--help", usageHelp = true, description = "shows this help")
    private boolean help;

    @Parameters(arity = "0..*", paramLabel = "ID… +FLAG -FLAG")
    private List<String> words = new ArrayList<>();

    @Override
    void run(Output output) throws MessagingException, IOException {
        var set = new Flags();
        var clear = new Flags();
        var refs = new ArrayList<MessageRef>();
        for (String word : words) {
            if (word.startsWith("--")) {
                throw new Failure(
                        Failure.Kind.USAGE,
                        "there is no option " + word + "; jebi mail flag --help tells more");
            } else if (word.startsWith("+")) {
                add(set, word.substring(1));
            } else if (word.startsWith("-")) {
                add(clear, word.substring(1));
            } else {
                refs.add(MessageRef.parse(word));
            }
        }
        boolean nothing = size(set) + size(clear) == 0;
        if (refs.isEmpty() || nothing) {
            throw new Failure(
                    Failure.Kind.USAGE, "name messages and flags: jebi mail flag INBOX:12 +seen");
        }
        var now = new TreeMap<String, String>();
        withImap(store ->
                forEachMailbox(
                        store,
                        refs,
                        (folder, ids, messages) -> {
                            Message[] all = messages.toArray(Message[]::new);
                            if (size(set) > 0) {
                                folder.setFlags(all, set, true);
                            }
                            if (size(clear) > 0) {
                                folder.setFlags(all, clear, false);
                            }
                            for (int i = 0; i < all.length; i++) {
                                now.put(ids.get(i).toString(), words(all[i].getFlags()));
                            }
                        }));
        if (json()) {
            output.json(g -> {
                g.writeStartArray();
                now.forEach((id, flags) -> {
                    g.writeStartObject();
                    g.writeStringProperty("id", id);
                    g.writeStringProperty("flags", flags);
                    g.writeEndObject();
                });
                g.writeEndArray();
            });
        } else {
            now.forEach((id, flags) -> output.line(Terminal.line(id + "\t" + flags)));
        }
    }

    private static int size(Flags flags) {
        return flags.getSystemFlags().length + flags.getUserFlags().length;
    }

    private static void add(Flags flags, String word) {
        switch (word.toLowerCase(Locale.ROOT)) {
            case "seen", "read" -> flags.add(Flags.Flag.SEEN);
            case "answered" -> flags.add(Flags.Flag.ANSWERED);
            case "flagged" -> flags.add(Flags.Flag.FLAGGED);
            case "deleted" -> flags.add(Flags.Flag.DELETED);
            case "draft" -> flags.add(Flags.Flag.DRAFT);
            default -> {
                if (!word.matches("[A-Za-z0-9$_.-]{1,64}")) {
                    throw new Failure(Failure.Kind.USAGE, "'" + word + "' is no flag");
                }
                flags.add(word);
            }
        }
    }

    /// Flags as words, e.g. `seen flagged $Label1`.
    static String words(Flags flags) {
        var words = new StringJoiner(" ");
        for (Flags.Flag flag : flags.getSystemFlags()) {
            if (flag == Flags.Flag.SEEN) {
                words.add("seen");
            } else if (flag == Flags.Flag.ANSWERED) {
                words.add("answered");
            } else if (flag == Flags.Flag.FLAGGED) {
                words.add("flagged");
            } else if (flag == Flags.Flag.DELETED) {
                words.add("deleted");
            } else if (flag == Flags.Flag.DRAFT) {
                words.add("draft");
            }
        }
        for (String keyword : flags.getUserFlags()) {
            words.add(keyword);
        }
        return words.toString();
    }
}
