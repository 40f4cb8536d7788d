package dev.jebi.useragent.local;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What changes in a mailbox at once.
///
/// @param fresh messages that come, in any order
/// @param gone UIDs that leave
/// @param flags new flags by UID
/// @param state how far it is known then; without it the counts follow the change
public record Delta(
        Collection<Envelope> fresh,
        Set<Long> gone,
        Map<Long, List<String>> flags,
        Optional<MailboxState> state) {
    public static Delta fresh(Collection<Envelope> fresh) {
        return new Delta(fresh, Set.of(), Map.of(), Optional.empty());
    }

    public static Delta gone(Set<Long> gone) {
        return new Delta(List.of(), gone, Map.of(), Optional.empty());
    }

    public static Delta flags(Map<Long, List<String>> flags) {
        return new Delta(List.of(), Set.of(), flags, Optional.empty());
    }

    public static Delta state(MailboxState state) {
        return new Delta(List.of(), Set.of(), Map.of(), Optional.of(state));
    }
}
