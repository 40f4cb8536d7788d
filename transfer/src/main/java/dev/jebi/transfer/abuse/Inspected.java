package dev.jebi.transfer.abuse;

import dev.jebi.content.Content;
import dev.jebi.smtp.Reply;

import java.util.Optional;

/// What came of an inspection.
public sealed interface Inspected {
    /// It is taken.
    ///
    /// @param edited the content, where it was edited
    /// @param fact for a header field; empty for none
    /// @param junk why it belongs among the junk, if it does
    record Passed(Optional<Content> edited, String fact, Optional<String> junk)
            implements Inspected {}

    /// It is not taken, now or ever.
    ///
    /// @param why for people, half a sentence
    record Refused(Reply reply, String why) implements Inspected {}

    /// It is taken, and nobody gets it.
    record Discarded(String why) implements Inspected {}
}
