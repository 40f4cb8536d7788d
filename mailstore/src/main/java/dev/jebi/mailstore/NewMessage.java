package dev.jebi.mailstore;

import dev.jebi.content.Content;
import dev.jebi.mime.MessageHead;

import java.time.Instant;

/// A message that is to be put into a mailbox.
public record NewMessage(Content content, MessageHead head, Flags flags, Instant internalDate) {}
