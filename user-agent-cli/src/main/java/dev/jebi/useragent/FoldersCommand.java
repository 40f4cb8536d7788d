package dev.jebi.useragent;

import dev.jebi.useragent.text.Terminal;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;

import org.eclipse.angus.mail.imap.IMAPFolder;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `jebi mail folders`: the mailboxes with what is in them.
@Command(
        name = "folders",
        mixinStandardHelpOptions = true,
        description = "The mailboxes with what is in them.")
final class FoldersCommand extends Verb {
    private record Row(String name, List<String> attributes, int messages, int unseen) {}

    @Override
    void run(Output output) throws MessagingException, IOException {
        var rows = new ArrayList<Row>();
        withImap(store -> {
            for (Folder folder : store.getDefaultFolder().list("*")) {
                boolean holds = (folder.getType() & Folder.HOLDS_MESSAGES) != 0;
                rows.add(
                        new Row(
                                folder.getFullName(),
                                attributes(folder),
                                holds ? folder.getMessageCount() : 0,
                                holds ? folder.getUnreadMessageCount() : 0));
            }
        });
        if (json()) {
            output.json(g -> {
                g.writeStartArray();
                for (Row row : rows) {
                    g.writeStartObject();
                    g.writeStringProperty("name", row.name());
                    g.writeStringProperty("use", use(row));
                    g.writeNumberProperty("messages", row.messages());
                    g.writeNumberProperty("unseen", row.unseen());
                    g.writeEndObject();
                }
                g.writeEndArray();
            });
            return;
        }
        int width =
                rows.stream()
                        .mapToInt(r -> Terminal.width(Terminal.line(r.name())))
                        .max()
                        .orElse(0);
        for (Row row : rows) {
            output.line(
                    (Terminal.column(Terminal.line(row.name()), width)
                                    + String.format(
                                            Locale.ROOT,
                                            " %7d %7d unseen  ",
                                            row.messages(),
                                            row.unseen())
                                    + use(row))
                            .stripTrailing());
        }
    }

    private static List<String> attributes(Folder folder) throws MessagingException {
        return folder instanceof IMAPFolder imap ? List.of(imap.getAttributes()) : List.of();
    }

    /// What the mailbox is for (RFC 6154), in a word.
    private static String use(Row row) {
        for (String use :
                new String[] {"Drafts", "Sent", "Junk", "Trash", "Archive", "All", "Flagged"}) {
            if (row.attributes().stream().anyMatch(a -> a.equalsIgnoreCase("\\" + use))) {
                return use.toLowerCase(Locale.ROOT);
            }
        }
        return row.name().equalsIgnoreCase("INBOX") ? "inbox" : "";
    }
}
