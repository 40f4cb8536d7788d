package dev.jebi.mime;

import java.util.Optional;

/// One address of an ENVELOPE (RFC 9051 §7.5.2), raw octets one char each. The start of a group has
/// its name as `mailbox` and no `host`; the end of a group has neither.
public record ImapAddress(
        Optional<String> name,
        Optional<String> route,
        Optional<String> mailbox,
        Optional<String> host) {}
