package dev.jebi.milter;

import dev.jebi.content.Content;

import java.util.List;
import java.util.Optional;

/// What a milter has come to.
public sealed interface MilterVerdict {
    /// The message is taken.
    ///
    /// @param edits of the header section, in their order
    /// @param body in place of the message's own
    /// @param quarantine why it should be looked at first, if it should
    record Taken(List<Edit> edits, Optional<Content> body, Optional<String> quarantine)
            implements MilterVerdict {
        /// Copies the edits.
        public Taken {
            edits = List.copyOf(edits);
        }
    }

    /// It is not taken.
    ///
    /// @param later whether it may be taken another time
    /// @param reply what it wants to be said, as SMTP says it: `550 5.7.1 Because`
    record Refused(boolean later, Optional<String> reply) implements MilterVerdict {}

    /// It is taken, and nobody gets it.
    record Discarded() implements MilterVerdict {}

    /// A change of the header section.
    sealed interface Edit {}

    /// A field at the end.
    record Add(String name, String value) implements Edit {}

    /// A field before the one with this number, from 0.
    record Insert(int index, String name, String value) implements Edit {}

    /// Another value for the field of this name with this number among them, from 1; an empty one
    /// takes it out.
    record Change(int index, String name, String value) implements Edit {}
}
