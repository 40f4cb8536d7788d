package dev.jebi.mailstore;

import java.util.List;

/// What became of a mailbox since a mod-sequence.
///
/// @param changed messages that are new or whose flags changed, ascending by UID, as they are now
/// @param vanished UIDs that were expunged; may name UIDs that the asker never saw
/// @param upTo the mod-sequence up to which this tells everything
/// @param uids the messages that there were then
public record Changes(List<MessageInfo> changed, UidSet vanished, ModSeq upTo, UidList uids) {
    /// Whether nothing happened.
    public boolean isEmpty() {
        return changed.isEmpty() && vanished.isEmpty();
    }
}
