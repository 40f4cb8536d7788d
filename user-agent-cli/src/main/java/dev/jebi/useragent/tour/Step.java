package dev.jebi.useragent.tour;

import dev.jebi.useragent.wire.Side;

import java.util.Optional;

/// One step of the tour: a line of a dialogue, or a word of the guide.
///
/// @param scene which part of the way, e.g. `submission`
/// @param protocol `smtp`, `pop3` or `imap`; empty for the guide's words about no dialogue
/// @param side who says the line; nobody for the guide's words
/// @param line what is said, without secrets; of the guide: a heading, or nothing
/// @param meaning what that means, in the person's language
public record Step(
        String scene, String protocol, Optional<Side> side, String line, String meaning) {}
