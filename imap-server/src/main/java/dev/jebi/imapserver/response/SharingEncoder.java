package dev.jebi.imapserver.response;

import dev.jebi.mailstore.MailboxName;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Consumer;

/// Writes responses about namespaces, access lists and annotations. For one thread.
final class SharingEncoder {
    private final Octets out;
    private final Consumer<String> names;

    /// @param names writes the name of a mailbox
    SharingEncoder(Octets out, Consumer<String> names) {
        this.out = out;
        this.names = names;
    }

    void encode(ImapResponse.Sharing response) {
        switch (response) {
            case ImapResponse.Namespaces(var others, var shared) -> {
                out.put("* NAMESPACE ((\"\" \"/\")) ");
                namespace(others);
                out.put(' ');
                namespace(shared);
            }
            case ImapResponse.AclIs(var mailbox, var entries) -> {
                out.put("* ACL ");
                names.accept(mailbox.value());
                entries.forEach((identifier, rights) -> {
                    text(identifier);
                    text(rights);
                });
            }
            case ImapResponse.RightsThere(
                            var mailbox,
                            var identifier,
                            var required,
                            var optional) -> {
                out.put("* LISTRIGHTS ");
                names.accept(mailbox.value());
                text(identifier);
                text(required);
                optional.forEach(this::text);
            }
            case ImapResponse.MyRightsAre(var mailbox, var rights) -> {
                out.put("* MYRIGHTS ");
                names.accept(mailbox.value());
                text(rights);
            }
            case ImapResponse.MetadataIs metadata -> metadata(metadata);
            case ImapResponse.MetadataChanged(var mailbox, var entries) -> {
                about(mailbox);
                entries.forEach(this::text);
            }
        }
    }

    /// RFC 2342 §6: the prefix with the separator at its end.
    private void namespace(String prefix) {
        out.put("((");
        // an empty line of quotes would be the personal namespace; a prefix is never empty here
        names.accept(prefix);
        out.put(" \"/\"))");
    }

    private void about(Optional<MailboxName> mailbox) {
        out.put("* METADATA ");
        mailbox.ifPresentOrElse(name -> names.accept(name.value()), () -> out.put("\"\""));
    }

    private void metadata(ImapResponse.MetadataIs metadata) {
        about(metadata.mailbox());
        String before = " (";
        for (var entry : metadata.entries().entrySet()) {
            out.put(before);
            before = " ";
            astring(entry.getKey());
            out.put(' ');
            value(entry.getValue());
        }
        out.put(before.equals(" (") ? " ()" : ")");
    }

    /// RFC 5464 §5: NUL may only stand in a literal8.
    private void value(Optional<byte[]> value) {
        if (value.isEmpty()) {
            out.put("NIL");
            return;
        }
        String octets = new String(value.get(), StandardCharsets.ISO_8859_1);
        if (octets.indexOf('\0') < 0) {
            Strings.string(out, octets);
        } else {
            out.put("~{").put(octets.length()).put("}\r\n").put(octets);
        }
    }

    /// Text that people wrote, in UTF-8.
    private void text(String text) {
        out.put(' ');
        astring(new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
    }

    private void astring(String octets) {
        boolean bare = !octets.isEmpty() && !octets.equalsIgnoreCase("NIL");
        for (int i = 0; i < octets.length(); i++) {
            char c = octets.charAt(i);
            bare &= c < 0x7F && (Character.isLetterOrDigit(c) || "./_-@+$".indexOf(c) >= 0);
        }
        if (bare) {
            out.put(octets);
        } else {
            Strings.string(out, octets);
        }
    }
}
