/// The whole state of the store at one position of the journal, in a file: the changes that lead to
/// it from nothing, in frames with a CRC each, and an end that says how much there must be. With
/// the journal behind it, it makes the index again; it is also the form in which a store is backed
/// up, restored and moved.
///
/// A file appears under its name only when it is whole and synced; what a crash left behind is
/// removed at the next start. It holds no message octets: those are in the journal's segments.
@NullMarked
package dev.jebi.mailstore.snapshot;

import org.jspecify.annotations.NullMarked;
