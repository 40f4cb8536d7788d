package dev.jebi.useragent.online;

import dev.jebi.useragent.local.MailboxLine;

import jakarta.mail.Folder;
import jakarta.mail.MessagingException;
import jakarta.mail.Quota;

import org.eclipse.angus.mail.imap.IMAPFolder;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// What a server says of its mailboxes and its quota, in the words of the local store.
final class ServerLines {
    /// What mailboxes are for (RFC 6154).
    static final List<String> USES =
            List.of("drafts", "sent", "junk", "trash", "archive", "all", "flagged");

    private ServerLines() {}

    static MailboxLine line(Folder folder) throws MessagingException {
        boolean holds = (folder.getType() & Folder.HOLDS_MESSAGES) != 0;
        char separator = folder.getSeparator();
        return new MailboxLine(
                folder.getFullName(),
                use(folder),
                holds,
                separator == '\0' ? "" : String.valueOf(separator),
                holds ? Math.max(0, folder.getMessageCount()) : 0,
                holds ? Math.max(0, folder.getUnreadMessageCount()) : 0);
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
