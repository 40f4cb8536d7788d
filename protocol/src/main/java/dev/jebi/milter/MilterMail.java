package dev.jebi.milter;

import dev.jebi.content.Content;

import java.net.InetAddress;
import java.util.List;

/// A message as a milter is shown it; all text of the message and of its envelope has one char for
/// an octet.
///
/// @param id that it has here
/// @param hostname what this host calls itself
/// @param client where it comes from
/// @param helo what the client called itself
/// @param from the reverse-path without brackets; empty for the null one
/// @param recipients without brackets
/// @param tls the TLS version; empty without
/// @param fields of the header section, in their order
public record MilterMail(
        String id,
        String hostname,
        InetAddress client,
        String helo,
        String from,
        List<String> recipients,
        String tls,
        List<Field> fields,
        Content body) {
    /// Copies the lists.
    public MilterMail {
        recipients = List.copyOf(recipients);
        fields = List.copyOf(fields);
    }

    /// A header field.
    ///
    /// @param value behind the colon, without the last end of line; one char for an octet
    public record Field(String name, String value) {}
}
