/// The index: a database that follows the journal and can always be rebuilt from it. One thread
/// writes, in large batches, each in one transaction with the position it has applied; readers only
/// load what is not in memory. Nothing that is acknowledged waits for it.
///
/// H2 does not sync what it commits, and a file of it whose chunks reached the disk in another
/// order than they were written may not open again: hence the one writer, `WRITE_DELAY=0`, and
/// [dev.jebi.mailstore.index.OrderedPath].
@NullMarked
package dev.jebi.mailstore.index;

import org.jspecify.annotations.NullMarked;
