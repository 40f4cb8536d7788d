package dev.jebi.sieve;

import dev.jebi.mime.BodyPart;
import dev.jebi.mime.HeaderSection;

/// A MIME part that a loop stands at (RFC 5703 §3), with its header.
record PartView(BodyPart part, HeaderSection header) {}
