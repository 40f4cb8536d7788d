/// Backups of an embedded store, taken while it runs: a snapshot of the state, and the segments of
/// the journal that the state refers to. A segment that was full in an earlier backup is not copied
/// again.
///
/// A backup holds all mail, and the secrets by which passwords are checked: keep it as the store
/// itself is kept.
@NullMarked
package dev.jebi.mailstore.backup;

import org.jspecify.annotations.NullMarked;
