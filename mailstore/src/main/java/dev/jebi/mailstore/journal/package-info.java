/// The journal: an append-only log in pre-written segments, the one thing that stands between a
/// change and its acknowledgement. One committer thread writes what is waiting and syncs once for
/// all of it; a record's number (LSN) is its position, so that what a recycled or torn segment
/// still holds of older days is never taken for a record.
///
/// Invariants: nobody is told of a record before it is synced; after an error of write or sync
/// nothing is acknowledged any more (the journal has failed, the process must end); a full disk is
/// seen before anything is numbered or written, refuses the entry and nothing else, and ends with
/// the first entry that finds room again. The journal knows nothing of what its records mean.
@NullMarked
package dev.jebi.mailstore.journal;

import org.jspecify.annotations.NullMarked;
