package dev.jebi.useragent.online;

import dev.jebi.useragent.local.MailboxLine;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Quota;

import org.eclipse.angus.mail.iap.CommandFailedException;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What a server says of its mailboxes and its quota, in the words of the local store.
final class ServerLines {
    /// What mailboxes are for (RFC 6154).
    static final List<String> USES =
            List.of("drafts", "sent", "junk", "trash", "archive", "all", "flagged");

    /// Names by which programs and servers commonly call them.
    private static final Map<String, List<String>> COMMON =
            Map.of(
                    "drafts",
                    List.of("Drafts", "Draft", "임시보관함", "임시 보관함"),
                    "sent",
                    List.of(
                            "Sent",
                            "Sent Items",
                            "Sent Messages",
                            "Sent Mail",
                            "보낸편지함",
                            "보낸 편지함",
                            "보낸메일함"),
                    "junk",
                    List.of("Junk", "Spam", "Junk E-mail", "Junk Email", "스팸편지함", "스팸메일함"),
                    "trash",
                    List.of("Trash", "Deleted Items", "Deleted Messages", "Bin", "휴지통"),
                    "archive",
                    List.of("Archive", "Archives", "보관함", "보관 편지함"));

    private ServerLines() {}

    static MailboxLine line(Folder folder) throws MessagingException {
        boolean holds = (folder.getType() & Folder.HOLDS_MESSAGES) != 0;
        char separator = folder.getSeparator();
        int messages = 0;
        int unseen = 0;
        try {
            messages = holds ? Math.max(0, folder.getMessageCount()) : 0;
            unseen = holds ? Math.max(0, folder.getUnreadMessageCount()) : 0;
        } catch (MessagingException e) {
            if (!(e.getCause() instanceof CommandFailedException)) {
                throw e;
            }
            // it may be seen and not read, or is gone meanwhile: no reason to hide the others
        }
        return new MailboxLine(
                folder.getFullName(),
                use(folder),
                holds,
                separator == '\0' ? "" : String.valueOf(separator),
                messages,
                unseen);
    }

    /// What the mailbox is for (RFC 6154), in a word.
    private static String use(Folder folder) throws MessagingException {
        if (folder.getFullName().equalsIgnoreCase("INBOX")) {
            return "inbox";
        }
        List<String> attributes =
                folder instanceof IMAPFolder imap
                        ? Arrays.stream(imap.getAttributes())
                                .map(a -> a.toLowerCase(Locale.ROOT))
                                .toList()
                        : List.of();
        return USES.stream().filter(u -> attributes.contains("\\" + u)).findFirst().orElse("");
    }

    /// The same, with the uses that the server does not tell, by the names that mailboxes commonly
    /// have: on servers without SPECIAL-USE, and of mailboxes that somebody made by hand.
    static List<MailboxLine> guessed(List<MailboxLine> told) {
        var lines = new ArrayList<>(told);
        COMMON.forEach((use, names) -> {
            if (lines.stream().noneMatch(line -> line.use().equals(use))) {
                names.stream()
                        .flatMap(name -> lines.stream().filter(line -> called(line, name)))
                        .findFirst()
                        .ifPresent(line -> lines.set(lines.indexOf(line), with(line, use)));
            }
        });
        return lines;
    }

    /// Whether a mailbox at the top, or below INBOX where all of a person's mailboxes are, has that
    /// name.
    private static boolean called(MailboxLine line, String name) {
        return line.use().isEmpty()
                && line.selectable()
                && (line.name().equalsIgnoreCase(name)
                        || line.name().equalsIgnoreCase("INBOX" + line.separator() + name));
    }

    private static MailboxLine with(MailboxLine line, String use) {
        return new MailboxLine(
                line.name(),
                use,
                line.selectable(),
                line.separator(),
                line.messages(),
                line.unseen());
    }

    /// The names that a new mailbox of the person's own may have, the likelier first: one where the
    /// server tells where such mailboxes are (RFC 2342).
    static List<String> own(IMAPStore server, String name) throws MessagingException {
        if (!server.hasCapability("NAMESPACE")) {
            return List.of(name, "INBOX" + server.getFolder("INBOX").getSeparator() + name);
        }
        Folder[] personal = server.getPersonalNamespaces();
        String prefix = personal.length == 0 ? "" : personal[0].getFullName();
        return List.of(prefix.isEmpty() ? name : prefix + personal[0].getSeparator() + name);
    }

    static Mailboxes.QuotaLine line(Quota.Resource resource) {
        boolean storage = resource.name.equalsIgnoreCase("STORAGE"); // in KiB (RFC 9208 §5.1)
        long unit = storage ? 1_024 : 1;
        String name =
                storage
                        ? "storage"
                        : resource.name.equalsIgnoreCase("MESSAGE") ? "messages" : resource.name;
        return new Mailboxes.QuotaLine(name, resource.usage * unit, resource.limit * unit);
    }
}
