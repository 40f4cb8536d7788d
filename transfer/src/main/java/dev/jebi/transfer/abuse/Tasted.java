package dev.jebi.transfer.abuse;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;

import java.util.Optional;

/// A message of a stranger.
///
/// @param author the domain that stands behind it, where that is verified
/// @param found whether something else has found it to be junk
public record Tasted(Content content, MessageHead head, Optional<String> author, boolean found) {}
